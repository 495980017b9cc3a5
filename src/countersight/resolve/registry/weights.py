"""How much a term tells: rare terms more than frequent ones, words more than pieces of words."""

import numpy as np
import numpy.typing as npt

from countersight.resolve.registry.terms import Keys, Kind, kinds_of

KIND_WEIGHTS = {
    Kind.GRAM: 1.0,
    Kind.WORD: 1.2,
    Kind.SOUND: 0.9,
    Kind.INITIALS: 1.2,
    Kind.HAN: 1.0,
    Kind.WHOLE: 1.2,
}
"""Chosen on the generated noise of `benchmarks/screening.py`; see its `--tune`."""

RARITY = 0.65
"""Power of the inverse document frequency: where names are misspelt, rare pieces are often wrong ones."""

_BY_KIND = np.array([KIND_WEIGHTS.get(Kind(kind), 0.0) if kind < len(Kind) else 0.0 for kind in range(8)])


def weigh_terms(keys: Keys, counts: npt.NDArray[np.intp], names: int) -> npt.NDArray[np.float64]:
    """Weigh terms by their kind and the number of names that have each, of `names` in all.

    Inverse document frequency (K. Spärck Jones, "A statistical interpretation of term specificity", 1972), kept
    above zero. A term that no name has weighs like one that a single name has.
    """
    weights: npt.NDArray[np.float64] = _BY_KIND[kinds_of(keys)] * rarity_of(counts, names) ** RARITY
    return weights


def rarity_of(counts: npt.NDArray[np.intp], names: int) -> npt.NDArray[np.float64]:
    """Return the inverse document frequency of terms that so many of `names` names have."""
    rarity: npt.NDArray[np.float64] = np.log1p(names / np.maximum(counts, 1))
    return rarity
