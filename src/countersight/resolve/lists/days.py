"""Days as lists write them: to know which listings are over, and to keep each with its words and its precision."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache

from countersight.model.listing import ListedDay

_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{4})"),
)
"""ISO 8601; day first with points; month first with strokes, as lists of the USA have it."""


def parse_day(text: str) -> date | None:
    """Return the day that a field begins with; None where it is none, or only a month or a year."""
    for form in _FORMS:
        if found := form.match(text.strip()):
            try:
                return date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return None
    return None


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR, _DAY = r"(?P<year>\d{4}|\d{2})", r"(?P<day>\d{1,2})"
_MONTH, _NAMED = r"(?P<month>\d{1,2})", r"(?P<name>[A-Za-z]{3,9})\.?"
_WHOLE = (
    rf"(?P<year>\d{{4}})(?:-{_MONTH}(?:-{_DAY}(?:[T ].*|Z|[+-]\d\d:\d\d)?)?)?",
    rf"{_DAY}\.{_MONTH}\.{_YEAR}",
    rf"{_NAMED} {_DAY}, (?P<year>\d{{4}})",
    rf"(?:{_DAY} )?{_NAMED} (?P<year>\d{{4}})",
)
_AMERICAN, _BRITISH = rf"{_MONTH}/{_DAY}/{_YEAR}", rf"{_DAY}/{_MONTH}/{_YEAR}"


def read_listed_day(words: str, *, label: str, is_day_first: bool = False) -> ListedDay:
    """Read a day, month or year as a list writes it; words that are none of these are kept without a day.

    A year of two digits is the latest such year that is not to come. `is_day_first` tells how strokes are read: the
    United States write the month first.
    """
    strokes = _BRITISH if is_day_first else _AMERICAN
    for form in (*_WHOLE, strokes):
        found = _compiled(form)(words.strip(" ."))
        if found is not None:
            span = _span(found.groupdict())
            return ListedDay(words=words, label=label, first=span[0], last=span[1])
    return ListedDay(words=words, label=label)


@lru_cache
def _compiled(form: str) -> Callable[[str], re.Match[str] | None]:
    return re.compile(form).fullmatch


def _span(parts: dict[str, str | None]) -> tuple[date | None, date | None]:
    """Return the first and last day of what was read; none where there is no such day."""
    month = int(parts.get("month") or 0) or _named(parts.get("name") or "")
    day = int(parts.get("day") or 0)
    if (parts.get("name") or parts.get("month")) and not 1 <= month <= 12:
        return None, None
    year = _whole_year(parts["year"] or "")
    try:
        if day:
            return date(year, month, day), date(year, month, day)
        if month:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, 1, 1), date(year, 12, 31)
    except ValueError:
        return None, None


def _named(month: str) -> int:
    found = [number for number, name in enumerate(_MONTHS, start=1) if month.casefold().startswith(name)]
    return found[0] if found else 0


def _whole_year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    year = 2000 + int(digits)
    return year if year <= datetime.now(UTC).year else year - 100
