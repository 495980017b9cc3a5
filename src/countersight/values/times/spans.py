"""Days, months, quarters and years as first and last day."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date, timedelta

from countersight.values.times.mention import Grain

Reading = tuple[date | None, date | None, Grain]
"""The first and last day, and how finely the words tell them."""
UNKNOWN: Reading = (None, None, "unknown")


def month_span(year: int, month: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def months_between(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the first day of one month and the last of another of the same year."""
    return month_span(year, first)[0], month_span(year, last)[1]


def year_span(year: int) -> tuple[date, date]:
    """Return the first and last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def shift(anchor: date, unit: str, steps: int) -> Reading:
    """Return the day, week, month or year that lies `steps` of them from the anchor's own."""
    if not MINYEAR < anchor.year + steps < MAXYEAR:
        return UNKNOWN
    if unit == "year":
        return *year_span(anchor.year + steps), "year"
    if unit == "month":
        months = anchor.year * 12 + anchor.month - 1 + steps
        return *month_span(months // 12, months % 12 + 1), "month"
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=steps)
        return monday, monday + timedelta(days=6), "interval"
    day = anchor + timedelta(days=steps)
    return day, day, "day"


def nearest_day(anchor: date, month: int, day: int) -> date | None:
    """Return the day of that month which lies nearest to the anchor, before or after; `None` where there is none."""
    days = []
    for year in (anchor.year - 1, anchor.year, anchor.year + 1):
        try:
            days.append(date(year, month, day))
        except ValueError:  # 29 February, or a year out of range
            continue
    return min(days, key=lambda found: abs(found - anchor), default=None)
