"""Which names have most of the weight of a query's terms: the cosine of two vectors of weighted terms."""

import threading
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from countersight.errors import BrokenRegistry
from countersight.resolve.registry.layout import map_array
from countersight.resolve.registry.terms import Keys, Numbers
from countersight.resolve.registry.weights import rarity_of, weigh_terms

POSTINGS_READ = 300_000
"""Names looked at under the terms of one query, beginning with the rarest terms. The others count, too, but do not
bring names in: they tell little."""

LENGTH = 0.4
"""Power of a name's norm by which its score is divided: at 1, the cosine, short names win too often."""


class _Terms(NamedTuple):
    """The terms of a query: where the names of each begin, how many there are, and its squared weight."""

    starts: npt.NDArray[np.intp]
    counts: npt.NDArray[np.intp]
    squares: npt.NDArray[np.float64]


class TermIndex:
    """The inverted index of one generation, memory-mapped."""

    def __init__(self, folder: Path, names: int) -> None:
        self._folder = folder
        self._names = names
        self._keys: Keys = map_array(folder / "term_keys", "<u8")
        self._starts = map_array(folder / "term_starts", "<u8")
        self._postings = map_array(folder / "postings", "<u4")
        norms = map_array(folder / "norms", "<f4")
        self._inverse = np.ones(names, np.float32)
        np.power(norms, -LENGTH, out=self._inverse, where=norms > 0)
        self._local = threading.local()

    def nearest(self, keys: Keys, *, limit: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]:
        """Return the names nearest to `keys`, best first, with the share of the query's weight that each has."""
        terms = self._look_up(np.unique(keys))
        scores, unread = self._scores(terms)
        found = np.sort(_largest(scores, limit))
        values = scores[found]
        for place in unread:
            values += terms.squares[place] * self._inverse[found] * self._holds(terms, place, found)
        order = np.lexsort((found, -values))
        found, values = found[order], values[order]
        return found, values / (self._inverse[found] * (terms.squares.sum() or 1.0))

    def rarities(self, keys: Keys) -> npt.NDArray[np.float64]:
        """Return the inverse document frequency of every term."""
        return rarity_of(self._look_up(keys).counts, self._names)

    def _look_up(self, keys: Keys) -> _Terms:
        if not len(self._keys):
            return _Terms(np.zeros(len(keys), np.intp), np.zeros(len(keys), np.intp), np.zeros(len(keys)))
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        starts = self._starts[places].astype(np.intp)
        ends = self._starts[places + 1].astype(np.intp)
        if np.any(ends < starts) or np.any(ends > len(self._postings)):
            raise BrokenRegistry(self._folder / "term_starts", "it leads beyond the names")
        counts = np.where(self._keys[places] == keys, ends - starts, 0)
        return _Terms(starts, counts, weigh_terms(keys, counts, self._names) ** 2)

    def _scores(self, terms: _Terms) -> tuple[npt.NDArray[np.float32], list[int]]:
        """Score every name by the rarest terms, and return which terms were too frequent to be read.

        The scores lie in memory that the next query of this thread reuses.
        """
        scores = self._scratch()
        budget = POSTINGS_READ
        unread: list[int] = []
        for place in np.argsort(terms.counts, kind="stable").tolist():
            count = int(terms.counts[place])
            budget -= count
            if budget < 0:
                unread.append(place)
            elif count:
                np.add.at(scores, self._names_of(terms, place), np.float32(terms.squares[place]))  # twice as fast as +=
        scores *= self._inverse
        return scores, unread

    def _names_of(self, terms: _Terms, place: int) -> Numbers:
        start = terms.starts[place]
        names: Numbers = self._postings[start : start + terms.counts[place]]
        if names[-1] >= self._names:
            raise BrokenRegistry(self._folder / "postings", f"there is no name {names[-1]}")
        return names

    def _holds(self, terms: _Terms, place: int, found: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
        """Tell which of the names `found` have a term."""
        names = self._names_of(terms, place)
        places = np.minimum(np.searchsorted(names, found.astype(np.uint32)), len(names) - 1)
        held: npt.NDArray[np.bool_] = names[places] == found
        return held

    def _scratch(self) -> npt.NDArray[np.float32]:
        scores: Any = getattr(self._local, "scores", None)
        if scores is None:
            scores = self._local.scores = np.zeros(self._names, np.float32)
        else:
            scores.fill(0)
        return scores  # type: ignore[no-any-return]


def _largest(scores: npt.NDArray[np.float32], limit: int) -> npt.NDArray[np.intp]:
    """Return the places of at least the `limit` largest scores above zero, without sorting all."""
    top = float(scores.max(initial=0.0))
    found = np.empty(0, np.intp)
    for share in (0.5, 0.3, 0.12):
        found = np.flatnonzero(scores > share * top)
        if len(found) >= limit:
            break
    if len(found) > limit:
        found = found[np.argpartition(-scores[found], limit - 1)[:limit]]
    return found
