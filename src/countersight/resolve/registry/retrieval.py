"""Which names have most of the weight of a query's terms: the cosine of two vectors of weighted terms."""

import threading
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from countersight.resolve.registry.layout import map_array
from countersight.resolve.registry.terms import Keys
from countersight.resolve.registry.weights import weigh_terms

POSTINGS_READ = 400_000
"""Names looked at under the terms of one query, beginning with the rarest terms; the rest tell little."""


LENGTH = 0.4
"""Power of a name's norm by which its score is divided: 1 would be the cosine, under which short names win too often."""


class TermIndex:
    """The inverted index of one generation, memory-mapped."""

    def __init__(self, folder: Path, names: int) -> None:
        self._names = names
        self._keys: Keys = map_array(folder / "term_keys", "<u8")
        self._starts = map_array(folder / "term_starts", "<u8")
        self._postings = map_array(folder / "postings", "<u4")
        norms = map_array(folder / "norms", "<f4")
        self._inverse = np.zeros(names, np.float32)
        np.power(norms, -LENGTH, out=self._inverse, where=norms > 0)
        self._local = threading.local()

    def nearest(self, keys: Keys, *, limit: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.float32]]:
        """Return the names whose terms are nearest to `keys`, best first, with their cosines."""
        scores = self._scores(np.unique(keys))
        found = _largest(scores, limit)
        found = found[np.lexsort((found, -scores[found]))]
        return found, scores[found]

    def _scores(self, keys: Keys) -> npt.NDArray[np.float32]:
        """Return the cosine of every name with the query, in memory that the next query of this thread reuses."""
        scores = self._scratch()
        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        known = self._keys[places] == keys if len(self._keys) else np.zeros(len(keys), bool)
        starts = self._starts[places].astype(np.intp)
        counts = np.where(known, self._starts[places + 1].astype(np.intp) - starts, 0)
        squares = (weigh_terms(keys, counts, self._names) ** 2).astype(np.float32)
        budget = POSTINGS_READ
        for place in np.argsort(counts, kind="stable"):
            count = int(counts[place])
            budget -= count
            if budget < 0:
                break
            if count:
                start = starts[place]
                scores[self._postings[start : start + count]] += squares[place]
        scores *= self._inverse
        scores /= np.float32(np.sqrt(squares.sum()) ** (2 - LENGTH) or 1)
        return scores

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
    for share in (0.6, 0.4, 0.25, 0.12):
        found = np.flatnonzero(scores > share * top)
        if len(found) >= limit:
            break
    if len(found) > limit:
        found = found[np.argpartition(-scores[found], limit - 1)[:limit]]
    return found
