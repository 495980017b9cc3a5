"""Freezes what a reader found into the one text to which all offsets refer."""

import re
from collections.abc import Iterable, Sequence

from countersight.model.text import Page, Part

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
"""The line boundaries of Unicode (UAX #14: BK, CR, LF, NL)."""
_NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Controls without a form of their own, and noncharacters. Bidi marks and joiners are none of them: they stay."""
_SURROGATES = re.compile("[\ud800-\udfff]")
_EMPTY_LINE = re.compile(r"\n{2,}")
_EMPTY_LINES = re.compile(r"\n{3,}")


LABEL = "\x1f"
"""Parts the label of a line from its words in what `freeze_parts` takes: no text has this control."""


def freeze_text(raw: str) -> str:
    """Tidy a text once, so that it never needs to be touched again: `freeze_text(freeze_text(x)) == freeze_text(x)`.

    Newlines become `\\n`; controls are removed; lone surrogates become U+FFFD; spaces at the end of lines, empty lines
    past the first, and space around the whole are removed. No Unicode normalization: what was written stays.
    """
    if raw.isprintable():  # one line of what print can show (a space, of all space): most cells of a table
        return raw.strip()
    text = _NEWLINES.sub("\n", raw)
    text = _NOT_TEXT.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    # By lines, because a pattern for spaces before a newline takes quadratic time on a long run of spaces.
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", text).strip()


def freeze_pages(raw_pages: Sequence[str]) -> tuple[str, tuple[Page, ...]]:
    """Freeze each page and join them by an empty line, or by a newline where a sentence runs on.

    A page without words spans nothing. The joined text is frozen: `freeze_text` leaves it as it is.
    """
    text = ""
    pages: list[Page] = []
    for number, raw in enumerate(raw_pages, start=1):
        piece = freeze_text(raw)
        if piece and text:
            text += "\n" if _runs_on(text, piece) else "\n\n"
        pages.append(Page(number=number, start=len(text), end=len(text) + len(piece)))
        text += piece
    return text, tuple(pages)


def freeze_parts(blocks: Iterable[Sequence[tuple[str | None, str]]]) -> tuple[str, tuple[Part, ...]]:
    """Freeze blocks of lines into one text with the place of each line that has an address within the document.

    A line is its address and its words; its label, as in `Supplier: `, is a line's beginning that `LABEL` ends, and no
    part of the part. Lines of a block stand one below the other, blocks are parted by an empty line; empty lines within
    words become plain line breaks, and lines without words are left out. `freeze_text` leaves the text as it is.
    """
    pieces: list[str] = []
    parts: list[Part] = []
    length = 0
    for block in blocks:
        gap = "\n\n"
        for at, raw in block:
            label, parted, words = raw.rpartition(LABEL) if LABEL in raw else ("", "", raw)
            label, words = " ".join(freeze_text(label).split()), _EMPTY_LINE.sub("\n", freeze_text(words))
            if not words:
                continue
            before = (gap if length else "") + (f"{label}: " if parted and label else "")
            pieces += [before, words]
            start, length = length + len(before), length + len(before) + len(words)
            if at is not None:
                parts.append(Part(start=start, end=length, at=at))
            gap = "\n"
    return "".join(pieces), tuple(parts)


def freeze_pieces(pieces: Iterable[tuple[str, str | None, str]]) -> tuple[str, tuple[Part, ...]]:
    """Freeze pieces of running text, each with the place of its words where it has one.

    A piece is the gap before it (nothing, a space, tabs, one newline or two), its address within the document, and its
    words. Of the gaps around a piece without words, the one with more newlines stays. `freeze_text` leaves the text as
    it is.
    """
    text: list[str] = []
    parts: list[Part] = []
    length, wider = 0, ""
    for gap, at, raw in pieces:
        wider = max(wider, gap, key=_gap_width)
        if not (words := freeze_text(raw)):
            continue
        before = wider if length else ""
        start, length, wider = length + len(before), length + len(before) + len(words), ""
        text += [before, words]
        if at is not None:
            parts.append(Part(start=start, end=length, at=at))
    return "".join(text), tuple(parts)


def _gap_width(gap: str) -> tuple[int, int]:
    return gap.count("\n"), len(gap)


def _runs_on(above: str, below: str) -> bool:
    return below[0].islower() and (above[-1].isalnum() or above[-1] in ",;-–—")
