"""Columns of the catalog in memory: what rows are filtered, counted and ordered by, as arrays.

A row's number in the file is its place in every array. Arrays are never changed once they are read from: a new state of
the catalog has new ones and shares those that stayed the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32]
Numbers = npt.NDArray[np.float64]
Ids = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Facet:
    """What rows have for values, any number each: pairs of a row and the code of a value."""

    values: tuple[str, ...]
    codes: Mapping[str, int]
    rows: Places
    of: Places

    @classmethod
    def empty(cls) -> "Facet":
        """Return the facet of no rows."""
        none = np.empty(0, np.int32)
        return cls((), {}, none, none)

    def with_pairs(self, pairs: Sequence[tuple[int, str]]) -> "Facet":
        """Return the facet with these pairs of row and value besides."""
        if not pairs:
            return self
        codes = dict(self.codes)
        rows = np.fromiter((row for row, _ in pairs), np.int32, len(pairs))
        of = np.fromiter((codes.setdefault(value, len(codes)) for _, value in pairs), np.int32, len(pairs))
        values = self.values if len(codes) == len(self.codes) else tuple(codes)
        return Facet(values, codes, np.concatenate((self.rows, rows)), np.concatenate((self.of, of)))

    def mask(self, values: Iterable[str], size: int) -> Flags:
        """Return which of `size` rows have any of some values."""
        chosen = np.zeros(len(self.values) + 1, np.bool_)
        chosen[[self.codes[value] for value in values if value in self.codes]] = True
        found = np.zeros(size, np.bool_)
        found[self.rows[chosen[self.of]]] = True
        return found

    def count(self, mask: Flags) -> npt.NDArray[np.int64]:
        """Count for every code how many rows of a mask have it. No row has a value twice."""
        return np.bincount(self.of[mask[self.rows]], minlength=len(self.values))


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one list."""

    alive: Flags
    """Whether a number is that of a row that is still there."""
    ids: Ids
    """The first 64 bits of its id."""
    numbers: Mapping[str, Numbers]
    """What rows are ordered by, and other numbers; not a number where a row has none."""
    names: npt.NDArray[np.bytes_]
    facets: Mapping[str, Facet]
    loose: Mapping[str, npt.NDArray[np.int8]]
    """Codes of what changes without the rest: `review`."""
    ranked: dict[str, tuple[npt.NDArray[np.bytes_], Numbers]] = field(default_factory=dict)
    """The distinct names in order and the place of each row's among them: made when first needed, shared by all states
    of the table with the same rows."""

    def ranks(self) -> tuple[npt.NDArray[np.bytes_], Numbers]:
        """Return the distinct names in order, and the place of each row's among them."""
        if "names" not in self.ranked:
            names, places = np.unique(self.names, return_inverse=True)
            self.ranked["names"] = names, places.astype(np.float64)
        return self.ranked["names"]

    @property
    def size(self) -> int:
        """Numbers given, those of rows that are no more included."""
        return len(self.alive)


NAME_BYTES = 32
"""Bytes of a folded name by which rows are ordered."""


@dataclass(slots=True)
class TableDraft:
    """Rows to be added to a table, as they are read from the file one after the other."""

    first: int
    ids: list[int] = field(default_factory=list)
    alive: list[bool] = field(default_factory=list)
    names: list[bytes] = field(default_factory=list)
    numbers: dict[str, list[float]] = field(default_factory=dict)
    pairs: dict[str, list[tuple[int, str]]] = field(default_factory=dict)
    loose: dict[str, list[int]] = field(default_factory=dict)

    def add(
        self,
        n: int,
        row_id: str,
        *,
        alive: bool,
        name: str,
        numbers: Mapping[str, float | None],
        values: Mapping[str, Iterable[str]],
        loose: Mapping[str, int],
    ) -> None:
        """Add one row; numbers that were skipped become rows that are no more."""
        while self.first + len(self.ids) < n:
            self._append(0, False, b"", dict.fromkeys(numbers), dict.fromkeys(loose, 0))
        self._append(id_bits(row_id), alive, name_bytes(name), numbers, loose)
        for facet, several in values.items():
            pairs = self.pairs.setdefault(facet, [])
            pairs += [(n, value) for value in dict.fromkeys(several)]

    def _append(
        self, bits: int, alive: bool, name: bytes, numbers: Mapping[str, float | None], loose: Mapping[str, int]
    ) -> None:
        self.ids.append(bits)
        self.alive.append(alive)
        self.names.append(name)
        for key, number in numbers.items():
            self.numbers.setdefault(key, []).append(np.nan if number is None else number)
        for key, code in loose.items():
            self.loose.setdefault(key, []).append(code)


def empty_table() -> Table:
    """Return a table without rows, but for the place 0, which no row has."""
    return Table(
        alive=np.zeros(1, np.bool_),
        ids=np.zeros(1, np.uint64),
        numbers={},
        names=np.zeros(1, f"S{NAME_BYTES}"),
        facets={},
        loose={},
    )


def extend(table: Table, draft: TableDraft) -> Table:
    """Return a table with the rows of a draft at its end."""
    if not draft.ids:
        return table
    new = len(draft.ids)

    def joined(before: npt.NDArray[np.generic] | None, after: list[float] | list[int], kind: str) -> npt.NDArray:  # type: ignore[type-arg]
        start = np.zeros(table.size, kind) if before is None else before
        return np.concatenate((start, np.array(after, kind)))

    facets = {
        name: table.facets.get(name, Facet.empty()).with_pairs(draft.pairs.get(name, ()))
        for name in dict.fromkeys((*table.facets, *draft.pairs))
    }
    assert new == len(draft.alive)  # noqa: S101
    return Table(
        alive=np.concatenate((table.alive, np.array(draft.alive, np.bool_))),
        ids=np.concatenate((table.ids, np.array(draft.ids, np.uint64))),
        numbers={name: joined(table.numbers.get(name), values, "f8") for name, values in draft.numbers.items()},
        names=np.concatenate((table.names, np.array(draft.names, f"S{NAME_BYTES}"))),
        facets=facets,
        loose={name: joined(table.loose.get(name), codes, "i1") for name, codes in draft.loose.items()},
    )


def with_changes(table: Table, dead: Sequence[int], loose: Mapping[str, Mapping[int, int]]) -> Table:
    """Return a table in which some rows are no more, and of others what may change has changed."""
    alive = table.alive
    if dead:
        alive = alive.copy()
        alive[list(dead)] = False
    changed = dict(table.loose)
    for name, codes in loose.items():
        if codes:
            changed[name] = changed[name].copy()
            changed[name][list(codes)] = list(codes.values())
    return replace(table, alive=alive, loose=changed)


def id_bits(row_id: str) -> int:
    """Return the first 64 bits of an id that is a hash."""
    return int(row_id.rpartition("-")[2][:16], 16)


def name_bytes(name: str) -> bytes:
    """Return what of a folded name rows are ordered by; nothing sorts last."""
    cut = name.encode("utf-8", "replace")[:NAME_BYTES].rstrip(b"\0")
    return cut or b"\xff"
