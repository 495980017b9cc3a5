"""Remembers where each document of an archive lies, on disk, so that records which only repeat one can be resolved."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from countersight.collect.archives.records import Record

BATCH = 500


@dataclass(frozen=True, slots=True)
class Place:
    """A record in one of the files of an archive."""

    file: int
    offset: int


class Originals:
    """Places of responses by what revisit records name them by, and of the revisit records themselves.

    In a private temporary database, which SQLite keeps on disk beyond a small cache: memory does not grow with it.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.execute("PRAGMA temp_store = FILE")
        self._database.execute("PRAGMA cache_size = -4000")
        self._database.execute("BEGIN")
        self._database.execute("CREATE TABLE originals (name TEXT, file INTEGER, offset INTEGER)")
        self._database.execute("CREATE TABLE revisits (file INTEGER, offset INTEGER)")
        self._waiting: list[tuple[str, int, int]] = []
        self._revisits = 0

    def close(self) -> None:
        """Forget all."""
        self._database.close()

    def add(self, record: Record, file: int) -> None:
        """Remember a record that holds a document, if it can be looked up again."""
        if record.offset is None:
            return
        self._waiting += ((name, file, record.offset) for name in _names(record))
        if len(self._waiting) >= BATCH:
            self._flush()

    def add_revisit(self, record: Record, file: int) -> bool:
        """Remember a record that repeats another; return whether it can be looked up again."""
        if record.offset is None:
            return False
        self._database.execute("INSERT INTO revisits VALUES (?, ?)", (file, record.offset))
        self._revisits += 1
        return True

    def revisits(self) -> Iterator[Place]:
        """Yield the records that repeat others."""
        self._flush()
        if self._revisits:
            self._database.execute("CREATE INDEX by_name ON originals (name)")
            for file, offset in self._database.execute("SELECT file, offset FROM revisits ORDER BY rowid"):
                yield Place(file, offset)

    def find(self, revisit: Record) -> Place | None:
        """Return what `revisit` repeats: by the id it names, by address and time, or by the digest of the content."""
        for name in _references(revisit):
            row = self._database.execute(
                "SELECT file, offset FROM originals WHERE name = ? ORDER BY rowid LIMIT 1", (name,)
            ).fetchone()
            if row is not None:
                return Place(*row)
        return None

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO originals VALUES (?, ?, ?)", self._waiting)
        self._waiting.clear()


def _names(record: Record) -> Iterator[str]:
    if record.id:
        yield f"id {record.id}"
    yield f"at {record.get('warc-date')} {record.target}"
    if digest := record.get("warc-payload-digest"):
        yield f"of {digest}"


def _references(revisit: Record) -> Iterator[str]:
    """Name what a revisit record refers to, the surest first (WARC/1.1, 6.7; its deduplication guidelines)."""
    if identifier := revisit.get("warc-refers-to"):
        yield f"id {identifier.strip('<>')}"
    if date := revisit.get("warc-refers-to-date"):
        yield f"at {date} {revisit.get('warc-refers-to-target-uri').strip('<>') or revisit.target}"
    if digest := revisit.get("warc-payload-digest"):
        yield f"of {digest}"
