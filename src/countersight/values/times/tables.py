"""The tables of words for times, one a language, made into patterns."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from countersight.reference import load_reference
from countersight.values.folding import fold
from countersight.values.phrases import expand_phrase

YEAR = r"(?:19[5-9]\d|20\d\d)(?!\d|[,.]\d|%| ?per ?cent)"
_STARTS = {"zh": r"(?<![\d.,])", "ar": r"(?:(?<![\w.,/-])|(?<=\b[وفبلك])|(?<=\bال))"}
"""Where a time may begin: in Arabic also after what is written together with the next word."""
_START, _END = r"(?<![\w/])", r"(?!\w)"
_ENDS = {"zh": r"(?!\d)"}


_BEFORE = 16
"""Code points before a figure in which a word that goes with years may stand."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimeTable:
    """What is known of the times of one language, folded."""

    language: str
    rules: tuple[tuple[str, re.Pattern[str]], ...]
    """Names of readers, each with its pattern."""
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    counts: Mapping[str, int]
    units: Mapping[str, str]
    parts: Mapping[str, str]
    quarters: Mapping[str, int]
    halves: Mapping[str, int]
    relative: Mapping[str, tuple[str, int]]
    """Phrases with unit and steps from the anchor."""


@cache
def load_times(language: str) -> TimeTable:
    """Return the table of a language that has one."""
    data: dict[str, Any] = load_reference(f"times/{language}.yaml")
    names = _inverted(data["months"])
    table = {name: _inverted(data[name]) for name in ("weekdays", "counts", "units", "parts", "quarters", "halves")}
    relative = {spelling: _step(key) for spelling, key in _inverted(data["relative"]).items()}
    words = {
        "month": any_of((*names, *_inverted(data["short"]))), "monthname": any_of(names),
        "count": rf"{any_of(table['counts'])}|\d{{1,2}}", "day": r"(?:0?[1-9]|[12]\d|3[01])(?!\d)", "year": YEAR,
        "weekday": any_of(table["weekdays"]), "unit": any_of(table["units"]), "part": any_of(table["parts"]),
        "quarter": any_of(table["quarters"]), "half": any_of(table["halves"]),
    }  # fmt: skip
    words |= {"month2": words["month"], "monthname2": words["monthname"], "day2": words["day"], "last": YEAR}
    fill = _filler(words, data["suffixes"])
    start, end = _STARTS.get(language, _START), _ENDS.get(language, _END)
    rules = [(reader, re.compile(f"{start}(?:{fill(pattern)}){end}")) for reader, pattern in data["rules"]]
    rules.append(("relative", re.compile(f"{start}(?P<phrase>{any_of(relative)}){end}")))
    rules.append(("year", _bare_year(data, fill)))
    return TimeTable(
        language=language, rules=(*_COMMON, *rules), months=names | _inverted(data["short"]), relative=relative, **table
    )


@cache
def _count_patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Match a noun that is counted, after a figure; and a word that goes with years, before it."""
    end = "" if language == "zh" else r"(?!\w)"
    nouns = any_of(_spellings(load_reference(f"numbers/{language}.yaml")["counted"]))
    inside = any_of(_spellings(load_reference(f"times/{language}.yaml")["inside"]))
    return re.compile(rf" *(?:{nouns}){end}"), re.compile(rf"(?<!\w)(?:{inside}) *$")


def is_counted(text: str, start: int, end: int, language: str) -> bool:
    """Whether the figure at `start` to `end` counts what follows: `2000 cameras`, but not `in 2000 police`."""
    noun, inside = _count_patterns(language)
    return bool(noun.match(text, end)) and not inside.search(text[max(0, start - _BEFORE) : start])


_COMMON = (
    ("iso_day", re.compile(r"(?<![\w.])(?:19|20)\d\d-\d\d-\d\d(?!\d)")),
    ("numeric_day", re.compile(r"(?<![\w./-])(?P<day>\d{1,2})(?P<mark>[./])(?P<number>\d{1,2})(?P=mark)"
                               r"(?P<year>(?:19|20)\d\d)(?![\w/])")),
    ("span", re.compile(rf"(?<![-/.\w])(?P<year>{YEAR}) ?[-–—/] ?(?P<last>{YEAR}|\d\d)(?![-/\w])")),
)  # fmt: skip
"""Forms that every language has."""


def _bare_year(data: dict[str, Any], fill: Callable[[str], str]) -> re.Pattern[str]:
    prefix = rf"(?:(?<!\w){fold(data['prefixes']).text})?" if data["prefixes"] else ""
    return re.compile(
        rf"{prefix}(?<![-/$€£a-z\u0370-\u052f_\d.,]){fill('{year}')}(?:{fold(data['suffixes']).text})?(?![-–/]?\d|[a-z\u0370-\u052f%])"
    )


def _filler(words: Mapping[str, str], suffix: str) -> Callable[[str], str]:
    """Return a function that puts the words of a language into a pattern, each name in the first of its places."""

    def fill(pattern: str) -> str:
        seen: set[str] = set()  # a group of an alternative that did not match would be read as nothing

        def put(match: re.Match[str]) -> str:
            name = match[1]
            if name == "suffix":
                return f"(?:{fold(suffix).text})?" if suffix else ""
            if name in seen:
                raise ValueError(f"{name} stands twice in {pattern!r}")
            seen.add(name)
            return f"(?P<{name}>{words[name]})"

        return re.sub(r"\{([a-z]+2?)\}", put, fold(pattern).text)

    return fill


def any_of(spellings: Iterable[str]) -> str:
    """Return a regular expression for any of these, the longest first; for none, one that never matches."""
    row = sorted(set(spellings), key=lambda spelling: (-len(spelling), spelling))
    return "|".join(re.escape(spelling).replace(r"\ ", " +") for spelling in row) or r"(?!)"


def _step(key: str) -> tuple[str, int]:
    """Take `month-1` apart."""
    cut = max(key.find("-"), key.find("+"))
    return key[:cut], int(key[cut:])


def _inverted(table: Mapping[Any, Iterable[str]]) -> dict[str, Any]:
    return {spelling: value for value, phrases in table.items() for spelling in _spellings(phrases)}


def _spellings(phrases: Iterable[str]) -> Iterator[str]:
    for phrase in phrases:
        for spelling in expand_phrase(phrase, {}):
            yield fold(spelling).text
