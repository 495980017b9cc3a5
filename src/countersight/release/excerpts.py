"""The words of a claim in their context, cut into pieces that a page can mark."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby, pairwise

from countersight.model.claim import Claim
from countersight.model.evidence import Mention, check_evidence
from countersight.model.text import DocumentText

CONTEXT = 300
"""Code points shown before and after a quote, up to the nearest word boundary."""
WORD = 40
"""How far a word boundary is looked for before a word is cut; scripts without spaces have none."""

SLOTS = ("supplier", "recipient", "technology", "quantity", "time", "place", "speaker", "status")
"""What is told apart within a quote, in the order in which one of two that share their words is drawn."""

_SLOT_OF = {
    "supplier territory": "supplier",
    "recipient territory": "recipient",
    "when": "time",
}
_LABEL_OF = {
    "supplier territory": "supplier’s territory",
    "recipient territory": "recipient’s territory",
    "when": "time",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What some words tell, said behind them."""

    slot: str
    """One of `SLOTS`."""
    label: str
    """In words: `recipient’s territory`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words that are all of one kind."""

    text: str
    slot: str | None = None
    """Which slot of the claim they tell, one of `SLOTS`."""
    tags: tuple[Tag, ...] = ()
    """What of the claim ends with this piece."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Pieces that are all evidence, or all context."""

    is_quote: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One stretch of a document text around one quote, or around several near one another."""

    runs: tuple[Run, ...]
    page: int | None
    is_cut_before: bool
    is_cut_after: bool


def cut_passages(claim: Claim, text: DocumentText) -> list[Passage]:
    """Cut out of its text the words that a claim rests on, in the order of the text.

    Raises:
        UngroundedQuote: the quotes do not stand in `text`.
    """
    for evidence in claim.evidence:
        check_evidence(evidence, text)
    quotes = sorted((evidence.start, evidence.end) for evidence in claim.evidence)
    windows = [(_back_to_word(text.text, start), _on_to_word(text.text, end)) for start, end in quotes]
    return [_passage(claim, text, quotes, start, end) for start, end in _merge(windows)]


def _passage(claim: Claim, text: DocumentText, quotes: list[tuple[int, int]], start: int, end: int) -> Passage:
    quotes = [(first, last) for first, last in quotes if start <= first and last <= end]
    mentions = [(name, mention) for name, mention in claim.mentions() if start <= mention.start and mention.end <= end]
    edges = {start, end}
    edges.update(edge for quote in quotes for edge in quote)
    edges.update(edge for _, mention in mentions for edge in (mention.start, mention.end))
    ordered = sorted(edges)
    pieces = [
        (any(first <= left and right <= last for first, last in quotes), _piece(text.text, mentions, left, right))
        for left, right in pairwise(ordered)
    ]
    return Passage(
        runs=tuple(
            Run(is_quote=is_quote, pieces=tuple(piece for _, piece in group))
            for is_quote, group in groupby(pieces, key=lambda one: one[0])
        ),
        page=text.page_at(quotes[0][0]),
        is_cut_before=start > 0,
        is_cut_after=end < len(text.text),
    )


def _piece(text: str, mentions: Iterable[tuple[str, Mention]], start: int, end: int) -> Piece:
    covering = [(name, mention) for name, mention in mentions if mention.start <= start and end <= mention.end]
    # The widest mention is drawn, so that a name is underlined as a whole; one inside it is told by its label.
    drawn = max(covering, key=lambda one: (one[1].end - one[1].start, -_rank(one[0])), default=None)
    ending = dict.fromkeys(
        Tag(slot=_SLOT_OF.get(name, name), label=_LABEL_OF.get(name, name))
        for name, mention in covering
        if mention.end == end
    )
    return Piece(
        text=text[start:end],
        slot=_SLOT_OF.get(drawn[0], drawn[0]) if drawn else None,
        tags=tuple(ending),
    )


def _rank(name: str) -> int:
    return SLOTS.index(_SLOT_OF.get(name, name))


def _merge(windows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in windows:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _back_to_word(text: str, offset: int) -> int:
    """Return where the context before `offset` begins: after a space, and never before a mark that joins a letter."""
    target = offset - CONTEXT
    if target <= 0:
        return 0
    for place in range(target, min(target + WORD, offset)):
        if text[place - 1].isspace():
            return place
    while target < offset and _joins(text[target]):
        target += 1
    return target


def _on_to_word(text: str, offset: int) -> int:
    """Return where the context after `offset` ends."""
    target = offset + CONTEXT
    if target >= len(text):
        return len(text)
    for place in range(target, max(target - WORD, offset), -1):
        if text[place].isspace():
            return place
    while target > offset and _joins(text[target]):
        target -= 1
    return target


def _joins(character: str) -> bool:
    """Whether a character belongs to the one before it: an accent, a vowel sign, a joiner or what picks a form."""
    return unicodedata.combining(character) > 0 or unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
