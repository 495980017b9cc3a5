"""The letters of texts, folded, and the words that they make: whole batches of texts at a time."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.quotations import MARKS, find_quotations
from countersight.corroborate.origins.scripts import UNSPACED

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
NAME: Final = 3
"""Letters that a name has at least to be told from other words by."""
FIGURE: Final = 2
"""Digits that a figure has at least."""
LONG: Final = 4
"""Letters that a word of a script without large letters has at least."""

_INVERSE: Final = np.uint64(pow(int(MULTIPLIER), -1, 1 << 64))
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
"""The constants of splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014)."""
_SLICE: Final = 1 << 18
"""Code points that are hashed together: what is computed of them fits a processor's cache."""
_LONGEST: Final = 256
"""Letters past this many in one word make no difference."""
_LAST_LETTER: Final = 0x323B0
"""No letter or digit of Unicode 15 stands at or past this code point."""
_POINT: Final = np.uint32((1 << 21) - 1)
_ALONE: Final = np.uint32(1 << 21)
"""A character that is a word by itself."""
_COMPOSED: Final = np.uint32(1 << 22)
"""A character that folding makes several of, or one with its neighbor."""
_MARK: Final = np.uint32(1 << 23)
"""A quotation mark."""
_PARTS: Final = "LMN"
"""The categories of what words are made of: letters, marks on them, digits."""
_CAPITAL: Final = np.uint32(1 << 24)
"""A letter written large."""
_CASELESS: Final = np.uint32(1 << 25)
"""A letter of a script that has no large and small ones."""
_DIGIT: Final = np.uint32(1 << 26)
_STOP: Final = np.uint32(1 << 27)
"""What ends a sentence or a line, so that the next word is written large whatever it is."""
_STOPS: Final = frozenset(".!?…:\n•|*")
_FORMS: Final = {"Lu": _CAPITAL, "Lt": _CAPITAL, "Lo": _CASELESS, "Nd": _DIGIT}
_CONJOINING: Final = range(0x1100, 0x1200)
"""Hangul letters that folding puts together into syllables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a batch of texts, in order; each array has one value a word unless it says otherwise."""

    hashes: Hashes
    texts: Places
    """The place of its text in the batch."""
    counts: Places
    """Of each text, how many words it has."""
    lengths: Places
    """In letters."""
    quoted: Flags
    """Whether it stands between quotation marks."""
    telling: Flags
    """Whether it is a name or a figure, as far as its form tells: written large within a sentence, or with digits; of
    a script without large letters any longer word."""
    unspaced: Flags
    """Of each text, whether most of its words are characters of a script without spaces."""


def hash_words(texts: Sequence[str]) -> Words:
    """Hash each word of some texts, folded as Unicode's NFKC and its case folding do. No text is empty-handed: one
    without words has none here.

    A word is hashed as a polynomial in its letters modulo 2^64, mixed. The hashes are equal on every machine.
    """
    folded, letters, bounds = _fold(texts)
    starts, ends = _find_words(letters)
    hashes = np.empty(len(starts), dtype=np.uint64)
    for first, last in _slices(starts, ends):
        hashes[first:last] = _hash_slice(letters, starts[first:last], ends[first:last])
    counts = np.diff(np.searchsorted(starts, bounds))
    alone = np.concatenate([[0], np.cumsum((letters[starts] & _ALONE) != 0)])[np.searchsorted(starts, bounds)]
    return Words(
        hashes=hashes,
        texts=np.repeat(np.arange(len(texts)), counts),
        counts=counts,
        lengths=ends - starts,
        quoted=_find_quoted(folded, letters, bounds, starts),
        telling=_find_telling(letters, starts, ends),
        unspaced=np.diff(alone) * 2 > counts,
    )


def mix(hashes: Hashes) -> Hashes:
    """Spread every bit over the whole number: the output function of splitmix64."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIX[0]
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIX[1]
    return hashes ^ (hashes >> np.uint64(31))


def _fold(texts: Sequence[str]) -> tuple[list[str], NDArray[np.uint32], Places]:
    """Return the texts, their letters with what is known of each, and where each text begins among them.

    Letter by letter where that suffices, which it does for nearly all texts; the rest are folded as a whole.
    """
    folded = list(texts)
    letters, bounds = _look_up(folded)
    several = np.flatnonzero(_any_of(letters, bounds, _COMPOSED))
    if len(several):
        for place in several.tolist():
            folded[place] = unicodedata.normalize("NFKC", folded[place]).casefold()
        letters, bounds = _look_up(folded)
    return folded, letters, bounds


def _look_up(texts: Sequence[str]) -> tuple[NDArray[np.uint32], Places]:
    bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
    points = np.frombuffer("\n".join([*texts, ""]).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    return _table()[np.minimum(points, _LAST_LETTER)], bounds


def _any_of(letters: NDArray[np.uint32], bounds: Places, sign: np.uint32) -> Flags:
    return np.bitwise_or.reduceat(letters, bounds[:-1]) & sign != 0 if len(letters) else np.zeros(0, dtype=bool)


def _find_words(letters: NDArray[np.uint32]) -> tuple[Places, Places]:
    """Return where each word begins and ends. Texts end in a line break, so that none runs on into the next."""
    inside, alone = (letters & _POINT) != 0, (letters & _ALONE) != 0
    breaks = np.ones(len(letters) + 1, dtype=bool)
    breaks[1:-1] = (inside[1:] != inside[:-1]) | alone[1:] | alone[:-1]
    return np.flatnonzero(breaks[:-1] & inside), np.flatnonzero(breaks[1:] & inside) + 1


def _slices(starts: Places, ends: Places) -> list[tuple[int, int]]:
    """Cut the words into runs of about `_SLICE` letters."""
    if not len(starts):
        return []
    edges = np.searchsorted(starts, np.arange(0, int(ends[-1]), _SLICE))
    edges = np.unique([0, *edges.tolist(), len(starts)])
    return list(zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True))


def _hash_slice(letters: NDArray[np.uint32], starts: Places, ends: Places) -> Hashes:
    first, ends = starts[0], np.minimum(ends, starts + _LONGEST)
    points = (letters[first : ends[-1]] & _POINT).astype(np.uint64)
    powers, inverses = _powers()
    sums = np.zeros(len(points) + 1, dtype=np.uint64)
    np.cumsum(points * powers[: len(points)], out=sums[1:])
    return mix((sums[ends - first] - sums[starts - first]) * inverses[starts - first])


def _find_quoted(texts: Sequence[str], letters: NDArray[np.uint32], bounds: Places, starts: Places) -> Flags:
    """Tell of each word whether it stands in a quotation."""
    edges: list[int] = []
    for place in np.flatnonzero(_any_of(letters, bounds, _MARK)).tolist():
        base = int(bounds[place])
        edges += [base + edge for edge in find_quotations(texts[place])]
    turns = np.bincount(np.searchsorted(starts, edges), minlength=len(starts) + 1)[: len(starts)]
    quoted: Flags = np.cumsum(turns) % 2 == 1
    return quoted


def _find_telling(letters: NDArray[np.uint32], starts: Places, ends: Places) -> Flags:
    """Tell of each word whether it is a name or a figure by its form."""
    first, lengths = letters[starts], ends - starts
    telling: Flags = (first & _DIGIT != 0) & (lengths >= FIGURE) | (first & _CASELESS != 0) & (lengths >= LONG)
    capital = np.flatnonzero((first & _CAPITAL != 0) & (lengths >= NAME))
    before = np.zeros(len(capital), dtype=np.uint32)
    for back in (1, 2, 3):
        place = starts[capital] - back
        reached = letters[np.maximum(place, 0)]
        before |= np.where(place < 0, _STOP, np.where((before | reached) & _POINT == 0, reached, 0))
    telling[capital] = before & _STOP == 0
    return telling


@cache
def _table() -> NDArray[np.uint32]:
    """Tell of every code point what letter it folds to, if it is part of a word: a letter, a mark on one, a digit."""
    table = np.zeros(_LAST_LETTER + 1, dtype=np.uint32)
    for point in range(_LAST_LETTER):
        character = chr(point)
        folded = unicodedata.normalize("NFKC", character).casefold()
        parts = [each for each in folded if unicodedata.category(each)[0] in _PARTS]
        if not parts:
            table[point] = _MARK if character in MARKS else _COMPOSED if folded in MARKS else 0
        elif len(folded) > 1:
            table[point] = np.uint32(ord(parts[0])) | _COMPOSED
        else:
            joins = "M" in unicodedata.category(character) + unicodedata.category(folded) or point in _CONJOINING
            alone = bool(UNSPACED.match(folded))
            table[point] = np.uint32(ord(folded)) | (_ALONE if alone else 0) | (_COMPOSED if joins else 0)
        table[point] |= _STOP if character in _STOPS else _FORMS.get(unicodedata.category(character), 0)
    return table


@cache
def _powers() -> tuple[Hashes, Hashes]:
    """Return the powers of the multiplier and of its inverse, from one on."""
    powers, inverses = (
        np.cumprod(np.array([1] + [base] * (_SLICE + _LONGEST), dtype=np.uint64), dtype=np.uint64)
        for base in (MULTIPLIER, _INVERSE)
    )
    return powers, inverses
