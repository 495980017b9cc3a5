"""Joins pages with recognized words, and pages whose words were known, into one text with its places."""

from collections.abc import Sequence
from dataclasses import replace

from countersight.model.text import Page, Part
from countersight.read.freezing import freeze_pages, freeze_pieces
from countersight.read.ocr.words import Piece


def freeze_recognized(pages: Sequence[str | list[Piece]]) -> tuple[str, tuple[Page, ...], tuple[Part, ...]]:
    """Freeze pages, each the words of a text layer or the pieces that were recognized, into one text."""
    frozen = [(page, ()) if isinstance(page, str) else freeze_pieces(page) for page in pages]
    text, placed = freeze_pages([words for words, _ in frozen])
    parts = (
        replace(part, start=page.start + part.start, end=page.start + part.end)
        for page, (_, found) in zip(placed, frozen, strict=True)
        for part in found
    )
    return text, placed, tuple(parts)
