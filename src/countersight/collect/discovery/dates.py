"""Reads the dates of feeds, sitemaps and GDELT, and writes them in ISO 8601, with their own precision and zone."""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_PARTIAL = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")
_LONGEST = 60


def iso_date(said: str | None) -> str | None:
    """Return the date that `said` means; nothing where it means none.

    Understood are RFC 822 as RSS has it (and RFC 2822, 5322), RFC 3339, the W3C's profile of ISO 8601 with year or
    month alone (https://www.w3.org/TR/NOTE-datetime), and GDELT's `20260102T120000Z`. A time without zone stays so.
    """
    text = " ".join(said.split()) if said and len(said) <= _LONGEST else ""
    if not text:
        return None
    return _partial(text) or _iso(text) or _mail(text)


def _partial(text: str) -> str | None:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        return None
    return text if match[1] != "0000" and 1 <= int(match[2] or 1) <= 12 else None


def _iso(text: str) -> str | None:
    try:
        if len(text) <= 10:
            return date.fromisoformat(text).isoformat()
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _mail(text: str) -> str | None:
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):  # the standard library's parser raises them all
        return None
