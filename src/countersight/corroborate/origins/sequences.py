"""What a document says in its own words, as a set of hashed word sequences that copies of it share."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.quotations import find_quotations
from countersight.corroborate.origins.scripts import UNSPACED
from countersight.values.digests import sha256_hex

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

WORDS: Final = 5
"""Words in a sequence; `docs/corroborate.md` has the measurements."""
CHARACTERS: Final = 8
"""Characters in a sequence, for scripts that write no spaces between words."""
WHOLE_BELOW: Final = 512
"""Texts with fewer sequences than this are kept whole; of longer ones those in the lower half of the hash space."""

_HALF: Final = np.uint64(1 << 63)
_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_MIX: Final = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
"""The constants of splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014)."""
_LONGEST_WORD: Final = 256
"""Characters past this many in one word no longer have an order of their own."""
_NOTHING, _LETTER, _ALONE = 0, 1, 2
"""What a character is: no part of a word, part of one, or a word by itself."""
_LAST_LETTER: Final = 0x323B0
"""No letter or digit of Unicode 15 stands at or past this code point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Different word sequences, all of them or of a long text half."""

    hashes: Hashes
    """Sorted, each once."""
    whole: int
    """How many different sequences there are."""
    half: int
    """How many of them are in the lower half of the hash space, which is what is kept of a long text."""

    def share(self, larger: "Sample", common: int) -> float:
        """Return which share of these sequences the `common` ones are, that are kept of both this and a larger one."""
        is_half = len(larger.hashes) < larger.whole
        return common / max(1, self.half if is_half else self.whole)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequences:
    """The word sequences of one text."""

    own: Sample
    """Those outside its quotations."""
    told: Sample
    """All of them."""
    unit: str
    """What a sequence is made of: `word` or `character`."""
    digest: str
    """SHA-256 of all its words in order: equal for texts that differ in case and spacing alone; empty without words."""


def hash_sequences(text: str) -> Sequences:
    """Hash the word sequences of `text`, with and without what it quotes.

    Two reporters who hear the same speech or get the same press statement are two origins all the same: only what a
    text says in its own words makes it a copy. The hashes are equal in every process and on every machine.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    words, starts, alone = _hash_words(folded)
    own = words[np.searchsorted(find_quotations(folded), starts, side="right") % 2 == 0]
    unspaced = alone * 2 > len(words)
    length = CHARACTERS if unspaced else WORDS
    told = _sample(_join(words, length))
    return Sequences(
        own=told if len(own) == len(words) else _sample(_join(own, length)),
        told=told,
        unit="character" if unspaced else "word",
        digest=sha256_hex(words.astype("<u8").tobytes()) if len(words) else "",
    )


def _sample(hashes: Hashes) -> Sample:
    hashes = np.sort(hashes)
    hashes = hashes[np.diff(hashes, prepend=~hashes[:1]) != 0]
    whole, half = len(hashes), int(np.searchsorted(hashes, _HALF))
    return Sample(hashes=hashes if whole < WHOLE_BELOW else hashes[:half].copy(), whole=whole, half=half)


def _hash_words(text: str) -> tuple[Hashes, Places, int]:
    """Hash each word of a folded text, as a polynomial in its characters modulo 2^64.

    Returns:
        The hashes, where each word begins, and how many of them are single characters of an unspaced script.
    """
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
    parts = _parts()[np.minimum(points, _LAST_LETTER)]
    before = np.concatenate([parts[:1] * 0, parts[:-1]])
    in_word, alone = parts != _NOTHING, parts == _ALONE
    begins = in_word & (alone | (before != _LETTER))
    letters = points[in_word].astype(np.uint64)
    firsts = np.flatnonzero(begins[in_word])
    if not len(firsts):
        return np.empty(0, dtype=np.uint64), firsts, 0
    places = np.arange(len(letters)) - np.repeat(firsts, np.diff(firsts, append=len(letters)))
    weighed = letters * _powers()[np.minimum(places, _LONGEST_WORD - 1)]
    return _mix(np.add.reduceat(weighed, firsts)), np.flatnonzero(begins), int(alone.sum())


def _join(words: Hashes, length: int) -> Hashes:
    """Hash every run of `length` words."""
    count = max(0, len(words) - length + 1)
    joined = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        joined = _mix(joined * _MULTIPLIER + words[place : place + count])
    return joined


def _mix(hashes: Hashes) -> Hashes:
    """Spread every bit over the whole number: the output function of splitmix64."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * _MIX[0]
    hashes = (hashes ^ (hashes >> np.uint64(27))) * _MIX[1]
    return hashes ^ (hashes >> np.uint64(31))


@cache
def _parts() -> NDArray[np.uint8]:
    """Tell of every code point whether it is part of a word (a letter, a mark on one, a digit), or one by itself."""
    table = np.full(_LAST_LETTER + 1, _NOTHING, dtype=np.uint8)
    for point in range(_LAST_LETTER):
        if unicodedata.category(character := chr(point))[0] in "LMN":
            table[point] = _ALONE if UNSPACED.match(character) else _LETTER
    return table


@cache
def _powers() -> Hashes:
    return np.cumprod(np.full(_LONGEST_WORD, _MULTIPLIER, dtype=np.uint64), dtype=np.uint64)
