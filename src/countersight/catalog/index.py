"""The file of a catalog: rows as records, words as FTS5 indexes, and which of them changed when."""

import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from countersight.catalog.drafts import Draft, loose_of
from countersight.catalog.query import What
from countersight.catalog.rows import ClaimRow, DocumentRow, FindingRow
from countersight.catalog.text_facts import TextFacts
from countersight.catalog.words import index_words
from countersight.model.record import from_json, to_json
from countersight.model.text import DocumentText

SCHEMA = "2"
"""Raised with every change of the tables, the records or the words: a file of another version is built anew."""
_TABLES = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE texts (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, facts BLOB NOT NULL, body BLOB NOT NULL
);
CREATE TABLE decided (finding TEXT NOT NULL, claim TEXT NOT NULL, PRIMARY KEY (finding, claim)) WITHOUT ROWID;
CREATE INDEX decided_by_claim ON decided (claim);
CREATE VIRTUAL TABLE words_texts USING fts5 (names, body, content='', tokenize='ascii');
"""
_ROWS = """
CREATE TABLE {list} (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, record BLOB NOT NULL, steady TEXT NOT NULL,
    loose TEXT NOT NULL, made INTEGER NOT NULL, changed INTEGER NOT NULL, dead INTEGER NOT NULL DEFAULT 0, beside TEXT
);
CREATE INDEX {list}_by_id ON {list} (id);
CREATE INDEX {list}_by_change ON {list} (changed);
CREATE INDEX {list}_beside ON {list} (beside);
"""
"""`n` is never given twice: whoever holds a number holds that row or none. A row that is no more is marked `dead` and
stays until the file is built anew, as nothing is ever taken out of an index of words. `beside` is a claim's finding or
a document's text."""
_WORDS = "CREATE VIRTUAL TABLE words_{list} USING fts5 (names, labels, quotes, content='', tokenize='ascii');"
WEIGHTS = {What.FINDINGS: (8.0, 4.0, 1.0), What.CLAIMS: (4.0, 2.0, 1.0), What.DOCUMENTS: (4.0, 1.0)}
"""Of the columns of words, for BM25."""


@dataclass(frozen=True, slots=True)
class Known:
    """A row as the file has it."""

    n: int
    steady: str
    loose: str


def of_list(statement: str, what: What) -> str:
    """Put the name of a list's table where a statement says `{list}`."""
    return statement.replace("{list}", what.value)


def connect(path: Path, *, writes: bool = False) -> sqlite3.Connection:
    """Open a connection to a catalog's file.

    It may be made again at any time, so that nothing waits for the disk.
    """
    uri = f"{path.resolve().as_uri()}?mode={'rwc' if writes else 'ro'}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=30)
    connection.execute("PRAGMA mmap_size = 1073741824")
    connection.execute("PRAGMA cache_size = -8000")
    if writes:
        connection.execute("PRAGMA synchronous = OFF")
    return connection


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty file."""
    connection.executescript(_TABLES)
    for what in What:
        connection.executescript(of_list(_ROWS, what))
        if what is not What.DOCUMENTS:
            connection.execute(of_list(_WORDS, what))


def read_meta(connection: sqlite3.Connection) -> dict[str, str]:
    """Read what the file says of itself."""
    return dict(connection.execute("SELECT name, value FROM meta"))


def write_meta(connection: sqlite3.Connection, values: Mapping[str, object]) -> None:
    """Write what the file says of itself."""
    rows = [(name, str(value)) for name, value in values.items()]
    connection.executemany("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", rows)


def is_mostly_dead(connection: sqlite3.Connection) -> bool:
    """Whether more than half of the rows are leftovers, that a new file would not have."""
    dead, rows = 0, 0
    for what in What:
        counted = connection.execute(of_list("SELECT coalesce(sum(dead), 0), count(*) FROM {list}", what)).fetchone()
        dead, rows = dead + counted[0], rows + counted[1]
    return dead > max(1_000, rows / 2)


def read_texts(connection: sqlite3.Connection) -> dict[str, TextFacts]:
    """Read the facts of all texts by id."""
    return {row[0]: from_json(row[1], TextFacts) for row in connection.execute("SELECT id, facts FROM texts")}


def add_text(connection: sqlite3.Connection, text: DocumentText) -> TextFacts:
    """Take a text in, with its words."""
    facts = TextFacts.of(text)
    body = zlib.compress(text.text.encode("utf-8", "surrogatepass"), 1)
    place = connection.execute(
        "INSERT INTO texts (id, facts, body) VALUES (?, ?, ?)", (text.id, to_json(facts), body)
    ).lastrowid
    names = index_words(text.title, text.publisher)
    connection.execute(
        "INSERT INTO words_texts (rowid, names, body) VALUES (?, ?, ?)", (place, names, index_words(text.text))
    )
    return facts


def text_body(packed: bytes) -> str:
    """Unpack the words of a text."""
    return zlib.decompress(packed).decode("utf-8", "surrogatepass")


def rewrite(
    connection: sqlite3.Connection, what: What, n: int, row: FindingRow | ClaimRow | DocumentRow, generation: int
) -> None:
    """Change what of a row may change while its words and filters stay."""
    connection.execute(
        of_list("UPDATE {list} SET record = ?, loose = ?, changed = ? WHERE n = ?", what),
        (to_json(row), loose_of(row), generation, n),
    )


class RowWriter:
    """Brings the rows of one list to what they are now, writing only what differs."""

    def __init__(self, connection: sqlite3.Connection, what: What, generation: int) -> None:
        self._connection = connection
        self._what = what
        self._generation = generation
        rows = connection.execute(of_list("SELECT id, n, steady, loose FROM {list} WHERE NOT dead", what))
        self._known = {row[0]: Known(*row[1:]) for row in rows}
        self.changed = 0

    def put(self, drafts: Iterable[Draft[Any]]) -> Iterator[None]:
        """Write drafts one after the other; what was not among them in the end is no more."""
        for draft in drafts:
            self._put(draft)
            yield
        for known in self._known.values():
            self._bury(known.n)

    def _put(self, draft: Draft[Any]) -> None:
        known = self._known.pop(draft.row.id, None)
        if known is None or known.steady != draft.steady:
            if known is not None:
                self._bury(known.n)
            self._insert(draft)
        elif known.loose != draft.loose:
            rewrite(self._connection, self._what, known.n, draft.row, self._generation)
            self.changed += 1

    def _insert(self, draft: Draft[Any]) -> None:
        row = draft.row
        beside = {What.CLAIMS: "finding_id", What.DOCUMENTS: "text_id"}.get(self._what)
        values = (
            row.id,
            to_json(row),
            draft.steady,
            draft.loose,
            self._generation,
            self._generation,
            getattr(row, beside) if beside else None,
        )
        place = self._connection.execute(
            of_list(
                "INSERT INTO {list} (id, record, steady, loose, made, changed, beside) VALUES (?, ?, ?, ?, ?, ?, ?)",
                self._what,
            ),
            values,
        ).lastrowid
        if draft.words:
            self._connection.execute(
                of_list("INSERT INTO words_{list} (rowid, names, labels, quotes) VALUES (?, ?, ?, ?)", self._what),
                (place, *draft.indexed()),
            )
        self.changed += 1

    def _bury(self, n: int) -> None:
        self._connection.execute(
            of_list("UPDATE {list} SET dead = 1, changed = ? WHERE n = ?", self._what), (self._generation, n)
        )
        self.changed += 1
