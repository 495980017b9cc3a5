"""Ties the words that a model quotes to exact code points of the text, or says that they are not there."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

from countersight.extract.scanning import Span
from countersight.values.boundaries import begins_word, ends_word

_ALIKE = str.maketrans(dict.fromkeys("’‘‛ʼ`´′", "'") | dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‐‑‒–—−", "-"))
"""Marks that models write for one another."""


class Aligner:
    """Finds quotes in one stretch of a text.

    A quote stands where the same code points do or, failing that, where the same words do when white space, quotation
    marks, dashes, signs without a width and compatibility forms (Unicode NFKC) are not told apart. It covers whole
    words. There is no likeness beyond that: a word more, less or changed is not found.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self._text = text
        self._start = start
        self._end = end

    def locate(self, quote: str, *, near: Span | None = None) -> Span | None:
        """Return where `quote` stands: nearest to `near`, else first; `None` if it stands nowhere."""
        wanted = quote.strip()
        if not wanted:
            return None
        places = list(self._exact(wanted)) or list(self._alike(wanted))
        return min(places, key=lambda place: (_distance(place, near), place.start), default=None)

    def _exact(self, quote: str) -> Iterator[Span]:
        for match in re.finditer(f"(?={re.escape(quote)})", self._text[self._start : self._end]):
            start = self._start + match.start()
            if self._is_whole(start, start + len(quote)):
                yield Span(start, start + len(quote))

    def _alike(self, quote: str) -> Iterator[Span]:
        folded, places = self._folded
        wanted, _ = _fold(quote, 0)
        wanted = wanted.strip()
        if not wanted:
            return
        for match in re.finditer(f"(?={re.escape(wanted)})", folded):
            first, last = match.start(), match.start() + len(wanted) - 1
            # Half of a ligature or of a fraction is no place in the text.
            cuts = (first > 0 and places[first - 1] == places[first]) or places[last] == _at(places, last + 1)
            start, end = places[first][0], places[last][1]
            if not cuts and self._is_whole(start, end):
                yield Span(start, end)

    def _is_whole(self, start: int, end: int) -> bool:
        return begins_word(self._text, start) and ends_word(self._text, end)

    @cached_property
    def _folded(self) -> tuple[str, list[tuple[int, int]]]:
        return _fold(self._text[self._start : self._end], self._start)


def _at(places: list[tuple[int, int]], index: int) -> tuple[int, int] | None:
    return places[index] if index < len(places) else None


def _distance(place: Span, near: Span | None) -> int:
    return max(near.start - place.start, place.end - near.end, 0) if near is not None else 0


def _fold(text: str, offset: int) -> tuple[str, list[tuple[int, int]]]:
    """Return `text` folded, and of each of its code points the stretch that it stands for, moved by `offset`."""
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for start, end in _letters(text):
        for char in unicodedata.normalize("NFKC", text[start:end].translate(_ALIKE)):
            if unicodedata.category(char) == "Cf" or (char.isspace() and folded and folded[-1] == " "):
                continue
            folded.append(" " if char.isspace() else char.translate(_ALIKE))
            places.append((offset + start, offset + end))
    return "".join(folded), places


def _letters(text: str) -> Iterator[tuple[int, int]]:
    """Yield each letter with the marks that follow it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not unicodedata.category(text[index]).startswith("M"):
            if index > start:
                yield start, index
            start = index
