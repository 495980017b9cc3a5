"""Reads dates as documents declare them in their metadata."""

import re
from datetime import date

_ISO_DATE = re.compile(r"\s*(\d{4})(-?)(\d{2})\2(\d{2})(?!\d)")


def parse_iso_date(words: str) -> date | None:
    """Read the day that `words` begin with, as ISO 8601 writes it, extended or basic; nothing if it is none."""
    found = _ISO_DATE.match(words)
    return make_date(found[1], found[3], found[4]) if found else None


def make_date(year: str, month: str, day: str) -> date | None:
    """Make a date of digits; nothing if there is no such day."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
