"""Times found in running text, the longest where several overlap."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from countersight.values.folding import Folded
from countersight.values.numerals import fold_figures, known_language
from countersight.values.times.mention import TimeMention
from countersight.values.times.readings import READERS, RELATIVE
from countersight.values.times.spans import Reading
from countersight.values.times.tables import is_counted, load_times

_DAY_FOLLOWS = re.compile(r",? *[(（]?\d{1,2}(?!\d)")
"""After a day of the week: its date, which tells more."""
_YEARLESS = frozenset({"day_alone", "month_alone"})
_YEAR_FOLLOWS = re.compile(r",? *(?:del? +)?\d{4}(?!\d)")
_NONE = "none"
"""Marks what looks like a time and is none."""


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    rule: str
    reading: Reading | None
    is_relative: bool


def find_times(text: str, anchor: date | None = None, language: str | None = None) -> list[TimeMention]:
    """Find the times in `text`, in order, the longest where several overlap.

    Relative words ("last month") and days and months without a year are counted from `anchor`, the date of
    publication, and marked so; without an anchor their grain is unknown. `language` is an ISO 639-1 code; none, or one
    without a table, is read as English. Decades are left out, and so are years of other calendars. A year in a name
    (`Act 2013-14`) may be taken for a time.
    """
    folded = fold_figures(text)
    mentions = []
    for found in _longest(folded.text, anchor, known_language(language)):
        if found.reading is not None:
            first, last, grain = found.reading
            start, end = folded.span(found.start, found.end)
            anchored = found.is_relative and grain != "unknown"
            mentions.append(TimeMention(first=first, last=last, grain=grain, start=start, end=end, anchored=anchored))
    return mentions


def find_times_folded(folded: Folded, language: str) -> list[tuple[int, int, bool]]:
    """Return where times stand in a text folded by `fold_figures`, and whether each is a bare year."""
    return [(found.start, found.end, found.rule == "year") for found in _longest(folded.text, None, language)]


def _longest(text: str, anchor: date | None, language: str) -> list[_Found]:
    chosen: list[_Found] = []
    for found in sorted(_all(text, anchor, language), key=lambda found: (found.start, -found.end)):
        if not chosen or found.start >= chosen[-1].end:
            chosen.append(found)
    return chosen


def _all(text: str, anchor: date | None, language: str) -> Iterator[_Found]:
    table = load_times(language)
    for rule, pattern in table.rules:
        for match in pattern.finditer(text):
            if rule == _NONE:
                yield _Found(match.start(), match.end(), rule, None, is_relative=False)
                continue
            if rule == "year" and is_counted(text, match.start(), match.end(), language):
                continue
            if rule in _YEARLESS and _YEAR_FOLLOWS.match(text, match.end()):  # a year too early to be read
                yield _Found(match.start(), match.end(), rule, None, is_relative=False)
                continue
            if rule == "weekday" and _DAY_FOLLOWS.match(text, match.end()):
                continue
            reading = READERS[rule](match, table, anchor)
            if reading is not None:
                relative = rule in RELATIVE or (rule == "day_range" and not match.groupdict().get("year"))
                yield _Found(match.start(), match.end(), rule, reading, relative)
