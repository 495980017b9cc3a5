"""Which texts may be copies: those that have enough of their sampled sequences in common to be compared."""

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.prints import NUMBER, Postings, Prints
from countersight.corroborate.origins.rows import Places, spread

HUBS: Final = 32
"""Texts that one text meets for each sequence they share: bounds the work on what thousands repeat. They are always
the same ones, those with the lowest numbers, so that the copies of one story still hang together."""
WORTH_IT: Final = 0.07
"""Estimated share of the smaller text's sequences from which on two texts are compared."""
FEWEST_MET: Final = 2
"""Sampled sequences that two texts share at least."""
TOGETHER: Final = 1 << 16
"""Postings that are looked up together."""

_NUMBER: Final = np.uint64((1 << int(NUMBER)) - 1)

Open = Callable[[], Postings]
"""Gives postings anew: a file is mapped for each portion of the work, so that what was read of it can be let go."""
Pairs = tuple[Places, Places]
"""Numbers of texts: of those that are new, and of those that they are compared with, which are always lower."""


def meet_by_key(new: Postings, known: Open) -> Pairs:
    """Return the pairs of texts that have a key in common, each once."""
    pairs, _ = _count(new, known)
    return _split(pairs)


def meet_by_sequences(new: Prints, known: Open, facts: NDArray[Any], first: int) -> Pairs:
    """Return the pairs of texts that seem to share enough of their sequences.

    Args:
        new: prints of which every text is compared.
        known: gives the postings of those it is compared with: its own, or of texts that were numbered before it.
        facts: the facts about those.
        first: the number that those begin with.
    """
    pairs, counts = _count(new.postings, known)
    pairs, counts = pairs[counts >= FEWEST_MET], counts[counts >= FEWEST_MET]
    ones, others = _split(pairs)
    mine, theirs = ones - new.first, others - first
    smaller = np.minimum(new.facts["own"][mine], facts["own"][theirs])
    coarser = np.maximum(new.facts["level"][mine], facts["level"][theirs])
    alike = new.facts["unspaced"][mine] == facts["unspaced"][theirs]
    kept = alike & (counts * (1 << coarser) >= WORTH_IT * np.maximum(1, smaller))
    return ones[kept], others[kept]


def _count(new: Postings, known: Open) -> tuple[NDArray[np.uint64], Places]:
    """Count how many hashes each pair has in common: pairs as two numbers in one, ascending, and their counts."""
    met = list(_meet(new, known))
    if not met:
        return np.empty(0, dtype=np.uint64), np.empty(0, dtype=np.int64)
    pairs, counts = np.unique(np.concatenate(met), return_counts=True)
    return pairs, counts.astype(np.int64)


def _meet(new: Postings, known: Open) -> Iterator[NDArray[np.uint64]]:
    """Yield a pair for every hash that a new text shares with a known one of lower number."""
    for start in range(0, len(new), TOGETHER):
        postings, asked = known(), new[start : start + TOGETHER]
        hashes = asked >> NUMBER << NUMBER
        low = np.searchsorted(postings, hashes)
        high = np.minimum(np.searchsorted(postings, asked), low + HUBS)
        counts = np.maximum(high - low, 0)
        others = postings[spread(low, counts)] & _NUMBER
        yield np.repeat(asked & _NUMBER, counts) << np.uint64(32) | others


def _split(pairs: NDArray[np.uint64]) -> Pairs:
    return (pairs >> np.uint64(32)).astype(np.int64), (pairs & np.uint64(0xFFFFFFFF)).astype(np.int64)
