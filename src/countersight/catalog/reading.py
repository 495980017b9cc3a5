"""One reader's look at one state of the catalog: lists, pages and single rows."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Any

from countersight.catalog.columns import Flags
from countersight.catalog.filtering import combine, filter_masks
from countersight.catalog.index import of_list, text_body
from countersight.catalog.ordering import FIRST_ORDER, Cursor, Keys, cut_page, make_keys, read_cursor
from countersight.catalog.parties import PartyBook
from countersight.catalog.query import Order, Query, What
from countersight.catalog.rows import ClaimRow, DocumentRow, FindingRow, Page, Snippet
from countersight.catalog.searching import Ranking, rank_rows
from countersight.catalog.snapshot import ROW_TYPES, Snapshot
from countersight.catalog.snippets import make_snippet
from countersight.catalog.visible import Visible
from countersight.catalog.words import Search, read_search
from countersight.errors import AmbiguousId, NotFound
from countersight.model.record import from_json
from countersight.store.rows import AFTER_IDS, ID

Connect = Callable[[], AbstractContextManager[sqlite3.Connection]]
Rankings = Callable[[tuple[What, str, int], Callable[[], Ranking]], Ranking]
"""Looks up a ranking by list, words and generation, or makes it."""
WORDS = {What.FINDINGS: "finding", What.CLAIMS: "claim", What.DOCUMENTS: "document"}


@dataclass(frozen=True)
class Reading:
    """What a reader may see, and how to get at it."""

    visible: Visible
    connect: Connect
    rankings: Rankings
    book: PartyBook

    @property
    def snapshot(self) -> Snapshot:
        """The state of the catalog."""
        return self.visible.snapshot

    def masks(self, what: What, query: Query, *, generation: int | None = None) -> dict[str, Flags]:
        """Return which rows pass each filter of a query, its words among them."""
        masks = filter_masks(self.visible, what, query)
        if query.words:
            masks["q"] = self.ranking(what, query.words, generation).mask(self.visible.table(what).size)
        return masks

    def chosen(self, what: What, query: Query) -> Flags:
        """Return which rows a query gives."""
        return combine(self.visible, what, self.masks(what, query))

    def ranking(self, what: What, words: str, generation: int | None = None) -> Ranking:
        """Return where words are found: as of an earlier generation, if that is still known."""

        def make() -> Ranking:
            with self.connect() as connection:
                return rank_rows(connection, self.snapshot, what, read_search(words))

        return self.rankings((what, words, generation or self.snapshot.generation), make)

    def page(self, what: What, query: Query, order: Order | None, after: str | None, limit: int) -> Page[Any]:
        """Return one page of a list."""
        order = order or (Order.RELEVANCE if query.words else FIRST_ORDER[what])
        cursor = read_cursor(after, order) if after else None
        generation = cursor.ranking if cursor else None
        mask = combine(self.visible, what, self.masks(what, query, generation=generation))
        keys, ranking = self._keys(what, query, order, generation)
        stretch = cut_page(self.visible.table(what), mask, keys, cursor, limit)
        rows = self.rows(what, stretch.numbers)
        shown = [rows[number] for number in stretch.numbers if number in rows]
        if query.words:
            shown = self._with_snippets(shown, read_search(query.words))

        def cursor_at(place: int, *, backwards: bool) -> str:
            number = stretch.numbers[place]
            bits = f"{int(self.visible.table(what).ids[number]):x}"
            return Cursor(order.value, backwards, keys.to_cursor(number), bits, ranking).write()

        has_rows = bool(stretch.numbers)
        return Page(
            rows=tuple(shown),
            total=int(mask.sum()),
            next=cursor_at(-1, backwards=False) if has_rows and stretch.has_after else None,
            previous=cursor_at(0, backwards=True) if has_rows and stretch.has_before else None,
        )

    def row(self, what: What, row_id: str) -> Any:
        """Return one row by its id or the beginning of it.

        Raises:
            NotFound: there is none that this reader may see.
            AmbiguousId: more than one begins so.
        """
        word, mask = WORDS[what], self.visible.masks[what]
        found: list[tuple[str, int]] = []
        if ID.fullmatch(row_id):
            query = of_list(
                "SELECT id, n FROM {list} WHERE id >= ? AND id < ? AND NOT dead ORDER BY id LIMIT 100", what
            )
            with self.connect() as connection:
                rows = connection.execute(query, (row_id, row_id + AFTER_IDS))
                found = [(name, n) for name, n in rows if n < len(mask) and mask[n]]
        if found and found[0][0] == row_id:
            found = found[:1]
        if not found:
            raise NotFound(f"no {word} {row_id!r}")
        if len(found) > 1:
            raise AmbiguousId(f"{row_id!r} begins more than one {word}: {found[0][0]}, {found[1][0]}")
        return self.rows(what, [found[0][1]])[found[0][1]]

    def finding(self, finding_id: str) -> FindingRow:
        """Return one finding: see `row`."""
        found: FindingRow = self.row(What.FINDINGS, finding_id)
        return found

    def claim(self, claim_id: str) -> ClaimRow:
        """Return one claim: see `row`."""
        found: ClaimRow = self.row(What.CLAIMS, claim_id)
        return found

    def document(self, document_id: str) -> DocumentRow:
        """Return one document: see `row`."""
        found: DocumentRow = self.row(What.DOCUMENTS, document_id)
        return found

    def claims_of(self, finding: FindingRow) -> tuple[ClaimRow, ...]:
        """Return the claims of a finding that this reader may see, the surest first."""
        mask = self.visible.masks[What.CLAIMS]
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT n, record FROM claims WHERE beside = ? AND NOT dead", (finding.id,)
            ).fetchall()
        claims = [from_json(record, ClaimRow) for n, record in rows if n < len(mask) and mask[n]]
        return tuple(sorted(claims, key=lambda claim: (-claim.confidence, claim.id)))

    def surest_claims(self, finding_ids: Iterable[str]) -> dict[str, ClaimRow]:
        """Return the surest claim of each finding, of those that this reader may see."""
        mask = self.visible.masks[What.CLAIMS]
        with self.connect() as connection:
            rows = connection.execute(
                "SELECT n, record FROM claims WHERE beside IN (SELECT value FROM json_each(?)) AND NOT dead",
                (json.dumps(list(finding_ids)),),
            ).fetchall()
        claims = [from_json(record, ClaimRow) for n, record in rows if n < len(mask) and mask[n]]
        claims.sort(key=lambda claim: (claim.review == "rejected", -claim.confidence, claim.id), reverse=True)
        return {claim.finding_id: claim for claim in claims if claim.finding_id is not None}

    def _keys(self, what: What, query: Query, order: Order, generation: int | None) -> tuple[Keys, int]:
        """Return the keys of an order, and the generation of the ranking that they come from."""
        otherwise = FIRST_ORDER[what] if order is Order.RELEVANCE else order
        plain = make_keys(what, self.visible.table(what), otherwise, self.visible.claims_per_document)
        if order is not Order.RELEVANCE or not query.words:
            return plain, 0
        ranking = self.ranking(what, query.words, generation)
        return ranking.keys(self.visible.table(what).size, plain), ranking.generation

    def rows(self, what: What, numbers: Iterable[int]) -> dict[int, Any]:
        """Return rows by number. What a reader may not see must have been left out of the numbers."""
        query = of_list("SELECT n, record FROM {list} WHERE n IN (SELECT value FROM json_each(?))", what)
        with self.connect() as connection:
            found = connection.execute(query, (json.dumps(list(numbers)),)).fetchall()
        rows = {n: from_json(record, ROW_TYPES[what]) for n, record in found}
        if what is What.DOCUMENTS:
            counts = self.visible.claims_per_document
            rows = {n: replace(row, claims=int(counts[n])) for n, row in rows.items()}
        if what is What.CLAIMS and self.visible.hides:
            shown, owners = self.visible.masks[What.FINDINGS], self.snapshot.finding_of
            rows = {n: row if shown[owners[n]] else replace(row, finding_id=None) for n, row in rows.items()}
        return rows

    def ids(self, what: What, numbers: Iterable[int]) -> dict[int, str]:
        """Return the ids of rows by number."""
        query = of_list("SELECT n, id FROM {list} WHERE n IN (SELECT value FROM json_each(?))", what)
        with self.connect() as connection:
            return dict(connection.execute(query, (json.dumps(list(numbers)),)))

    def _with_snippets(self, rows: list[Any], search: Search) -> list[Any]:
        if not rows:
            return rows
        if isinstance(rows[0], DocumentRow):
            bodies = self._bodies([row.text_id for row in rows if row.text_id])
            return [replace(row, snippet=_document_snippet(row, bodies, search)) for row in rows]
        if isinstance(rows[0], FindingRow):
            quotes = self._quotes([row.id for row in rows])
            return [replace(row, snippet=_finding_snippet(row, quotes.get(row.id, ()), search)) for row in rows]
        return [replace(row, snippet=_claim_snippet(row, search)) for row in rows]

    def _bodies(self, text_ids: list[str]) -> Mapping[str, str]:
        query = "SELECT id, body FROM texts WHERE id IN (SELECT value FROM json_each(?))"
        with self.connect() as connection:
            found = connection.execute(query, (json.dumps(text_ids),)).fetchall()
        return {name: text_body(packed) for name, packed in found}

    def _quotes(self, finding_ids: list[str]) -> Mapping[str, list[str]]:
        query = (
            "SELECT beside, json_extract(record, '$.quote') FROM claims "
            "WHERE beside IN (SELECT value FROM json_each(?)) AND NOT dead "
            "ORDER BY json_extract(record, '$.confidence') DESC, id"
        )
        quotes: dict[str, list[str]] = {}
        with self.connect() as connection:
            for finding, quote in connection.execute(query, (json.dumps(finding_ids),)):
                quotes.setdefault(finding, []).append(quote)
        return quotes


def _document_snippet(row: DocumentRow, bodies: Mapping[str, str], search: Search) -> Snippet | None:
    body = bodies.get(row.text_id or "", "")
    return make_snippet(body, search, of="text") or make_snippet(row.title or "", search, of="title")


def _finding_snippet(row: FindingRow, quotes: Iterable[str], search: Search) -> Snippet | None:
    found = (make_snippet(quote, search, of="quote") for quote in quotes)
    return next(filter(None, found), None) or make_snippet(_names(row), search, of="names")


def _claim_snippet(row: ClaimRow, search: Search) -> Snippet | None:
    return make_snippet(row.quote, search, of="quote") or make_snippet(_names(row), search, of="names")


def _names(row: FindingRow | ClaimRow) -> str:
    parties = [party.name for party in (row.supplier, row.recipient) if party]
    speaker = [row.speaker] if isinstance(row, ClaimRow) and row.speaker else []
    return " · ".join(parties + speaker)
