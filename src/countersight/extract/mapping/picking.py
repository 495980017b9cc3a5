"""Finds the words of a row that a rule means, each with its exact place, and what they stand for."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from countersight.extract.mapping.report import Report
from countersight.extract.mapping.rows import Cell, Row
from countersight.extract.mapping.rules import Pick, fold_words

LONGEST_ITEM = 1_000
"""Code points of a name, a time, a number; what is longer is something else, and is reported."""
LONGEST_FOR_PATTERNS = 20_000
"""Code points of a cell in which patterns are looked for."""


@dataclass(frozen=True, slots=True)
class Item:
    """Words within a cell, and what they stand for."""

    cell: Cell
    start: int
    end: int
    words: str
    value: str


def pick_items(
    pick: Pick,
    row: Row,
    report: Report,
    slot: str,
    *,
    known: Callable[[str], str | None] | None = None,
    is_prose: bool = False,
) -> list[Item]:
    """Return what a rule means in a row; words that no rule covers go into the report.

    Args:
        slot: what the words are for, as the report tells it.
        known: what words stand for that the rule itself does not list.
        is_prose: whether items may be of any length, as descriptions are.
    """
    items = []
    for cell in _cells(pick, row):
        for start, end in _spans(pick, cell):
            words = cell.words[start - cell.start : end - cell.start]
            if _is_ignored(pick, words):
                report.note(cell.label, slot, "(nothing)")
                continue
            is_apt = is_prose or len(words) <= LONGEST_ITEM
            value = _value(pick, words, known) if is_apt else None
            if value is None:
                report.miss(cell.label, slot, words)
            else:
                report.note(cell.label, slot, value)
                items.append(Item(cell, start, end, words, value))
        if pick.pattern is not None and not any(True for _ in _spans(pick, cell)) and not _is_ignored(pick, cell.words):
            report.miss(cell.label, slot, cell.words)
    return items


def _is_ignored(pick: Pick, words: str) -> bool:
    if fold_words(words) in pick.ignore:
        return True
    return pick.ignore_matching is not None and bool(pick.ignore_matching.search(words[:LONGEST_FOR_PATTERNS]))


def _cells(pick: Pick, row: Row) -> Iterator[Cell]:
    found = (cell for column in pick.columns for cell in row.of(column))
    if not pick.is_first:
        yield from found
    elif (first := next(found, None)) is not None:
        yield first


def _value(pick: Pick, words: str, known: Callable[[str], str | None] | None) -> str | None:
    if pick.values is not None and (value := pick.values.get(fold_words(words))) is not None:
        return value
    if known is not None and (value := known(words)) is not None:
        return value
    if pick.otherwise is not None:
        return pick.otherwise
    return None if pick.values is not None or known is not None else words


def _spans(pick: Pick, cell: Cell) -> Iterator[tuple[int, int]]:
    """Yield where the items of a cell stand in the text, without space and list artefacts around them."""
    for start, end in _parted(pick.split, cell.words):
        start, end = _trim(cell.words, start, end, pick.drop)
        if pick.pattern is not None:
            match = pick.pattern.search(cell.words[start:end][:LONGEST_FOR_PATTERNS])
            if match is None:
                continue
            span = match.span("it") if "it" in pick.pattern.groupindex else match.span()
            start, end = _trim(cell.words, start + span[0], start + span[1], ())
        if start < end:
            yield cell.start + start, cell.start + end


def _parted(separators: tuple[str, ...], words: str) -> Iterator[tuple[int, int]]:
    begin = 0
    if separators:
        for match in _separator(separators).finditer(words):
            yield begin, match.start()
            begin = match.end()
    yield begin, len(words)


@lru_cache
def _separator(separators: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(sign) for sign in sorted(separators, key=len, reverse=True)))


def _trim(words: str, start: int, end: int, drop: tuple[str, ...]) -> tuple[int, int]:
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    for artefact in drop:
        if words[start:end].startswith(artefact):
            return _trim(words, start + len(artefact), end, drop)
    return start, end
