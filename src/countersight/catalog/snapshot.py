"""One state of the catalog in memory, read from its file once and then only by what changed."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from countersight.catalog.columns import (
    Facet,
    Flags,
    Places,
    Table,
    TableDraft,
    empty_table,
    extend,
    with_changes,
)
from countersight.catalog.index import of_list
from countersight.catalog.query import ReviewState, What
from countersight.catalog.rows import ClaimRow, DocumentRow, FindingRow, PartyRef
from countersight.model.record import from_json
from countersight.values.folding import fold

REVIEWS = tuple(ReviewState)
"""The codes of review states are their places here."""
REJECTED = REVIEWS.index(ReviewState.REJECTED)
OUT = [REJECTED, REVIEWS.index(ReviewState.SET_ASIDE)]
"""States of what is left out unless somebody asks for it."""
ROW_TYPES: dict[What, Any] = {What.FINDINGS: FindingRow, What.CLAIMS: ClaimRow, What.DOCUMENTS: DocumentRow}
MOST_YEARS = 40
"""Years that one time may touch; one that is told less finely counts in its first and last."""
ROLES = ("supplier", "recipient")

_fold_name = lru_cache(maxsize=20_000)(lambda name: fold(name).text.strip())


@dataclass(frozen=True, slots=True)
class Projection:
    """Values of claims as values of what the claims belong to, in order of value and then of owner."""

    values: tuple[str, ...]
    codes: Mapping[str, int]
    claims: Places
    owners: Places
    of: Places

    @classmethod
    def of_facet(cls, facet: Facet, owner_of: Places) -> "Projection":
        """Give every value of a claim to its owner; a claim without one has the owner 0."""
        owners = owner_of[facet.rows]
        order = np.lexsort((owners, facet.of))
        return cls(facet.values, facet.codes, facet.rows[order], owners[order], facet.of[order])

    def through(self, claims: Flags) -> Facet:
        """Return the facet that only these claims make."""
        shown = claims[self.claims] & (self.owners > 0)
        owners, of = self.owners[shown], self.of[shown]
        first = np.ones(len(owners), np.bool_)
        first[1:] = (owners[1:] != owners[:-1]) | (of[1:] != of[:-1])
        return Facet(self.values, self.codes, owners[first], of[first])


@dataclass(frozen=True)
class Snapshot:
    """All columns at one generation of the file."""

    path: Path
    """The file that it is of: in another one the same numbers are those of other rows."""
    generation: int
    tables: Mapping[What, Table]
    finding_of: Places
    """The number of each claim's finding; 0 where it has none."""
    document_of: Places
    document_of_text: Places
    """The number of the document that each text is shown for, by the text's number."""
    labels: dict[str, str]
    """Names of sources by key; only ever added to."""
    parties: dict[str, PartyRef]
    """Parties by id, as they were first met; only ever added to."""
    projections: dict[tuple[What, str], Projection] = field(default_factory=dict)
    """Made when they are first needed, and kept while no row is added."""

    def rows(self) -> int:
        """Count the rows of all lists, those that are no more included."""
        return sum(table.size for table in self.tables.values())

    def projection(self, what: What, name: str) -> Projection:
        """Return a facet of claims as one of their findings or documents."""
        found = self.projections.get((what, name))
        if found is None:
            owner_of = self.finding_of if what is What.FINDINGS else self.document_of
            found = Projection.of_facet(self.tables[What.CLAIMS].facets.get(name, Facet.empty()), owner_of)
            self.projections[what, name] = found
        return found


EMPTY = Snapshot(
    path=Path(),
    generation=0,
    tables={what: empty_table() for what in What},
    finding_of=np.zeros(1, np.int32),
    document_of=np.zeros(1, np.int32),
    document_of_text=np.zeros(1, np.int32),
    labels={},
    parties={},
)


def read_changes(connection: sqlite3.Connection, known: Snapshot, generation: int) -> Snapshot:
    """Return the state of a file at `generation`, given one that is `known`; the file must not change meanwhile."""
    tables: dict[What, Table] = {}
    added = False
    for what in What:
        draft = TableDraft(known.tables[what].size)
        dead: list[int] = []
        loose: dict[str, dict[int, int]] = {}
        # Left to itself, SQLite would go through all rows to have them in order.
        by = "INDEXED BY {list}_by_change" if known.generation else "NOT INDEXED"
        query = of_list(f"SELECT n, record, dead FROM {{list}} {by} WHERE changed > ? ORDER BY n", what)  # noqa: S608
        rows = connection.execute(query, (known.generation,))
        for n, record, is_dead in rows:
            if n < known.tables[what].size:
                if is_dead:
                    dead.append(n)
                else:
                    for name, code in _loose(from_json(record, ROW_TYPES[what])).items():
                        loose.setdefault(name, {})[n] = code
            elif not is_dead:
                _take(draft, n, from_json(record, ROW_TYPES[what]), known)
        added = added or bool(draft.ids) or bool(dead)
        tables[what] = with_changes(extend(known.tables[what], draft), dead, loose)
    if not added:
        return replace(known, generation=generation, tables=tables)
    claims = tables[What.CLAIMS]
    return Snapshot(
        path=known.path,
        generation=generation,
        tables=tables,
        finding_of=_owners(claims, "finding", _numbers(connection, What.FINDINGS)),
        document_of=_owners(claims, "document", _numbers(connection, What.DOCUMENTS)),
        document_of_text=_documents_of_texts(connection),
        labels=known.labels,
        parties=known.parties,
    )


def _numbers(connection: sqlite3.Connection, what: What) -> dict[str, int]:
    return dict(connection.execute(of_list("SELECT id, n FROM {list} WHERE NOT dead", what)))


def _documents_of_texts(connection: sqlite3.Connection) -> Places:
    pairs = connection.execute(
        "SELECT texts.n, documents.n FROM documents JOIN texts ON texts.id = documents.beside WHERE NOT documents.dead"
    ).fetchall()
    found = np.zeros(max((text for text, _ in pairs), default=0) + 1, np.int32)
    for text, document in pairs:
        found[text] = document
    return found


def _owners(claims: Table, name: str, numbers: Mapping[str, int]) -> Places:
    facet = claims.facets.get(name, Facet.empty())
    number_of = np.fromiter((numbers.get(value, 0) for value in facet.values), np.int32, len(facet.values))
    owners = np.zeros(claims.size, np.int32)
    owners[facet.rows] = number_of[facet.of]
    return owners


def _take(draft: TableDraft, n: int, row: Any, known: Snapshot) -> None:
    name, numbers, values = _columns(row, known)
    draft.add(n, row.id, alive=True, name=_fold_name(name), numbers=numbers, values=values, loose=_loose(row))


def _loose(row: FindingRow | ClaimRow | DocumentRow) -> dict[str, int]:
    if isinstance(row, DocumentRow):
        return {}
    return {"review": REVIEWS.index(ReviewState(row.review))}


def _columns(
    row: FindingRow | ClaimRow | DocumentRow, known: Snapshot
) -> tuple[str, dict[str, float | None], dict[str, Iterable[str]]]:
    """Return the name, numbers and values of a row."""
    if isinstance(row, DocumentRow):
        return _document_columns(row, known.labels)
    values: dict[str, Iterable[str]] = {
        "kind": (row.kind,),
        "technology": row.technologies,
        "year": [str(year) for year in years_of(row.start, row.end)],
        **_party_values(row.supplier, row.recipient, known.parties),
    }
    party = row.supplier or row.recipient
    name = party.name if party else ""
    numbers: dict[str, float | None] = {
        "start": _day(row.start or row.end),
        "end": _day(row.end or row.start),
        "confidence": row.confidence,
        "recorded": row.recorded_at.timestamp() if row.recorded_at else None,
    }
    if isinstance(row, FindingRow):
        places = row.places
        values |= {"status": row.statuses}
        numbers |= {
            "origins": row.origins,
            "probability": row.grade.probability if row.grade else None,
            "contested": row.is_contested,
            "published": _day(row.first_published),
            "last_published": _day(row.last_published),
        }
    else:
        places = (row.place_territory,) if row.place_territory else ()
        known.labels.setdefault(row.source, row.publisher or row.source)
        values |= {
            "status": (row.status,),
            "source": (row.source,),
            "language": (row.language,) if row.language else (),
            "document": (row.document_id,),
            "finding": (row.finding_id,) if row.finding_id else (),
        }
        numbers |= {"published": _day(row.published)}
    values["territory/place"] = places
    values["territory"] = [*values["territory/supplier"], *values["territory/recipient"], *places]
    return name, numbers, values


def _document_columns(
    row: DocumentRow, labels: dict[str, str]
) -> tuple[str, dict[str, float | None], dict[str, Iterable[str]]]:
    labels.setdefault(row.source, row.publisher or row.source)
    day = row.published or None
    numbers: dict[str, float | None] = {"published": _day(day), "captured": row.captured_at.timestamp()}
    values: dict[str, Iterable[str]] = {
        "source": (row.source,),
        "language": (row.language,) if row.language else (),
        "year": (str(day.year),) if day else (),
        "territory/named": row.territories,
        "text": (row.text_id,) if row.text_id else (),
        "state": (row.state,),
    }
    return row.title or row.address or "", numbers, values


def _party_values(
    supplier: PartyRef | None, recipient: PartyRef | None, parties: dict[str, PartyRef]
) -> dict[str, Iterable[str]]:
    values: dict[str, list[str]] = {"party": []}
    for role, party in zip(ROLES, (supplier, recipient), strict=True):
        values[f"party/{role}"] = [party.id] if party else []
        values["party"] += values[f"party/{role}"]
        values[f"territory/{role}"] = list(party.territories) if party else []
        if party:
            parties.setdefault(party.id, party)
    return dict(values)


def years_of(start: date | None, end: date | None) -> Iterator[int]:
    """Yield the years that a time touches; of a very long one, or one told from one side only, its ends."""
    first, last = (start or end), (end or start)
    if first is None or last is None:
        return
    if last.year - first.year > MOST_YEARS:
        yield from (first.year, last.year)
    else:
        yield from range(first.year, last.year + 1)


def _day(day: date | None) -> float | None:
    return float(day.toordinal()) if day else None
