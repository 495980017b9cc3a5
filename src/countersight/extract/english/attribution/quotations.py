"""Stretches of a text between quotation marks, a quotation that runs over several paragraphs being one for each."""

import re

from countersight.extract.scanning import Span

_PARAGRAPH = re.compile(r"[^\n]+")
MIN_WORDS = 4
"""Shorter quotations are titles, nicknames or single words held at a distance."""


def find_quotations(text: str) -> list[Span]:
    """Return the quotations of a text with their marks, in order; one left open ends with its paragraph."""
    found: list[Span] = []
    for paragraph in _PARAGRAPH.finditer(text):
        start: int | None = None
        for place in range(paragraph.start(), paragraph.end()):
            mark = text[place]
            if mark == "“" or (mark == '"' and start is None):
                start = place if start is None else start
            elif mark in '”"' and start is not None:
                found.append(Span(start, place + 1))
                start = None
        if start is not None:
            found.append(Span(start, paragraph.end()))
    return found


def is_speech(quotation: Span, text: str) -> bool:
    """Whether a quotation is long enough to be speech."""
    return len(text[quotation.start : quotation.end].split()) >= MIN_WORDS
