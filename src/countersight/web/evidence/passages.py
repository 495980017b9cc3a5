"""The words of one claim in their surroundings, cut out of a text as passages."""

from collections.abc import Mapping
from dataclasses import dataclass

from countersight.model.claim import Claim
from countersight.model.text import DocumentText
from countersight.web.evidence.cards import Card
from countersight.web.evidence.directions import language_direction
from countersight.web.evidence.marking import Block, Span, mark_text

CONTEXT = 320
"""Code points shown before and after a quote, up to the next space."""
WORD = 40
"""How far a space is looked for; scripts without spaces have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One stretch of a text around one quote, or around several near one another."""

    span: Span
    blocks: tuple[Block, ...]
    page: int | None
    is_cut_before: bool
    is_cut_after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """All passages of a claim, with what its marked words need to be shown."""

    passages: tuple[Passage, ...]
    numbers: Mapping[str, Card]
    current: str | None
    direction: str
    is_flowing: bool
    text: DocumentText


def cut_excerpt(claim: Claim, card: Card, text: DocumentText) -> Excerpt:
    """Cut the words that a claim rests on out of its text."""
    return Excerpt(
        passages=tuple(_passage(claim, text, span) for span in _windows(claim, text.text)),
        numbers={claim.id: card},
        current=None,
        direction=language_direction(text.language),
        is_flowing=text.reader_name in {"pdf", "ocr"},
        text=text,
    )


def _passage(claim: Claim, text: DocumentText, span: Span) -> Passage:
    first = next(one.start for one in sorted(claim.evidence, key=lambda one: one.start) if one.start >= span.start)
    return Passage(
        span=span,
        blocks=mark_text(text.text, [claim], window=span, pages=text.pages),
        page=text.page_at(first),
        is_cut_before=span.start > 0,
        is_cut_after=span.end < len(text.text),
    )


def _windows(claim: Claim, text: str) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted((_begin(text, one.start), _finish(text, one.end)) for one in claim.evidence):
        if merged and start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(end, merged[-1].end))
        else:
            merged.append(Span(start, end))
    return merged


def _begin(text: str, quote: int) -> int:
    target = max(quote - CONTEXT, 0)
    space = next((place for place in range(target, min(target + WORD, quote)) if text[place].isspace()), None)
    return target if target == 0 or space is None else space + 1


def _finish(text: str, quote: int) -> int:
    target = min(quote + CONTEXT, len(text))
    space = next((place for place in range(target - 1, max(target - WORD, quote), -1) if text[place].isspace()), None)
    return target if target == len(text) or space is None else space
