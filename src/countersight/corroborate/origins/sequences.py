"""What documents say in their own words, as sets of hashed word sequences that copies of them share."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.letters import MULTIPLIER, Flags, Hashes, Places, Words, hash_words, mix

WORDS: Final = 5
"""Words in a sequence; `docs/corroborate.md` has the measurements."""
CHARACTERS: Final = 8
"""Characters in a sequence, for scripts that write no spaces between words."""
PAIR: Final = 2
"""Characters in a term of a script without spaces, most of whose words have one or two."""
LONG: Final = 5
"""Letters from which on a word counts as a term: shorter ones are in every text."""
WHOLE_BELOW: Final = 512
"""Texts with fewer sequences than this are kept whole; of longer ones every second sequence, chosen by its hash."""
MOST_TEXTS: Final = 1 << 14
"""Texts in a batch; the rest of 64 bits is a hash and whether it is quoted."""

_TEXT: Final = np.uint64(50)
_HASH: Final = np.uint64((1 << 49) - 1)
_ONE: Final = np.uint64(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequences:
    """The word sequences of a batch of texts. `hashes` and `texts` and `quoted` have one value a sequence, the others
    one value a text."""

    hashes: Hashes
    """49 bits, ascending within each text, each once a text."""
    texts: Places
    """The place of its text in the batch; ascending."""
    quoted: Flags
    """Whether it touches a quotation wherever it stands in its text."""
    told: Places
    """How many different sequences the text has."""
    told_half: Places
    """How many of them have an even hash, which is what is kept of a long text."""
    own: Places
    """How many stand outside its quotations."""
    own_half: Places
    unspaced: Flags
    """Whether its sequences are of characters."""
    digests: Hashes
    """Of all its words in order: equal for texts that differ in case and spacing alone; zero without words."""
    terms: NDArray[np.uint64]
    """The place of its text in the high 32 bits, 31 bits of the hash of a term that it has outside quotations in the
    low ones, and in the lowest whether it is no more than a longer word; ascending."""


def hash_sequences(texts: Sequence[str]) -> Sequences:
    """Hash the word sequences of up to `MOST_TEXTS` texts, and tell which stand in what they quote.

    Two reporters who hear the same speech or get the same press statement are two origins all the same: only what a
    text says in its own words makes it a copy. The hashes are equal in every process and on every machine.
    """
    words = hash_words(texts)
    keys = [_sequence_keys(words, length, unspaced=length == CHARACTERS) for length in (WORDS, CHARACTERS)]
    found = _unique(np.concatenate(keys), by=_ONE)
    places, quoted = (found >> _TEXT).astype(np.int64), (found & _ONE) != 0
    hashes = (found >> _ONE) & _HASH
    even, count = hashes & _ONE == 0, len(texts)
    told, told_half, own, own_half = (
        np.bincount(places[kept], minlength=count)
        for kept in (np.ones(len(found), dtype=bool), even, ~quoted, ~quoted & even)
    )
    kept = even | (told < WHOLE_BELOW)[places]
    return Sequences(
        hashes=hashes[kept], texts=places[kept], quoted=quoted[kept],
        told=told, told_half=told_half, own=own, own_half=own_half, unspaced=words.unspaced,
        digests=_digest(words), terms=_find_terms(words),
    )  # fmt: skip


def _sequence_keys(words: Words, length: int, *, unspaced: bool) -> Hashes:
    """Return a key for every run of `length` words: its text, its hash, and whether it is quoted, from high to low."""
    if not (words.unspaced == unspaced).any():
        return np.empty(0, dtype=np.uint64)
    begins, quoted = _runs(words, length, unspaced=unspaced)
    hashes = _join(words.hashes, length)[begins]
    keys: Hashes = words.texts[begins].astype(np.uint64) << _TEXT
    keys |= (hashes >> np.uint64(14)) & ~_ONE
    keys |= quoted[begins]
    return keys


def _runs(words: Words, length: int, *, unspaced: bool) -> tuple[Places, Flags]:
    """Return where runs of `length` words of one text begin, and of every place whether its run is quoted anywhere."""
    count = max(0, len(words.hashes) - length + 1)
    within = words.texts[:count] == words.texts[length - 1 :]
    quoted = words.quoted[:count].copy()
    for place in range(1, length):
        quoted |= words.quoted[place : place + count]
    return np.flatnonzero(within & (words.unspaced == unspaced)[words.texts[:count]]), quoted


def _join(words: Hashes, length: int) -> Hashes:
    """Hash every run of `length` words."""
    count = max(0, len(words) - length + 1)
    joined = np.zeros(count, dtype=np.uint64)
    for place in range(length):
        joined *= MULTIPLIER
        joined += words[place : place + count]
    return mix(joined)


def _unique(keys: Hashes, *, by: np.uint64) -> Hashes:
    """Sort keys, and keep of those that are equal but for their lowest `by` bits the lowest."""
    keys = np.sort(keys)
    if not len(keys):
        return keys
    kept = np.ones(len(keys), dtype=bool)
    np.not_equal(keys[1:] >> by, keys[:-1] >> by, out=kept[1:])
    return keys[kept]


def _find_terms(words: Words) -> Hashes:
    """Return the longer words and names that each text has outside its quotations; of unspaced scripts pairs of
    characters."""
    chosen = np.flatnonzero((words.telling | (words.lengths >= LONG)) & ~words.quoted & ~words.unspaced[words.texts])
    keys = [_term_keys(words.texts[chosen], words.hashes[chosen], words.telling[chosen])]
    if words.unspaced.any():
        begins, quoted = _runs(words, PAIR, unspaced=True)
        begins = begins[~quoted[begins]]
        telling = np.ones(len(begins), dtype=bool)
        keys.append(_term_keys(words.texts[begins], _join(words.hashes, PAIR)[begins], telling))
    return _unique(np.concatenate(keys), by=_ONE)


def _term_keys(texts: Places, hashes: Hashes, telling: Flags) -> Hashes:
    keys: Hashes = texts.astype(np.uint64) << np.uint64(32)
    keys |= (hashes >> np.uint64(32)) & ~_ONE
    keys |= ~telling
    return keys


def _digest(words: Words) -> Hashes:
    raw = words.hashes.astype("<u8", copy=False).tobytes()
    edges = (8 * np.concatenate([[0], np.cumsum(words.counts)])).tolist()
    return np.array([hash_bytes(raw[start:end]) for start, end in pairwise(edges)], dtype=np.uint64)


def hash_bytes(data: bytes) -> int:
    """Hash bytes to 64 bits (BLAKE2b, RFC 7693), never to zero, which stands for none."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "little") | 1 if data else 0
