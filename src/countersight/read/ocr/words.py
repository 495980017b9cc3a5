"""Makes running text of the words that Tesseract found on a page, each with its box and how sure it is."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from countersight.errors import UnreadableDocument

_WORD_LEVEL = 5
_PAGE_LEVEL = 1
_COLUMNS = 12
_WIDE = frozenset({"W", "F"})
"""Of East Asian width (UAX #11): letters of scripts that put no space between words."""
_SPACE_FROM = 0.25
"""Of a letter's size: the gap between an ideograph and a letter of another script from which it is a space. Digits are
set close to ideographs, and boxes of ideographs are too narrow to tell a space by."""

Piece = tuple[str, str | None, str]
"""What `freeze_pieces` takes: the gap before, the place, the words."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    line: tuple[int, ...]
    """Numbers of block, paragraph and line."""
    box: tuple[int, int, int, int]
    """Left, top, width, height in pixels."""
    confidence: float


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    height: int
    words: list[_Word]


def pages_of(table: bytes, *, first: int = 1) -> Iterator[list[Piece]]:
    """Yield the pieces of each page in a table of Tesseract's (`tsv`); the first has the number `first`.

    The place of a word is that on its page, in hundredths (W3C Media Fragments, 4.2.2), then how sure Tesseract is, in
    hundredths too: `page=3&xywh=percent:10.5,20,30.1,1.4&confidence=91`.

    Raises:
        UnreadableDocument: it is no such table.
    """
    for number, page in enumerate(_pages(table), start=first):
        yield list(_pieces(page, number))


def _pages(table: bytes) -> Iterator[_Page]:
    rows = (line.split("\t") for line in table.decode("utf-8", "replace").split("\n")[1:] if line)
    for _, group in groupby(rows, key=lambda row: row[1] if len(row) == _COLUMNS else ""):
        try:
            yield _page(list(group))
        except (ValueError, IndexError):
            raise UnreadableDocument("Tesseract answered with what is no table of words") from None


def _page(rows: list[list[str]]) -> _Page:
    found = [([int(number) for number in row[:10]], row[10], row[11].strip()) for row in rows]
    numbers, _, _ = found[0]
    if numbers[0] != _PAGE_LEVEL:
        raise ValueError("a page without its size")
    words = [
        _Word(text, (*numbers[2:5],), (numbers[6], numbers[7], numbers[8], numbers[9]), float(confidence))
        for numbers, confidence, text in found
        if numbers[0] == _WORD_LEVEL and text
    ]
    return _Page(max(numbers[8], 1), max(numbers[9], 1), words)


def _pieces(page: _Page, number: int) -> Iterator[Piece]:
    before: _Word | None = None
    for word in page.words:
        yield _gap(before, word), _place(word, page, number), word.text
        before = word


def _gap(before: _Word | None, word: _Word) -> str:
    if before is None or before.line[:2] != word.line[:2]:
        return "\n\n"
    if before.line != word.line:
        return "\n"
    letters = before.text[-1], word.text[0]
    wide = sum(map(_is_wide, letters))
    if wide == 0:
        return " "
    is_close = _distance(before, word) < _SPACE_FROM * max(min(before.box[2:]), min(word.box[2:]))
    return "" if wide == 2 or is_close or any(letter.isdigit() for letter in letters) else " "


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in _WIDE


def _distance(before: _Word, word: _Word) -> int:
    """Return the pixels between two words of a line, whichever way it runs."""
    gaps = (
        max(one.box[side] - other.box[side] - other.box[side + 2] for one, other in ((before, word), (word, before)))
        for side in (0, 1)
    )
    return max(gaps)


def _place(word: _Word, page: _Page, number: int) -> str:
    left, top, width, height = word.box
    sides = ((left, page.width), (top, page.height), (width, page.width), (height, page.height))
    shares = ",".join(f"{100 * side / whole:.2f}".rstrip("0").rstrip(".") for side, whole in sides)
    return f"page={number}&xywh=percent:{shares}&confidence={word.confidence:.0f}"
