"""Times in English text: years, quarters, months, days, spans, and words counted from a known date."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Grain = Literal["day", "month", "quarter", "year", "interval", "unknown"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1)
    for name in names.split()
}  # fmt: skip
_MONTH = r"(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_LONG_MONTH = r"(?:" + "|".join(name for name in _MONTHS if len(name) > 3 and name != "sept") + r")\b"
_YEAR = r"(?:19[5-9]\d|20\d\d)(?![\d%,]\d|\s?per\s?cent|%)"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS = {day: number for number, day in enumerate(_DAYS)}
_COUNTS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time as it stands in a text: the days it may be, how finely it is told, and where."""

    first: date | None
    last: date | None
    """The last day; none while it lasts (`since 2019`)."""
    grain: Grain
    start: int
    end: int
    anchored: bool = False
    """Whether the date was counted from the anchor."""


Reading = tuple[date | None, date | None, Grain]
Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date | None], Reading | None], bool]


def find_times(text: str, anchor: date | None = None) -> list[TimeMention]:
    """Find the times in `text`, in order, the longest where several overlap.

    Relative words ("last month") are counted from `anchor`, the date of publication, and marked so; without an anchor
    their grain is unknown. A year in a name or number (`Act 2013-14`, `2,019`) may be taken for a time.
    """
    found: list[TimeMention] = []
    for mention in sorted(_all_times(text, anchor), key=lambda m: (m.start, m.start - m.end)):
        if not found or mention.start >= found[-1].end:
            found.append(mention)
    return found


def _all_times(text: str, anchor: date | None) -> Iterator[TimeMention]:
    for pattern, read, is_relative in _RULES:
        for match in pattern.finditer(text):
            reading = read(match, anchor)
            if reading is not None:
                first, last, grain = reading
                yield TimeMention(first=first, last=last, grain=grain, start=match.start(), end=match.end(),
                                  anchored=is_relative and grain != "unknown")  # fmt: skip


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def _month_number(name: str) -> int:
    return _MONTHS[name.lower().rstrip(".")]


def _read_day(match: re.Match[str], _: date | None) -> Reading | None:
    try:
        day = date(int(match["year"]), _month_number(match["month"]), int(match["day"]))
    except ValueError:
        return None
    return day, day, "day"


def _read_iso_day(match: re.Match[str], _: date | None) -> Reading | None:
    try:
        day = date.fromisoformat(match[0])
    except ValueError:
        return None
    return day, day, "day"


def _read_month(match: re.Match[str], _: date | None) -> Reading:
    return *_month_span(int(match["year"]), _month_number(match["month"])), "month"


def _read_quarter(match: re.Match[str], _: date | None) -> Reading:
    year, word = int(match["year"]), match["quarter"].lower()
    quarter = {"first": 1, "second": 2, "third": 3, "fourth": 4}.get(word) or int(word[-1])
    return _month_span(year, 3 * quarter - 2)[0], _month_span(year, 3 * quarter)[1], "quarter"


def _read_year(match: re.Match[str], _: date | None) -> Reading:
    year = int(match["year"])
    return date(year, 1, 1), date(year, 12, 31), "year"


def _read_part_of_year(match: re.Match[str], _: date | None) -> Reading:
    year = int(match["year"])
    months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[match["part"].lower()]
    return _month_span(year, months[0])[0], _month_span(year, months[1])[1], "interval"


def _read_span(match: re.Match[str], _: date | None) -> Reading | None:
    first, last = (
        int(match["year"]),
        int(match["last"] if len(match["last"]) == 4 else match["year"][:2] + match["last"]),
    )
    return (date(first, 1, 1), date(last, 12, 31), "interval") if first < last else None


def _read_since(match: re.Match[str], _: date | None) -> Reading:
    year = int(match["year"])
    month = _month_number(match["month"]) if match["month"] else 1
    return date(year, month, 1), None, "interval"


def _read_month_alone(match: re.Match[str], anchor: date | None) -> Reading:
    if anchor is None:
        return None, None, "unknown"
    month = _month_number(match["month"])
    return *_month_span(anchor.year - (month > anchor.month), month), "month"


def _read_unit(match: re.Match[str], anchor: date | None) -> Reading:
    if anchor is None:
        return None, None, "unknown"
    step = {"last": -1, "this": 0, "next": 1, "coming": 1, "earlier this": 0, "later this": 0, "previous": -1}
    return _shift(anchor, match["unit"].lower(), step[match["which"].lower()])


def _read_ago(match: re.Match[str], anchor: date | None) -> Reading:
    if anchor is None:
        return None, None, "unknown"
    count = _COUNTS.get(match["count"].lower()) or int(match["count"])
    return _shift(anchor, match["unit"].lower(), -count)


def _shift(anchor: date, unit: str, steps: int) -> Reading:
    """Return the day, week, month or year that lies `steps` of them from the anchor's own."""
    if not 2 <= anchor.year + steps <= 9998:
        return None, None, "unknown"
    if unit == "year":
        return date(anchor.year + steps, 1, 1), date(anchor.year + steps, 12, 31), "year"
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + steps
        return *_month_span(months // 12, months % 12 + 1), "month"
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=steps)
        return monday, monday + timedelta(days=6), "interval"
    day = anchor + timedelta(days=steps)
    return day, day, "day"


def _read_weekday(match: re.Match[str], anchor: date | None) -> Reading:
    if anchor is None:
        return None, None, "unknown"
    day = anchor - timedelta(days=(anchor.weekday() - _WEEKDAYS[match["day"].lower()]) % 7)
    return day, day, "day"


def _rule(
    pattern: str, read: Callable[[re.Match[str], date | None], Reading | None], *, relative: bool = False
) -> Rule:
    return re.compile(pattern, re.IGNORECASE), read, relative


_Y = rf"(?P<year>{_YEAR})"
_RULES: tuple[Rule, ...] = (
    _rule(r"\b(?:19|20)\d\d-\d\d-\d\d\b", _read_iso_day),
    _rule(rf"\b(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{_MONTH}),?\s+{_Y}", _read_day),
    _rule(rf"\b(?P<month>{_MONTH})\s+(?P<day>[0-3]?\d)(?:st|nd|rd|th)?,?\s+{_Y}", _read_day),
    _rule(rf"\b(?P<month>{_MONTH}),?\s+(?:of\s+)?{_Y}", _read_month),
    _rule(rf"\b(?:the\s+)?(?P<quarter>first|second|third|fourth|Q[1-4])(?:\s+quarter)?(?:\s+of)?\s+{_Y}",
          _read_quarter),
    _rule(rf"\b(?:between|from)\s+{_Y}\s+(?:and|to|until)\s+(?P<last>{_YEAR})", _read_span),
    _rule(rf"(?<![-/\d]){_Y}\s?[-–/]\s?(?P<last>{_YEAR}|\d\d)(?![-/\d])", _read_span),
    _rule(rf"\bsince\s+(?:at\s+least\s+)?(?:(?:early|mid|late)[\s-])?(?:(?P<month>{_MONTH})\s+)?{_Y}", _read_since),
    _rule(rf"\b(?P<part>early|mid|late)[\s-]{_Y}", _read_part_of_year),
    _rule(rf"(?<![-/$€£\d.,]){_Y}(?![-–/\d]|s\b)", _read_year),
    _rule(rf"\b(?:in|last|since)\s+(?P<month>{_LONG_MONTH})(?!,?\s+(?:\d|of\s+\d))", _read_month_alone, relative=True),
    _rule(r"\b(?:the\s+)?(?P<which>earlier this|later this|last|this|next|coming|previous)"
          r"\s+(?P<unit>day|week|month|year)\b",
          _read_unit, relative=True),
    _rule(r"\b(?P<count>a|one|two|three|four|five|six|ten|\d{1,2})\s+(?P<unit>day|week|month|year)s?\s+ago\b",
          _read_ago, relative=True),
    _rule(rf"\b(?:on|last)\s+(?P<day>{'|'.join(_WEEKDAYS)})\b", _read_weekday, relative=True),
)  # fmt: skip
