"""What a document says in its own words, as a set of hashed word sequences that copies of it share."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.quotations import find_quotations
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
_LAST_LETTER: Final = 0x323B0
"""No letter or digit of Unicode 15 stands at or past this code point."""

_UNSPACED: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]"
)
"""Thai, Lao, Myanmar, Khmer, kana and Han: each character counts as a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequences:
    """The word sequences of one text outside its quotations."""

    hashes: Hashes
    """Sorted, each once; of a long text those in the lower half of the hash space."""
    whole: int
    """How many different sequences the text has."""
    half: int
    """How many of them are in the lower half of the hash space."""
    unit: str
    """What a sequence is made of: `word` or `character`."""
    digest: str
    """SHA-256 of all its words in order, quotations included: equal for texts that differ in case and spacing alone;
    empty for a text without words."""

    @property
    def sampled(self) -> bool:
        """Whether only half of the hash space is kept."""
        return len(self.hashes) < self.whole


def hash_sequences(text: str) -> Sequences:
    """Hash the word sequences that stand outside quotation marks in `text`.

    What a text quotes is left out, because two reporters who hear the same speech or get the same press statement
    are two origins all the same. The hashes are equal in every process and on every machine.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    spaced, characters = _UNSPACED.subn(r" \g<0> ", folded)
    words, starts = _hash_words(spaced)
    own = words[np.searchsorted(find_quotations(spaced), starts, side="right") % 2 == 0]
    unspaced = characters * 2 > len(words)
    hashes = np.sort(_join(own, CHARACTERS if unspaced else WORDS))
    hashes = hashes[np.diff(hashes, prepend=~hashes[:1]) != 0]
    whole, half = len(hashes), int(np.searchsorted(hashes, _HALF))
    return Sequences(
        hashes=hashes if whole < WHOLE_BELOW else hashes[:half].copy(),
        whole=whole,
        half=half,
        unit="character" if unspaced else "word",
        digest=sha256_hex(words.astype("<u8").tobytes()) if len(words) else "",
    )


def _hash_words(text: str) -> tuple[Hashes, Places]:
    """Hash each word of a folded text, as a polynomial in its characters modulo 2^64; return where each begins too."""
    points = np.frombuffer(text.encode("utf-32-le", "replace"), dtype="<u4")
    in_word = np.zeros(len(points) + 2, dtype=bool)
    in_word[1:-1] = _letters()[np.minimum(points, _LAST_LETTER)]
    edges = np.flatnonzero(in_word[1:] != in_word[:-1])
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    if not len(lengths):
        return np.empty(0, dtype=np.uint64), starts
    firsts = np.cumsum(lengths) - lengths
    letters = points[in_word[1:-1]].astype(np.uint64)
    places = np.arange(len(letters)) - np.repeat(firsts, lengths)
    weighed = letters * _powers()[np.minimum(places, _LONGEST_WORD - 1)]
    return _mix(np.add.reduceat(weighed, firsts)), starts


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
def _letters() -> NDArray[np.bool_]:
    """Tell of every code point whether it is part of a word: a letter, a mark on one, or a digit."""
    table = np.zeros(_LAST_LETTER + 1, dtype=bool)
    table[:-1] = [unicodedata.category(chr(point))[0] in "LMN" for point in range(_LAST_LETTER)]
    return table


@cache
def _powers() -> Hashes:
    return np.cumprod(np.full(_LONGEST_WORD, _MULTIPLIER, dtype=np.uint64), dtype=np.uint64)
