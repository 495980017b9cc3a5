"""What the words of a time say: one function a form, from the match of its pattern to first and last day."""

import re
from collections.abc import Callable
from datetime import date

from countersight.values.times.spans import (
    UNKNOWN,
    Reading,
    month_span,
    months_between,
    nearest_day,
    shift,
    year_span,
)  # fmt: skip
from countersight.values.times.tables import TimeTable

Match = re.Match[str]
Reader = Callable[[Match, TimeTable, date | None], Reading | None]

_PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
"""The third of a year that each stands for, in months."""


def _spaced(words: str) -> str:
    return " ".join(words.split())


def _month(match: Match, table: TimeTable, group: str = "month") -> int | None:
    groups = match.groupdict()
    name = groups.get(group) or (groups.get("monthname") if group == "month" else None)
    return table.months[_spaced(name)] if name else None


def _number(match: Match, group: str) -> int | None:
    written = match.groupdict().get(group)
    return int(written) if written else None


def _day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _on(day: date | None) -> Reading | None:
    return (day, day, "day") if day is not None else None


def read_iso_day(match: Match, _: TimeTable, __: date | None) -> Reading | None:
    """Read `2019-03-05`."""
    year, month, day = map(int, match[0].split("-"))
    return _on(_day_of(year, month, day))


def read_numeric_day(match: Match, table: TimeTable, _: date | None) -> Reading | None:
    """Read `05.03.2019` or `5/3/2019`, day first; in English only where no month could come first."""
    day, month = int(match["day"]), int(match["number"])
    if table.language == "en" and match["mark"] == "/":
        if month > 12:
            day, month = month, day
        elif day <= 12 and day != month:
            return None
    return _on(_day_of(int(match["year"]), month, day))


def read_day(match: Match, table: TimeTable, _: date | None) -> Reading | None:
    """Read a day with month and year."""
    return _on(_day_of(int(match["year"]), _month(match, table) or 0, int(match["day"])))


def read_day_alone(match: Match, table: TimeTable, anchor: date | None) -> Reading | None:
    """Read a day and month without a year: the nearest to the anchor."""
    if anchor is None:
        return UNKNOWN
    return _on(nearest_day(anchor, _month(match, table) or 0, int(match["day"])))


def read_day_range(match: Match, table: TimeTable, anchor: date | None) -> Reading | None:
    """Read two days of one or two months; without a year, the nearest to the anchor."""
    month, year = _month(match, table) or 0, _number(match, "year")
    if year is None and anchor is None:
        return UNKNOWN
    first = _day_of(year, month, int(match["day"])) if year else nearest_day(anchor, month, int(match["day"]))  # type: ignore[arg-type]
    if first is None:
        return None
    month2 = _month(match, table, "month2") or month
    last = _day_of(first.year + (not year and month2 < month), month2, int(match["day2"]))
    return (first, last, "interval") if last is not None and first < last else None


def read_month(match: Match, table: TimeTable, _: date | None) -> Reading:
    """Read a month with its year."""
    return *month_span(int(match["year"]), _month(match, table) or 1), "month"


def read_month_range(match: Match, table: TimeTable, _: date | None) -> Reading | None:
    """Read two months of one year."""
    first, last = _month(match, table) or 1, _month(match, table, "month2") or 1
    return (*months_between(int(match["year"]), first, last), "interval") if first < last else None


def read_month_alone(match: Match, table: TimeTable, anchor: date | None) -> Reading:
    """Read a month without a year: the last one up to the anchor's own."""
    if anchor is None:
        return UNKNOWN
    month = _month(match, table) or 1
    year = anchor.year - (month > anchor.month)
    return (*month_span(year, month), "month") if year > 0 else UNKNOWN


def read_month_last_year(match: Match, table: TimeTable, anchor: date | None) -> Reading:
    """Read a month of the year before the anchor's."""
    return (*month_span(anchor.year - 1, _month(match, table) or 1), "month") if anchor and anchor.year > 1 else UNKNOWN


def read_month_this_year(match: Match, table: TimeTable, anchor: date | None) -> Reading:
    """Read a month of the anchor's year."""
    return (*month_span(anchor.year, _month(match, table) or 1), "month") if anchor else UNKNOWN


def read_quarter(match: Match, table: TimeTable, _: date | None) -> Reading:
    """Read a quarter of a year."""
    quarter = table.quarters[_spaced(match["quarter"])]
    return *months_between(int(match["year"]), 3 * quarter - 2, 3 * quarter), "quarter"


def read_half(match: Match, table: TimeTable, _: date | None) -> Reading:
    """Read a half of a year."""
    half = table.halves[_spaced(match["half"])]
    return *months_between(int(match["year"]), 6 * half - 5, 6 * half), "interval"


def read_part(match: Match, table: TimeTable, _: date | None) -> Reading:
    """Read `early`, `mid` or `late` in a year."""
    return *months_between(int(match["year"]), *_PARTS[table.parts[_spaced(match["part"])]]), "interval"


def read_year(match: Match, _: TimeTable, __: date | None) -> Reading:
    """Read a year."""
    return *year_span(int(match["year"])), "year"


def read_span(match: Match, table: TimeTable, __: date | None) -> Reading | None:
    """Read two years, perhaps with months, the second perhaps in two figures: `2019-20`."""
    year = int(match["year"])
    last_year = int(match["last"] if len(match["last"]) == 4 else match["year"][:2] + match["last"])
    first = date(year, _month(match, table) or 1, 1)
    last = month_span(last_year, _month(match, table, "month2") or 12)[1]
    return (first, last, "interval") if year < last_year else None


def read_since(match: Match, table: TimeTable, _: date | None) -> Reading | None:
    """Read a beginning: `since March 2019`."""
    first = _day_of(int(match["year"]), _month(match, table) or 1, _number(match, "day") or 1)
    return (first, None, "interval") if first is not None else None


def read_until(match: Match, table: TimeTable, _: date | None) -> Reading:
    """Read an end: `until 2019`."""
    return None, month_span(int(match["year"]), _month(match, table) or 12)[1], "interval"


def read_until_day(match: Match, table: TimeTable, _: date | None) -> Reading | None:
    """Read an end to the day."""
    last = _day_of(int(match["year"]), _month(match, table) or 0, int(match["day"]))
    return (None, last, "interval") if last is not None else None


def read_relative(match: Match, table: TimeTable, anchor: date | None) -> Reading:
    """Read `last month` and its like."""
    return shift(anchor, *table.relative[_spaced(match["phrase"])]) if anchor else UNKNOWN


def read_ago(match: Match, table: TimeTable, anchor: date | None) -> Reading:
    """Read `two years ago`; without a number it is one."""
    if anchor is None:
        return UNKNOWN
    written = match["count"] or ""
    count = 1 if not written else int(written) if written.isdigit() else table.counts[written]
    return shift(anchor, table.units[_spaced(match["unit"])], -count)


def read_weekday(match: Match, table: TimeTable, anchor: date | None) -> Reading:
    """Read the last such day of the week up to the anchor."""
    if anchor is None:
        return UNKNOWN
    back = (anchor.weekday() - table.weekdays[_spaced(match["weekday"])]) % 7
    return shift(anchor, "day", -back) if anchor.toordinal() > back else UNKNOWN


READERS: dict[str, Reader] = {
    "iso_day": read_iso_day, "numeric_day": read_numeric_day, "day": read_day, "day_alone": read_day_alone,
    "day_range": read_day_range, "month": read_month, "month_range": read_month_range,
    "month_alone": read_month_alone, "month_last_year": read_month_last_year,
    "month_this_year": read_month_this_year, "quarter": read_quarter, "half": read_half, "part": read_part,
    "year": read_year, "span": read_span, "since": read_since, "until": read_until, "until_day": read_until_day,
    "relative": read_relative, "ago": read_ago, "weekday": read_weekday,
}  # fmt: skip
"""By their names in `reference/times`."""

RELATIVE = frozenset({"day_alone", "month_alone", "month_last_year", "month_this_year", "relative", "ago", "weekday"})
"""Readers that count from the anchor."""
