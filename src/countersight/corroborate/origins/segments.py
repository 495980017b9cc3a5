"""Prints on disk: files that are written once, mapped into memory to be read, and merged as they grow many."""

import os
import shutil
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from countersight.corroborate.origins.prints import FACTS, Postings, Prints
from countersight.corroborate.origins.rows import Places, Rows, merge
from countersight.corroborate.origins.sums import (
    NAME,
    FileSums,
    SummingFile,
    Sums,
    check_file,
    pack_sums,
    read_sums,
)
from countersight.errors import BrokenIndex

COLUMNS: Final[dict[str, Any]] = {
    "facts": FACTS,
    "sequences": np.dtype("<u4"),
    "terms": np.dtype("<u4"),
    "postings": np.dtype("<u8"),
    "keys": np.dtype("<u8"),
    "labels": np.dtype("u1"),
}
"""The files of a segment, each an array in the order of its texts; `postings` and `keys` are sorted."""
SORTED: Final = ("postings", "keys")
MERGED_TOGETHER: Final = 1 << 22
"""Postings that are merged at a time: 32 MiB of each."""


class Segment:
    """The prints of texts that are numbered on from `first`, in a folder of their own."""

    def __init__(self, folder: Path, first: int, count: int) -> None:
        self.folder = folder / f"{first}-{count}"
        self.first = first
        self.count = count

    def column(self, name: str) -> NDArray[Any]:
        """Map a column anew. What was read of it counts as this process's memory until the array is let go."""
        path = self.folder / name
        if not path.stat().st_size:
            return np.empty(0, dtype=COLUMNS[name])
        return np.memmap(path, dtype=COLUMNS[name], mode="r")

    def open(self) -> Prints:
        """Map all columns anew."""
        sequences, terms, labels = (
            Rows(numbers=self.column(name), bounds=bounds)
            for name, bounds in zip(("sequences", "terms", "labels"), self._bounds, strict=True)
        )
        return Prints(
            first=self.first, facts=self.column("facts"), sequences=sequences, terms=terms,
            postings=self.column("postings"), keys=self.column("keys"), labels=labels,
        )  # fmt: skip

    def write(self, prints: Prints) -> None:
        """Write prints, whole or not at all."""
        arrays = {
            "facts": prints.facts, "sequences": prints.sequences.numbers, "terms": prints.terms.numbers,
            "postings": prints.postings, "keys": prints.keys, "labels": prints.labels.numbers,
        }  # fmt: skip
        self._write({name: iter([array]) for name, array in arrays.items()})

    def write_merged(self, parts: Sequence["Segment"]) -> None:
        """Write what is in other segments, each numbered on from the one before, in memory that stays bounded.

        Raises:
            BrokenIndex: one of them is damaged, which would be so for good once it is merged.
        """
        for part in parts:
            part.check()
        self._write({name: _merge(parts, name) if name in SORTED else _chain(parts, name) for name in COLUMNS})

    def read_sums(self) -> Sums | None:
        """Return the checksums of the files; none where any file is not there or cut off.

        Raises:
            BrokenIndex: they are damaged themselves.
        """
        return read_sums(self.folder)

    def check(self, *names: str) -> None:
        """Compare every byte of some files, or of all, with what was written.

        Raises:
            BrokenIndex: one is damaged or gone.
        """
        sums = self.read_sums()
        if sums is None:
            raise BrokenIndex(self.folder, "is not whole", self.folder.parent)
        for name in names or sums:
            check_file(self.folder / name, sums[name])

    def remove(self) -> None:
        """Remove the files."""
        shutil.rmtree(self.folder, ignore_errors=True)

    @cached_property
    def _bounds(self) -> tuple[Places, Places, Places]:
        facts = self.column("facts")
        sequences, terms, labels = (
            np.concatenate([[0], np.cumsum(facts[name], dtype=np.int64)]) for name in ("sequences", "terms", "label")
        )
        return sequences, terms, labels

    def _write(self, columns: dict[str, Iterator[NDArray[Any]]]) -> None:
        part = self.folder.with_suffix(".part")
        for leftover in (part, self.folder):
            shutil.rmtree(leftover, ignore_errors=True)
        part.mkdir(parents=True)
        sums: dict[str, FileSums] = {}
        for name, arrays in columns.items():
            with (part / name).open("wb") as file:
                summing = SummingFile(file)
                for array in arrays:
                    whole = np.ascontiguousarray(array, dtype=COLUMNS[name])
                    summing.write(whole.view(np.uint8).data)
                sums[name] = summing.sums
                file.flush()
                os.fsync(file.fileno())
        with (part / NAME).open("wb") as file:
            file.write(pack_sums(sums))
            file.flush()
            os.fsync(file.fileno())
        part.rename(self.folder)


def _chain(parts: Sequence[Segment], name: str) -> Iterator[NDArray[Any]]:
    for part in parts:
        size = len(part.column(name))
        for start in range(0, size, MERGED_TOGETHER):
            yield part.column(name)[start : start + MERGED_TOGETHER]


def _merge(parts: Sequence[Segment], name: str) -> Iterator[Postings]:
    """Merge sorted columns, a range of hashes at a time, as hashes are spread evenly over all numbers."""
    size = sum(len(part.column(name)) for part in parts)
    edges = np.linspace(0, 2.0**64, size // MERGED_TOGETHER + 2)[1:-1].astype(np.uint64)
    places = [[0, *np.searchsorted(part.column(name), edges).tolist(), len(part.column(name))] for part in parts]
    for portion in range(len(edges) + 1):
        yield merge([
            part.column(name)[starts[portion] : starts[portion + 1]]
            for part, starts in zip(parts, places, strict=True)
        ])  # fmt: skip
