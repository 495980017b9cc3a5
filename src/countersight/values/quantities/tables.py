"""The tables of words for numbers, one a language, made into patterns."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from countersight.reference import load_reference
from countersight.values.folding import fold
from countersight.values.phrases import expand_phrase
from countersight.values.quantities import han
from countersight.values.quantities.figures import FIGURES, SPACED_FIGURES
from countersight.values.quantities.mention import Hedge

_HEDGES: tuple[tuple[str, Hedge], ...] = (("over", "over"), ("least", "over"), ("under", "under"), ("about", "about"))
_NO_LETTER_BEFORE, _NO_LETTER_AFTER = r"(?<![^\W\d])", r"(?![^\W\d_])"
_STARTS = {"zh": "", "ar": r"(?:(?<![^\W\d])|(?<=\b[وفبل])|(?<=\bال)|(?<=\b[وبف]ال)|(?<=\bلل))"}
"""Where words may begin: in Arabic also after what is written together with the next word."""
_ENDS = {"zh": ""}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NumberTable:
    """What is known of the numbers of one language, folded."""

    language: str
    pattern: re.Pattern[str]
    """Groups: hedge, sign, figures, scale, words, currency, after."""
    part: re.Pattern[str]
    """One word for a number."""
    scale: re.Pattern[str]
    """One scale."""
    ones: frozenset[str]
    small: Mapping[str, float]
    scales: Mapping[str, float]
    alone: frozenset[str]
    wholes: Mapping[str, float]
    rough: frozenset[str]
    """Those of `wholes` that are about their number."""
    hedges: Mapping[str, Hedge]
    strict_over: frozenset[str]
    """Hedges that no year has before it."""
    hedges_after: Mapping[str, Hedge]
    currencies: Mapping[str, str | None]
    not_before: re.Pattern[str]
    not_after: re.Pattern[str]
    not_before_words: re.Pattern[str]
    range_joined: re.Pattern[str]
    range_and: re.Pattern[str]
    range_between: re.Pattern[str]


@cache
def load_numbers(language: str) -> NumberTable:
    """Return the table of a language that has one."""
    data: dict[str, Any] = load_reference(f"numbers/{language}.yaml")
    hedges = {spelling: hedge for key, hedge in _HEDGES for spelling in _spellings(data[key])}
    after: dict[str, Hedge] = {s: hedge for hedge, phrases in data["after"].items() for s in _spellings(phrases)}
    scales, short = _by_value(data.get("scales", {})), _by_value(data.get("short", {}))
    rough = _by_value(data.get("rough", {}))
    small, ones = _by_value(data.get("small", {})), frozenset(_spellings(data.get("ones", [])))
    wholes = _by_value(data.get("wholes", {})) | rough
    currencies = _currencies(data, language)
    start, end = _STARTS.get(language, _NO_LETTER_BEFORE), _ENDS.get(language, _NO_LETTER_AFTER)
    return NumberTable(
        language=language,
        pattern=_pattern(data, language, (hedges, after, {**scales, **short}, currencies), _words(language, data)),
        part=re.compile(f"(?:{any_of((*ones, *small, *scales))})"),
        scale=re.compile(f"(?:{any_of((*scales, *short))})"),
        ones=ones,
        small=small | dict.fromkeys(ones, 1.0),
        scales=scales | short,
        alone=frozenset(_spellings(data.get("alone", []))),
        wholes=wholes,
        rough=frozenset(rough),
        hedges=hedges,
        strict_over=frozenset(_spellings(data["over"])),
        hedges_after=after,
        currencies=currencies,
        not_before=_any_pattern(data["not_before"], before="" if language == "zh" else r"(?:^|(?<=\W))"),
        not_before_words=_any_pattern(data.get("not_before_words", ["(?!)"])),
        not_after=_any_pattern(data["not_after"]),
        range_joined=re.compile(rf" *(?:[-–~〜]|{start}(?:{any_of(_spellings(data['ranges']['joined']))}){end}) *"),
        range_and=re.compile(rf" *{start}(?:{any_of(_spellings(data['ranges']['and']))}) *"),
        range_between=re.compile(rf"{start}(?:{any_of(_spellings(data['ranges']['between']))}){end}[^.,;]{{0,12}}$"),
    )


def any_of(spellings: Iterable[str]) -> str:
    """Return a regular expression for any of these, the longest first; for none, one that never matches."""
    row = sorted(set(spellings), key=lambda spelling: (-len(spelling), spelling))
    return "|".join(re.escape(spelling).replace(r"\ ", " +") for spelling in row) or r"(?!)"


def _words(language: str, data: dict[str, Any]) -> str:
    """Return the pattern of a number in words."""
    if language == "zh":
        return f"(?<![{han.NOT_INSIDE}])(?:{han.WORDS})"
    scales, ones = list(_by_value(data["scales"])), list(_spellings(data["ones"]))
    small, alone = list(_by_value(data["small"])), list(_spellings(data["alone"]))
    wholes = [*_by_value(data["wholes"]), *_by_value(data["rough"])]
    part, first = any_of((*ones, *small, *scales)), any_of((*ones, *small, *alone))
    join, start, end = data["join"], _STARTS.get(language, _NO_LETTER_BEFORE), _ENDS.get(language, _NO_LETTER_AFTER)
    return f"{start}(?:(?:{any_of(wholes)}){end}|(?:{first})(?:{join}(?:{part}))*{end})"


def _pattern(
    data: dict[str, Any],
    language: str,
    tables: tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, float], Mapping[str, str | None]],
    words: str,
) -> re.Pattern[str]:
    hedges, after, scales, currencies = tables
    start, end = _STARTS.get(language, _NO_LETTER_BEFORE), _ENDS.get(language, _NO_LETTER_AFTER)
    gap = " *" if language == "zh" else r"(?:(?<=') *| +(?:ال)?)" if language == "ar" else r"(?:(?<=') *| +)"
    hedge = any_of(hedges)
    if language == "zh":
        hedge = hedge.replace("|上", "|上(?=[百千万亿])")  # 上百 is over a hundred, 线上七个 is seven on line
    scale = (
        f"(?:[多余几来])?(?:{han.SCALE})"
        if language == "zh"
        else f"(?:{any_of(scales)}){end}(?: +(?:{any_of(scales)}){end})?"
    )
    signs = load_reference("numbers/currencies.yaml")
    sign = f"{any_of((*signs['signs'], '$', '¥', '￥'))}|(?<!\\w)(?:{any_of(map(str.lower, signs['codes']))}) *[$€£]?"
    if language == "zh":
        sign += "|人民币"
    code = rf"(?:{any_of(currencies)}){end}|[$€£¥]|(?:{any_of(map(str.lower, signs['codes']))})(?![^\W_])"
    between = r" *" if language in ("zh", "ar") else r"[ -]*"
    edge = "" if language == "zh" else r"(?!\w)"
    later = rf" *(?:{any_of(after)}){edge}"
    if language == "zh":
        later = r" *(?:[多余来](?!种族)|(?:[\u4e00-\u9fff]{0,2}?)(?:左右|上下|以上))"
    figures = SPACED_FIGURES if data["spaced"] else FIGURES
    return re.compile(
        rf"(?:{start}(?P<hedge>{hedge}){gap}(?:(?:{hedge}){gap})?(?:(?:{any_of(_spellings(data['fillers']))}){gap})?)?"
        rf"(?P<sign>{sign})? ?"
        rf"(?:(?<![a-z\u00df-\u052f_\d.,-])(?<!\d[/:])(?P<figures>{figures})(?:{between}(?P<scale>{scale}))?"
        rf"|(?P<words>{words}))"
        rf"(?:{between}{fold(data['of']).text}(?P<currency>{code}))?"
        rf"(?P<after>{later})?"
    )


def _currencies(data: dict[str, Any], language: str) -> dict[str, str | None]:
    signs = load_reference("numbers/currencies.yaml")
    known: dict[str, str | None] = dict.fromkeys(_spellings(data["money"]))
    known |= {s: code for code, phrases in data["currencies"].items() for s in _spellings(phrases)}
    known |= signs["signs"] | {code.lower(): code for code in signs["codes"]} | {"rmb": "CNY", "人民币": "CNY"}
    yen = signs["yen"].get(language, signs["yen"]["default"])
    return known | {"$": data["dollar"], "¥": yen, "￥": yen}


def _by_value(table: Mapping[float, Iterable[str]]) -> dict[str, float]:
    return {spelling: float(value) for value, phrases in table.items() for spelling in _spellings(phrases)}


def _spellings(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        for spelling in expand_phrase(phrase, {}):
            yield fold(spelling).text


def _any_pattern(patterns: list[str], *, before: str = "") -> re.Pattern[str]:
    return re.compile("|".join(f"{before}(?:{fold(pattern).text})" for pattern in patterns))
