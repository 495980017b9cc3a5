"""Remembers, on disk, where the documents of an archive lie and which records only repeat one of them."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from countersight.collect.archives.records import Record

BATCH = 500

_REPEATS = """
    SELECT file, offset, COALESCE(
        (SELECT rowid FROM originals WHERE name = by_id ORDER BY rowid LIMIT 1),
        (SELECT rowid FROM originals WHERE name = by_moment ORDER BY rowid LIMIT 1),
        (SELECT rowid FROM originals WHERE name = by_digest ORDER BY rowid LIMIT 1)
    ) AS original
    FROM revisits ORDER BY original, revisits.rowid
"""


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
        self._database.execute(
            "CREATE TABLE revisits (file INTEGER, offset INTEGER, by_id TEXT, by_moment TEXT, by_digest TEXT)"
        )
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
        row = (file, record.offset, *_references(record))
        self._database.execute("INSERT INTO revisits VALUES (?, ?, ?, ?, ?)", row)
        self._revisits += 1
        return True

    def repeats(self) -> Iterator[tuple[Place, Place | None]]:
        """Yield the records that repeat others, each with the one that it repeats, if that is here.

        All that repeat one record come one after the other, so that it need be read only once.
        """
        self._flush()
        if not self._revisits:
            return
        self._database.execute("CREATE INDEX by_name ON originals (name)")
        for file, offset, original in self._database.execute(_REPEATS):
            found = self._database.execute("SELECT file, offset FROM originals WHERE rowid = ?", (original,)).fetchone()
            yield Place(file, offset), None if found is None else Place(*found)

    def _flush(self) -> None:
        self._database.executemany("INSERT INTO originals VALUES (?, ?, ?)", self._waiting)
        self._waiting.clear()


def _names(record: Record) -> Iterator[str]:
    if record.id:
        yield f"id {record.id}"
    yield f"at {record.get('warc-date')} {record.target}"
    if digest := record.get("warc-payload-digest"):
        yield f"of {digest}"


def _references(revisit: Record) -> tuple[str | None, str | None, str | None]:
    """Name what a revisit record refers to, the surest first (WARC/1.1, 6.7; its deduplication guidelines)."""
    identifier, date = revisit.get("warc-refers-to"), revisit.get("warc-refers-to-date")
    target, digest = revisit.get("warc-refers-to-target-uri"), revisit.get("warc-payload-digest")
    return (
        f"id {identifier.strip('<>')}" if identifier else None,
        f"at {date} {target.strip('<>') or revisit.target}" if date else None,
        f"of {digest}" if digest else None,
    )
