"""Long texts in parts: where a text is cut, so that a page stays small and every place keeps its address."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from countersight.model.text import Page
from countersight.web.evidence.marking import Span

PART = 12_000
"""Code points after which a text is cut, at the next end of a paragraph."""
SHORT = 18_000
"""A text up to this long is shown whole."""
SLACK = 4_000
"""How far the end of a paragraph, then of a line or word, is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a text."""

    number: int
    """Counted from one."""
    span: Span
    first_page: int | None = None
    last_page: int | None = None
    """Pages of the document that have words in it."""


def cut_parts(text: str, pages: Sequence[Page] = ()) -> tuple[Part, ...]:
    """Cut a text into parts; the same text is always cut alike. There is at least one."""
    edges = [0]
    while len(text) - edges[-1] > SHORT:
        edges.append(_find_cut(text, edges[-1] + PART))
    edges.append(len(text))
    spans = [Span(start, end) for start, end in pairwise(edges)]
    return tuple(_part(number, span, pages) for number, span in enumerate(spans, 1))


def part_at(parts: Sequence[Part], offset: int) -> Part:
    """Return the part that a place is in; of one past the end, the last."""
    return next((part for part in parts if offset < part.span.end), parts[-1])


def _part(number: int, span: Span, pages: Sequence[Page]) -> Part:
    within = [page.number for page in pages if page.start < span.end and span.start < page.end]
    return Part(number=number, span=span, first_page=min(within, default=None), last_page=max(within, default=None))


def _find_cut(text: str, target: int) -> int:
    for gap in ("\n\n", "\n", " "):
        place = text.find(gap, target, target + SLACK)
        if place >= 0:
            return place + len(gap)
    while target < len(text) and (unicodedata.combining(text[target]) or unicodedata.category(text[target]) == "Cf"):
        target += 1
    return target
