"""Numbers found in running text, and told from those that count nothing."""

import re
from collections.abc import Iterable

from countersight.values.numerals import fold_figures, known_language
from countersight.values.quantities import han
from countersight.values.quantities.figures import value_of_figures
from countersight.values.quantities.mention import Hedge, NumberMention
from countersight.values.quantities.tables import NumberTable, load_numbers
from countersight.values.quantities.words import value_of_parts
from countersight.values.times import find_times_folded, is_counted

_PART_OF_MORE = re.compile(r"[-:/]\d|[.,]\d|\d|\.\d|['\"]?[a-z\u00df-\u024f_]|:\d\d|[\u0370-\u052f]|\)? ?\d{4,}")
"""After figures: they go on as a telephone number, a ratio, a version or a name of letters and figures."""
_UNIT = re.compile(
    r" ?(?:[kmgt]b(?:ps|it)?|[kmg]bit|[kmg]?hz|mpx?|mah|dpi|fps|px|nm|mm|cm|km|m[23]|kg|k?wh?|volts?|watts?)(?!\w)"
)
"""Units of measurement, whose numbers count nothing."""
_NAME = re.compile(
    r"(?<!\w)(?:windows|iphone|ipad|android|ios|galaxy|boeing|airbus|covid|mavic|matrice|phantom|gen|core|pixel|mate|"
    r"model|modell|modelo|modele|serie|series|type|tipo|usb|bluetooth|wi-fi|wifi|hdmi|pro|max|mini|ultra|version) *$"
    r"|=[\"']?$"
)
"""Before the number of a model or a standard, or the value of an attribute."""
_RESOLUTIONS = frozenset({"2k", "4k", "8k"})
_ITEM = re.compile(r"\d{1,3}[.)]\s")
_LONG = 9
"""So many figures without a mark are an identifier, not a count."""
_BEFORE = 24


def find_quantities(text: str, language: str | None = None) -> list[NumberMention]:
    """Find the numbers in `text` that count or price something, in order.

    `language` is an ISO 639-1 code; none, or one without a table, is read as English. Years, dates, percentages,
    ordinals, ages, numbers of laws, pages and telephones, versions and models are left out. So are words that name no
    number ("dozens", "数百"), and ranges ("between 200 and 300"): two rival values are none.
    """
    table = load_numbers(known_language(language))
    folded = fold_figures(text)
    matches = list(table.pattern.finditer(folded.text))
    if not matches:
        return []
    times = find_times_folded(folded, table.language)
    found = [(match, mention) for match in matches if (mention := _read(match, folded.text, table, times)) is not None]
    found = [row for row in found if not _is_item(text, folded.span(row[1].start, row[1].end)[0])]
    return [_placed(mention, folded.span(mention.start, mention.end)) for mention in _single(found, folded.text, table)]


def value_of_words(words: str, language: str | None = None) -> float | None:
    """Read a number in words: `three thousand two hundred` is 3200; `None` where the words are no number."""
    table, written = load_numbers(known_language(language)), fold_figures(words).text
    match = table.pattern.fullmatch(written)
    return _value_of_words(match["words"], table) if match and match["words"] else None


def _value_of_words(words: str, table: NumberTable) -> float | None:
    if table.language == "zh":
        return han.value_of_numerals(words)
    plain = " ".join(words.split())
    if plain in table.wholes:
        return table.wholes[plain]
    parts = [" ".join(part.split()) for part in table.part.findall(words)]
    if all(part in table.ones for part in parts):
        return None
    return value_of_parts(parts, table.small, table.scales)


def _read(
    match: re.Match[str], text: str, table: NumberTable, times: Iterable[tuple[int, int, bool]]
) -> NumberMention | None:
    value = _value(match, table)
    is_money, currency = _money(match, table)
    if value is None or _is_no_count(match, text, table, times, is_money=is_money):
        return None
    hedge = _hedge(match, table)
    start = match.start("hedge") if match["hedge"] else _first_start(match)
    return NumberMention(value=value, hedge=hedge, currency=currency, start=start, end=match.end(), is_money=is_money)


def _value(match: re.Match[str], table: NumberTable) -> float | None:
    figures, scale = match["figures"], match["scale"]
    if not figures:
        return _value_of_words(match["words"], table)
    value = value_of_figures(figures, table.language, is_scaled=bool(scale))
    if value is None or not scale:
        return value
    if table.language == "zh":
        return value * han.scale_of_figures(scale.strip("多余几来"))
    for word in table.scale.findall(scale):
        value *= table.scales[" ".join(word.split())]
    return round(value, 2)


def _money(match: re.Match[str], table: NumberTable) -> tuple[bool, str | None]:
    """Return whether it is money, and the code if the words tell it."""
    sign = (match["sign"] or "").strip()
    written = sign or " ".join((match["currency"] or "").split())
    if sign not in table.currencies:
        written = written.rstrip("$€£ ")
    if match["currency"] and table.currencies.get(written) is None:
        written = " ".join(match["currency"].split())
    code = table.currencies.get(written)
    return bool(sign or match["currency"]), {"RMB": "CNY"}.get(code, code) if code else None


def _hedge(match: re.Match[str], table: NumberTable) -> Hedge:
    if match["hedge"]:
        return table.hedges[" ".join(match["hedge"].split())]
    if match["after"]:
        written = " ".join(match["after"].split())
        return table.hedges_after.get(written) or _hedge_of_han(written)
    if table.language == "zh" and match["scale"] and match["scale"][0] in "多余":
        return "over"
    is_rough = match["words"] and " ".join(match["words"].split()) in table.rough
    return "about" if is_rough else "exact"


def _hedge_of_han(written: str) -> Hedge:
    return "over" if written[0] in "多余" or written.endswith("以上") else "about"


def _first_start(match: re.Match[str]) -> int:
    return min(match.start(name) for name in ("sign", "figures", "words") if match[name])


def _is_no_count(
    match: re.Match[str], text: str, table: NumberTable, times: Iterable[tuple[int, int, bool]], *, is_money: bool
) -> bool:
    start = match.start("figures") if match["figures"] else match.start("words")
    stop = match.end("scale") if match["scale"] else match.end("figures") if match["figures"] else match.end("words")
    if not is_money:
        if table.not_after.match(text, stop) or table.not_before.search(text[max(0, start - _BEFORE) : start]):
            return True
        if _UNIT.match(text, stop) or _NAME.search(text[max(0, start - _BEFORE) : start]):
            return True
        if text[start:stop] in _RESOLUTIONS:
            return True
        if match["figures"] and ((_PART_OF_MORE.match(text, stop) and not match["scale"]) or _is_attached(text, start)):
            return True
        if match["figures"] and match["figures"].isdigit() and len(match["figures"]) >= _LONG:
            return True
    if match["words"] and table.not_before_words.search(text[max(0, start - _BEFORE) : start]):
        return True
    return _is_time(match, start, stop, text, table, times, is_money=is_money)


def _is_item(text: str, start: int) -> bool:
    """Whether the figure at `start` numbers an item of a list."""
    return (start == 0 or text[start - 1] == "\n") and bool(_ITEM.match(text, start))


def _is_attached(text: str, start: int) -> bool:
    return text[start - 1 : start] in ("-", "/", ":", "[", "#", "№", "§", "^", "+") and start > 0


def _is_time(
    match: re.Match[str], start: int, stop: int, text: str, table: NumberTable,
    times: Iterable[tuple[int, int, bool]], *, is_money: bool,
) -> bool:  # fmt: skip
    is_year_like = bool(match["figures"]) and not match["scale"] and _looks_like_year(match["figures"])
    is_count = is_money or bool(match["scale"]) or is_counted(text, start, stop, table.language)
    if is_year_like and not is_count and " ".join((match["hedge"] or "").split()) not in table.strict_over:
        return True
    return any(first < stop and start < last for first, last, is_bare in times if not (is_bare and is_year_like))


def _looks_like_year(figures: str) -> bool:
    return figures.isdigit() and len(figures) == 4 and 1900 <= int(figures) <= 2100


def _single(found: list[tuple[re.Match[str], NumberMention]], text: str, table: NumberTable) -> list[NumberMention]:
    """Leave out both ends of a range."""
    dropped: set[int] = set()
    for index, (_, left) in enumerate(found[:-1]):
        begin, next_begin = _first_start(found[index][0]), _first_start(found[index + 1][0])
        gap, before = text[left.end : next_begin], text[max(0, begin - _BEFORE) : begin]
        is_between = table.range_and.fullmatch(gap) and table.range_between.search(before)
        if table.range_joined.fullmatch(gap) or is_between:
            dropped |= {index, index + 1}
    return [mention for index, (_, mention) in enumerate(found) if index not in dropped]


def _placed(mention: NumberMention, span: tuple[int, int]) -> NumberMention:
    return NumberMention(
        value=mention.value, hedge=mention.hedge, currency=mention.currency, start=span[0], end=span[1],
        is_money=mention.is_money,
    )  # fmt: skip
