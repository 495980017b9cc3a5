"""Rows of numbers of unequal length, and how many numbers pairs of rows have in common."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.unsignedinteger[Any]]
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

TOGETHER: Final = 1 << 19
"""Numbers that are compared together: what is computed of them fits a processor's cache."""

_ROW: Final = np.uint64(32)
_ONE: Final = np.uint64(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows of numbers; those of row `n` lie from `bounds[n]` to `bounds[n + 1]`."""

    numbers: Numbers
    bounds: Places

    @classmethod
    def of(cls, numbers: Numbers, counts: Places) -> "Rows":
        """Cut numbers into rows of so many each."""
        return cls(numbers=numbers, bounds=np.concatenate([[0], np.cumsum(counts)]).astype(np.int64))

    @property
    def counts(self) -> Places:
        """How many numbers each row has."""
        return np.diff(self.bounds)

    def take(self, rows: Places) -> tuple[Numbers, Places]:
        """Return the numbers of some rows, one row after the other, and how many each of them has."""
        starts, counts = self.bounds[rows], self.bounds[rows + 1] - self.bounds[rows]
        return self.numbers[spread(starts, counts)], counts


def spread(starts: Places, counts: Places) -> Places:
    """Return the places of runs that begin at `starts` and are so long, one run after the other."""
    ends = np.cumsum(counts)
    places: Places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)
    return places


def count_shared(
    one: Rows, other: Rows, pairs: tuple[Places, Places], *, flagged: bool = False
) -> tuple[Places, Places]:
    """Count for each pair of a row of `one` and a row of `other` the numbers that both have; each row is ascending.

    Args:
        pairs: the places of the rows in `one`, and of those in `other`.
        flagged: whether the lowest bit of each number is no part of it, but a flag.

    Returns:
        The counts; and the counts of those among them that have no flag in either row.
    """
    shared, plain = np.zeros(len(pairs[0]), dtype=np.int64), np.zeros(len(pairs[0]), dtype=np.int64)
    for first, last in _portions(one.counts[pairs[0]] + other.counts[pairs[1]]):
        keys = merge([_keys(one, pairs[0][first:last]), _keys(other, pairs[1][first:last])])
        bare = keys >> _ONE if flagged else keys
        met = np.flatnonzero(bare[1:] == bare[:-1])
        rows = (keys[met] >> _ROW).astype(np.int64)
        shared[first:last] = np.bincount(rows, minlength=last - first)
        unflagged = (keys[met] | keys[met + 1]) & _ONE == 0
        plain[first:last] = np.bincount(rows[unflagged], minlength=last - first)
    return shared, plain


def merge(runs: Sequence[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """Merge runs of ascending numbers: a stable sort finds the runs, and takes a tenth of the time of another."""
    return np.sort(np.concatenate(runs), kind="stable")


def _keys(rows: Rows, places: Places) -> NDArray[np.uint64]:
    numbers, counts = rows.take(places)
    return np.repeat(np.arange(len(places), dtype=np.uint64) << _ROW, counts) | numbers


def _portions(sizes: Places) -> Iterator[tuple[int, int]]:
    """Cut a run of things of these sizes into portions of about `TOGETHER`."""
    ends = np.cumsum(sizes)
    first = 0
    while first < len(sizes):
        reached = TOGETHER + (int(ends[first - 1]) if first else 0)
        last = max(first + 1, int(np.searchsorted(ends, reached, side="right")))
        yield first, last
        first = last
