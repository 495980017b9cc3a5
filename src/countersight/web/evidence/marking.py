"""The words of claims marked in a text: text, claims and window in, blocks of pieces out, every code point kept."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from countersight.model.claim import Claim
from countersight.model.text import Page
from countersight.web.evidence.directions import block_direction

SLOTS = ("supplier", "recipient", "technology", "quantity", "when", "place", "speaker", "status")
"""What is told apart within a quote, in the order in which one of two that share their words is drawn."""

COLUMN_MARKS = ("\t", " | ", ";")
"""What parts the columns of a table that was written as lines."""
SHORT_BLOCK = 60
"""Code points of a block that is likely a heading, a list item or a cell."""

_EMPTY_LINES = re.compile(r"\n{2,}")


class Span(NamedTuple):
    """A stretch of the text, in Unicode code points."""

    start: int
    end: int


class SlotWords(NamedTuple):
    """Words that tell one slot of one claim."""

    slot: str
    """One of `SLOTS`."""
    claim_id: str
    is_territory: bool
    """Whether they tell the party's territory rather than its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that all stand in the same quotes and tell the same slots."""

    start: int
    text: str
    slots: tuple[SlotWords, ...] = ()
    """The slots that the words tell, the one to draw first."""
    ending: tuple[SlotWords, ...] = ()
    """Those of them that end here: a label goes behind them."""
    is_found: bool = False
    """Whether the words are what was looked for."""
    is_here: bool = False
    """Whether the address of the page leads here."""
    page: int | None = None
    """The page of the document that begins here."""

    @property
    def labels(self) -> tuple[tuple[str, bool], ...]:
        """Return each slot that ends here, and whether the words tell no more than the party's territory."""
        named = {word.slot for word in self.slots if not word.is_territory}
        told = dict.fromkeys((word.slot, word.is_territory) for word in self.ending)
        return tuple((slot, is_territory) for slot, is_territory in told if not (is_territory and slot in named))


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Pieces that stand in the quotes of the same claims, or in none."""

    start: int
    claim_ids: tuple[str, ...]
    opening: tuple[str, ...]
    """Claims whose words begin here: what leads to their cards goes before them."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, heading, list item or table cell, and the empty lines behind it."""

    start: int
    runs: tuple[Run, ...]
    tail: str
    """The newlines up to the next block."""

    @property
    def text(self) -> str:
        """Return its words."""
        return "".join(piece.text for run in self.runs for piece in run.pieces)

    @property
    def direction(self) -> str | None:
        """Which way it runs; none where no letter tells."""
        return block_direction(self.text)

    @property
    def form(self) -> str:
        """How it is set: `rows` of a table, a `short` one such as a heading or cell, else nothing special."""
        lines = self.text.split("\n")
        if len(lines) > 2 and any(min(line.count(mark) for line in lines) > 0 for mark in COLUMN_MARKS):
            return "rows"
        return "short" if len(lines) == 1 and len(lines[0]) < SHORT_BLOCK else ""


def mark_text(
    text: str,
    claims: Sequence[Claim],
    *,
    window: Span | None = None,
    found: Sequence[Span] = (),
    here: int | None = None,
    pages: Sequence[Page] = (),
) -> tuple[Block, ...]:
    """Cut a window of a text into blocks, runs and pieces; joined again, with the blocks' tails, they are the window.

    Args:
        text: the whole document text.
        claims: those that rest on it, in the order in which they are told.
        window: the stretch to show; without it, all.
        found: what was looked for, in order and apart.
        here: the place that the address leads to.
        pages: of the document.
    """
    window = window or Span(0, len(text))
    marks = _Marks(claims, window, found, here, pages)
    return tuple(_block(text, block, tail, marks) for block, tail in _cut_blocks(text, window))


class _Marks:
    """Where something begins or ends within a window, and what covers what."""

    def __init__(
        self, claims: Sequence[Claim], window: Span, found: Sequence[Span], here: int | None, pages: Sequence[Page]
    ) -> None:
        self.quotes = [(claim.id, span) for claim in claims for span in _quotes(claim) if _meet(span, window)]
        self.words = [(word, span) for claim in claims for word, span in _slots(claim) if _meet(span, window)]
        self.found = [span for span in found if _meet(span, window)]
        self.here = here
        self.pages = {page.start: page.number for page in pages if page.end > page.start}
        self.firsts: dict[int, list[str]] = {}
        for claim in claims:
            if window.start <= claim.evidence[0].start < window.end:
                self.firsts.setdefault(claim.evidence[0].start, []).append(claim.id)
        spans = [*(span for _, span in self.quotes), *(span for _, span in self.words), *self.found]
        points = {*(edge for span in spans for edge in span), *self.pages, *([] if here is None else [here])}
        self.points = sorted(points)

    def within(self, block: Span) -> list[int]:
        """Return where a block is cut, its ends included."""
        inner = self.points[bisect_right(self.points, block.start) : bisect_left(self.points, block.end)]
        return [block.start, *inner, block.end]

    def claims_at(self, start: int) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for name, span in self.quotes if span.start <= start < span.end))

    def slots_at(self, start: int) -> list[tuple[SlotWords, Span]]:
        """Return the slots told at a place: the widest words first, so that a name is drawn as a whole."""
        there = [(word, span) for word, span in self.words if span.start <= start < span.end]
        return sorted(there, key=lambda one: (one[1].start - one[1].end, SLOTS.index(one[0].slot)))

    def is_found(self, start: int) -> bool:
        return any(span.start <= start < span.end for span in self.found)


def _block(text: str, block: Span, tail: str, marks: _Marks) -> Block:
    pieces = [_piece(text, start, end, marks) for start, end in pairwise(marks.within(block)) if start < end]
    runs = []
    for claim_ids, group in groupby(_part_at_openings(pieces, marks), key=lambda one: one[:2]):
        together = tuple(piece for _, _, piece in group)
        opening = tuple(marks.firsts.get(together[0].start, ()))
        runs.append(Run(start=together[0].start, claim_ids=claim_ids[0], opening=opening, pieces=together))
    return Block(start=block.start, runs=tuple(runs), tail=tail)


def _part_at_openings(pieces: Iterable[Piece], marks: _Marks) -> Iterator[tuple[tuple[str, ...], int, Piece]]:
    """Yield each piece with the claims of its quotes and how many runs were opened before it."""
    opened = 0
    for piece in pieces:
        opened += piece.start in marks.firsts
        yield marks.claims_at(piece.start), opened, piece


def _piece(text: str, start: int, end: int, marks: _Marks) -> Piece:
    slots = marks.slots_at(start)
    return Piece(
        start=start,
        text=text[start:end],
        slots=tuple(dict.fromkeys(word for word, _ in slots)),
        ending=tuple(dict.fromkeys(word for word, span in slots if span.end == end)),
        is_found=marks.is_found(start),
        is_here=start == marks.here,
        page=marks.pages.get(start),
    )


def _quotes(claim: Claim) -> Iterator[Span]:
    return (Span(evidence.start, evidence.end) for evidence in claim.evidence)


def _slots(claim: Claim) -> Iterator[tuple[SlotWords, Span]]:
    for name, mention in claim.mentions():
        slot, _, territory = name.partition(" ")
        yield SlotWords(slot, claim.id, bool(territory)), Span(mention.start, mention.end)


def _meet(span: Span, window: Span) -> bool:
    return span.start < window.end and window.start < span.end


def _cut_blocks(text: str, window: Span) -> Iterator[tuple[Span, str]]:
    """Yield the blocks of a window, each with the empty lines behind it; a block before leading ones is empty."""
    start = window.start
    for gap in _EMPTY_LINES.finditer(text, window.start, window.end):
        yield Span(start, gap.start()), gap[0]
        start = gap.end()
    if start < window.end or start == window.start:
        yield Span(start, window.end), ""
