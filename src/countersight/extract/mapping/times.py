"""Reads the time that a cell tells: a day, a year, several of them, a range."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from countersight.model.claim import Precision
from countersight.values.times import find_times

Span = tuple[date | None, date | None, Precision]
"""First and last day that it may be, and how finely that is told; none where that is not known or it goes on."""

_FIGURES = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?!\d)")
_DECADE = re.compile(r"(?<!\d)((?:19|20)\d0)s\b")
_GOES_ON = re.compile(r"\b(?:present|now|ongoing|today)\b", re.IGNORECASE)
_OPEN_BEGIN = re.compile(r"\s*\?\s*[-–]\s*(?=[^\s?])")
_OPEN_END = re.compile(r"(?<=[^\s?-])\s*[-–]\s*\?\s*\Z")
"""A question mark where the first or the last time would stand: `?-2021`, `2016-?`."""


@lru_cache(4_096)
def read_time(words: str, *, order: str = "", language: str = "en") -> Span | None:
    """Return the days that words may mean; of several times, from the first to the last; none if there is no time.

    Args:
        order: `day first` or `month first`, for dates in figures.
    """
    begun, ended = _OPEN_BEGIN.match(words), _OPEN_END.search(words)
    if begun or ended:
        words = words[begun.end() if begun else 0 : ended.start() if ended else None]
    spans = list(_days_in_figures(words, order)) or list(_told(words, language))
    if not spans:
        return None
    firsts = [first for first, _, _ in spans if first is not None]
    lasts = [last for _, last, _ in spans if last is not None]
    first, last = min(firsts, default=None), max(lasts, default=None)
    if begun or ended or _GOES_ON.search(words):
        return None if begun else first, last if begun and not ended else None, Precision.INTERVAL
    return first, last, spans[0][2] if len(spans) == 1 else Precision.INTERVAL


def _days_in_figures(words: str, order: str) -> Iterator[Span]:
    for year, month, day in _YEAR_FIRST.findall(words):
        yield from _day(int(year), int(month), int(day))
    for one, two, year in _FIGURES.findall(words) if order else ():
        day, month = (one, two) if order == "day first" else (two, one)
        yield from _day(int(year), int(month), int(day))


def _day(year: int, month: int, day: int) -> Iterator[Span]:
    if year and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]:
        found = date(year, month, day)
        yield found, found, Precision.DAY


def _told(words: str, language: str) -> Iterator[Span]:
    decades = [int(year) for year in _DECADE.findall(words)]
    for year in decades:
        yield date(year, 1, 1), date(year + 9, 12, 31), Precision.INTERVAL
    for time in find_times(words, None, language):
        if time.grain != "unknown":
            yield time.first, time.last, Precision(time.grain)
