"""Measure what the log of custody costs: adding documents with it and without, checking it, and listing it.

    python benchmarks/custody.py [--documents 10000] [--each 250]

Documents are made up, some 2 kB each, and always the same. With and without take turns, a slice of documents each, so
that a busy machine slows both alike; each has a store of its own on the same disk. `single` is what `countersight add`
does: bytes into the archive, one transaction a document; `batch` puts `--each` documents and their texts into one.
Figures are seconds, and the ratio of with to without. Then the stores are grown tenfold for checking and listing: peak
memory of a process of its own for each size.
"""

import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any
from unittest.mock import patch

from countersight.custody.inventories import write_inventory
from countersight.custody.verifying import verify_project
from countersight.model.document import Capture, Document, capture_id
from countersight.model.text import DocumentText, text_id
from countersight.store import database, open_store
from countersight.store.base import Store
from countersight.store.writer import DatabaseWriter

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)
SLICES = 10


class Unlogged(DatabaseWriter):
    """Writes as before there was a log."""

    def record_custody(self, *_: Any, **__: Any) -> Any:
        """Record nothing."""
        return None


def made_up(number: int) -> tuple[bytes, Document, Capture, DocumentText]:
    """Make one document, its capture and its text."""
    words = f"Examplecorp {number} sold {number + 2} cameras to Utopia. " * 40
    data, address = words.encode(), f"file:///made-up/{number}.txt"
    name = hashlib.sha256(data).hexdigest()
    return (
        data,
        Document(id=name, size=len(data), media_type="text/plain"),
        Capture(id=capture_id(name, address), document_id=name, address=address, captured_at=NOON, tool="benchmark@1"),
        DocumentText(id=text_id(name, "plain@1", words), document_id=name, reader="plain@1", text=words),
    )


def add_single(store: Store, numbers: range) -> None:
    """Add as the command does."""
    for data, document, capture, _ in map(made_up, numbers):
        store.archive.put(data)
        with store.writer() as writer:
            writer.add_document(document, capture)


def add_batch(store: Store, numbers: range, each: int) -> None:
    """Add documents and texts, many in one transaction."""
    remaining = iter(numbers)
    while some := list(islice(remaining, each)):
        with store.writer() as writer:
            for _, document, capture, text in map(made_up, some):
                writer.add_document(document, capture)
                writer.add_text(text)


def slices(documents: int) -> Iterator[range]:
    """Cut the numbers of documents into equal slices."""
    size = documents // SLICES
    return (range(start, start + size) for start in range(0, size * SLICES, size))


def compare(way: str, documents: int, each: int, folder: Path) -> None:
    """Time both writers in turn and print the ratio."""
    spent = {"with": 0.0, "without": 0.0}
    stores = {name: open_store(folder / f"{way}-{name}") for name in spent}
    for numbers in slices(documents):
        for name, store in stores.items():
            writer = DatabaseWriter if name == "with" else Unlogged
            with patch.object(database, "DatabaseWriter", writer):
                started = time.perf_counter()
                add_single(store, numbers) if way == "single" else add_batch(store, numbers, each)
                spent[name] += time.perf_counter() - started
    for store in stores.values():
        store.close()
    ratio = spent["with"] / spent["without"]
    print(f"{way}: {spent['with']:.1f} s with the log, {spent['without']:.1f} s without, ratio {ratio:.2f}")


def check(folder: Path) -> None:
    """Check and state a store, in this process; print seconds and peak memory."""
    store = open_store(folder)
    started = time.perf_counter()
    with store.view() as view:
        inventory = write_inventory(view, folder, now=NOON)
    listed = time.perf_counter()
    done = verify_project(store, archives=lambda _: iter(()))
    ended = time.perf_counter()
    store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    acts = done.checked["custody"]
    assert inventory is not None
    assert done.holds, done.breaks[:1]
    print(
        f"{acts:,} acts: listed in {listed - started:.1f} s, all checked in {ended - listed:.1f} s, peak {peak:.0f} MiB"
    )


def grow(documents: int, folder: Path) -> None:
    """Make a store of so many documents and check it in a process of its own."""
    place = folder / f"grown-{documents}"
    store = open_store(place)
    for number in range(documents):
        store.archive.put(made_up(number)[0])
    add_batch(store, range(documents), 250)
    store.close()
    subprocess.run([sys.executable, __file__, "--check", str(place)], check=True)


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--each", type=int, default=250)
    parser.add_argument("--check", type=Path)
    asked = parser.parse_args()
    if asked.check:
        check(asked.check)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for way in ("single", "batch"):
            compare(way, asked.documents, asked.each, folder)
        for documents in (asked.documents // 10, asked.documents):
            grow(documents, folder)


if __name__ == "__main__":
    main()
