"""Which rows words are found in, and how well they fit."""

import sqlite3
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from countersight.catalog.columns import Flags, Places
from countersight.catalog.index import WEIGHTS
from countersight.catalog.ordering import Keys
from countersight.catalog.query import What
from countersight.catalog.snapshot import Snapshot
from countersight.catalog.words import Search

WEIGHED = 4_000
"""Rows up to which their fit is weighed. A word that stands in more of them tells little (its weight in BM25 goes to
nothing), and weighing would take the longest just then: those come in the list's own order."""
_TABLES = {
    What.FINDINGS: "words_findings",
    What.CLAIMS: "words_claims",
    What.DOCUMENTS: "words_texts",
}


@dataclass(frozen=True, slots=True)
class Ranking:
    """The rows that words are found in."""

    generation: int
    numbers: Places
    fits: npt.NDArray[np.float64] | None
    """BM25 of each, the best first as the smallest number; none where they were too many to weigh."""

    def mask(self, size: int) -> Flags:
        """Return which of `size` rows they are."""
        found = np.zeros(size, np.bool_)
        found[self.numbers[self.numbers < size]] = True
        return found

    def keys(self, size: int, otherwise: Keys) -> Keys:
        """Return the keys of the order by relevance."""
        if self.fits is None:
            return otherwise
        values = np.full(size, np.inf)
        there = self.numbers < size
        values[self.numbers[there]] = self.fits[there]
        return Keys(values)


def rank_rows(connection: sqlite3.Connection, snapshot: Snapshot, what: What, search: Search) -> Ranking:
    """Find the rows of a list in which a search's words stand."""
    table = _TABLES[what]
    if search.wanted:
        places = _places(connection, table, search.wanted)
        if len(places) <= WEIGHED:
            return _weighed(connection, snapshot, what, search)
    elif search.excluded:
        places = np.flatnonzero(snapshot.tables[what].alive).astype(np.int32)
    else:  # nothing but signs
        places = np.empty(0, np.int32)
    numbers = _numbers(snapshot, what, places) if search.wanted else places
    if search.excluded:
        excluded = _numbers(snapshot, what, _places(connection, table, search.excluded))
        numbers = np.setdiff1d(numbers, excluded)
    return Ranking(snapshot.generation, numbers, None)


def _places(connection: sqlite3.Connection, table: str, expression: str) -> Places:
    """Return the numbers of matching rows; as one string, which SQLite hands over ten times as fast as rows."""
    query = f"SELECT group_concat(rowid) FROM {table} WHERE {table} MATCH ?"  # noqa: S608  one of _TABLES
    (joined,) = connection.execute(query, (expression,)).fetchone()
    return np.fromstring(joined, np.int32, sep=",") if joined else np.empty(0, np.int32)


def _weighed(connection: sqlite3.Connection, snapshot: Snapshot, what: What, search: Search) -> Ranking:
    table = _TABLES[what]
    weights = ", ".join(map(str, WEIGHTS[what]))
    expression = f"({search.wanted}) NOT ({search.excluded})" if search.excluded else search.wanted
    query = f"SELECT rowid, bm25({table}, {weights}) FROM {table} WHERE {table} MATCH ?"  # noqa: S608  ours too
    rows = connection.execute(query, (expression,)).fetchall()
    places = np.fromiter((row[0] for row in rows), np.int32, len(rows))
    fits = np.fromiter((row[1] for row in rows), np.float64, len(rows))
    if what is not What.DOCUMENTS:
        return Ranking(snapshot.generation, places, fits)
    numbers = _documents(snapshot, places)
    return Ranking(snapshot.generation, numbers[numbers > 0], fits[numbers > 0])


def _numbers(snapshot: Snapshot, what: What, places: Places) -> Places:
    if what is not What.DOCUMENTS:
        return places
    numbers = _documents(snapshot, places)
    return numbers[numbers > 0]


def _documents(snapshot: Snapshot, texts: Places) -> Places:
    """Return the number of the document that each text is shown for; 0 for none."""
    known = snapshot.document_of_text
    found = np.zeros(len(texts), np.int32)
    there = texts < len(known)
    found[there] = known[texts[there]]
    return found
