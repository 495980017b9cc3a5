"""The inverted index: from every term to the names that have it, built with the disk as its memory."""

from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt

from countersight.resolve.registry.terms import Keys, Numbers
from countersight.resolve.registry.weights import weigh_terms

BUCKET_BITS = 7
"""Terms are split by the first bits of their keys, so that one bucket at a time fits memory: 128 of them."""

PAIR = np.dtype([("key", "<u8"), ("name", "<u4")])


class Buckets:
    """Pairs of term and name, kept on disk by the first bits of the term until all are there."""

    def __init__(self, scratch: Path) -> None:
        self.paths = [scratch / f"bucket-{number:03}" for number in range(1 << BUCKET_BITS)]
        self.files: list[BinaryIO] = []

    def __enter__(self) -> Self:
        self.files = [path.open("wb") for path in self.paths]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self.files:
            file.close()

    def add(self, keys: Keys, names: Numbers) -> None:
        """Add pairs; the numbers of names must not fall from one call to the next."""
        buckets = (keys >> np.uint64(64 - BUCKET_BITS)).astype(np.uint8)
        order = np.argsort(buckets, kind="stable")
        pairs = np.empty(len(keys), PAIR)
        pairs["key"], pairs["name"] = keys[order], names[order]
        edges = np.searchsorted(buckets[order], np.arange(len(self.files) + 1))
        for file, start, end in zip(self.files, edges[:-1], edges[1:], strict=True):
            file.write(pairs[start:end].tobytes())


def invert(buckets: Buckets, folder: Path, names: int) -> None:
    """Write the terms in order with the names that have each, and the norm of every name; empties the buckets."""
    squares = np.zeros(names)
    written = 0
    with (
        (folder / "term_keys").open("wb") as key_file,
        (folder / "term_starts").open("wb") as start_file,
        (folder / "postings").open("wb") as posting_file,
    ):
        for path in buckets.paths:
            keys, starts, postings = _invert_bucket(path)
            key_file.write(keys.tobytes())
            start_file.write((starts[:-1] + written).astype("<u8").tobytes())
            posting_file.write(postings.tobytes())
            written += len(postings)
            counts = np.diff(starts)
            weights = np.repeat(weigh_terms(keys, counts, names) ** 2, counts)
            squares += np.bincount(postings, weights, names)
            path.unlink()
        start_file.write(written.to_bytes(8, "little"))
    np.sqrt(squares).astype("<f4").tofile(folder / "norms")


def _invert_bucket(path: Path) -> tuple[Keys, npt.NDArray[np.int64], Numbers]:
    """Return the terms of one bucket, where the names of each begin, and the names."""
    pairs = np.fromfile(path, PAIR)
    pairs = pairs[np.lexsort((pairs["name"], pairs["key"]))]
    keys, names = pairs["key"], pairs["name"]
    fresh = np.ones(len(pairs), dtype=bool)
    fresh[1:] = (keys[1:] != keys[:-1]) | (names[1:] != names[:-1])
    keys, names = keys[fresh], np.ascontiguousarray(names[fresh])
    unique, starts = np.unique(keys, return_index=True)
    return unique, np.append(starts, len(keys)), names
