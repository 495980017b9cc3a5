"""Makes the text of one PDF page: lines as they stand, an empty line where the page has a wider gap or another size."""

import ctypes
import math
import statistics
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from countersight.read.pdf_bidi import Letter, has_right_to_left, order_line

_LINE_END = "\r\n"
_WIDER_GAP = 1.35
"""Paragraphs stand half a line and more apart; the lines of one paragraph equally far, but for rounding."""
_OTHER_SIZE = 1.15


@dataclass(frozen=True, slots=True)
class _Glyph:
    """Where a letter stands, in points from the bottom of the page, and its size."""

    height: float
    size: float


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    first: _Glyph
    last: _Glyph


def page_text(text_page: Any) -> str:
    """Return the text of a page (`pypdfium2.PdfTextPage`), blocks parted by empty lines."""
    raw: str = text_page.get_text_range(errors="replace")
    lines = _measure_lines(text_page, raw)
    if not lines:
        return raw.replace(_LINE_END, "\n")
    usual = _usual_gap(lines)
    pieces = [lines[0].text]
    for above, below in pairwise(lines):
        pieces.append("\n\n" if _parts_blocks(above, below, usual) else "\n")
        pieces.append(below.text)
    return "".join(pieces)


def _measure_lines(text_page: Any, raw: str) -> list[_Line]:
    """Find where each line stands; nothing where PDFium's count of characters and its text do not agree."""
    lines: list[_Line] = []
    index = 0
    for text in raw.split(_LINE_END):
        length = _utf16_length(text)
        if text.strip():
            lead = _utf16_length(text) - _utf16_length(text.lstrip())
            tail = _utf16_length(text.rstrip())
            first, last = _glyph_at(text_page, index + lead), _glyph_at(text_page, index + tail - 1)
            ordered = order_line(_letters(text_page, index, text)) if has_right_to_left(text) else text
            lines.append(_Line(ordered, first, last))
        index += length + len(_LINE_END)
    return lines if index - len(_LINE_END) == text_page.count_chars() else []


def _utf16_length(text: str) -> int:
    return len(text) + sum(letter > "\uffff" for letter in text)


def _glyph_at(text_page: Any, index: int) -> _Glyph:
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text_page, index, x, y)
    return _Glyph(y.value, raw.FPDFText_GetFontSize(text_page, index))


def _letters(text_page: Any, index: int, text: str) -> list[Letter]:
    from pypdfium2 import raw

    letters, box, matrix = [], raw.FS_RECTF(), raw.FS_MATRIX()
    for letter in text:
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        raw.FPDFText_GetMatrix(text_page, index, matrix)
        size = raw.FPDFText_GetFontSize(text_page, index) * math.hypot(matrix.a, matrix.b)
        letters.append(Letter(letter, box.left, box.right, size))
        index += _utf16_length(letter)
    return letters


def _usual_gap(lines: list[_Line]) -> float:
    gaps = [above.last.height - below.first.height for above, below in pairwise(lines)]
    return statistics.median_low([gap for gap in gaps if gap > 1] or [0.0])


def _parts_blocks(above: _Line, below: _Line, usual: float) -> bool:
    gap = above.last.height - below.first.height
    sizes = sorted((above.last.size, below.first.size))
    return gap > _WIDER_GAP * usual > 0 or (gap > 1 and sizes[1] > _OTHER_SIZE * sizes[0])
