"""The stretch of a document text that the desk shows around the words under review, from block to block."""

from collections.abc import Sequence
from dataclasses import dataclass

from countersight.model.claim import Claim
from countersight.model.text import DocumentText
from countersight.web.evidence.marking import Block, Span, mark_text

AROUND = 2_500
"""Code points shown before and after the words under review; the whole text is one press away."""
MOST = 60_000
"""Code points of one page at most, however long the document is."""
PARTING = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """What is shown of a text."""

    start: int
    end: int
    blocks: tuple[Block, ...]
    """Joined with their tails they are the text from `start` to `end`, so that a place in them is a place in it."""
    before: int
    """Code points of the text before it."""
    after: int


def cut_passage(text: DocumentText, claims: Sequence[Claim], *, start: int, end: int, whole: bool = False) -> Passage:
    """Show the text around `start` to `end`, or all of it up to `MOST`, with the words of claims marked."""
    length = len(text.text)
    first, last = (0, length) if whole else (max(0, start - AROUND), min(length, end + AROUND))
    if last - first > MOST:
        first, last = max(0, start - MOST // 2), min(length, start + MOST // 2)
    window = Span(_block_start(text.text, first), _block_end(text.text, last))
    return Passage(
        start=window.start,
        end=window.end,
        blocks=mark_text(text.text, claims, window=window),
        before=window.start,
        after=length - window.end,
    )


def _block_start(text: str, place: int) -> int:
    """Return where the block of a place begins, unless it is so long that the place itself has to do."""
    found = text.rfind(PARTING, max(0, place - AROUND), place)
    return found + len(PARTING) if found >= 0 else 0 if place <= AROUND else place


def _block_end(text: str, place: int) -> int:
    found = text.find(PARTING, place, place + AROUND)
    return found if found >= 0 else len(text) if len(text) - place <= AROUND else place
