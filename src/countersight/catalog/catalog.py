"""The catalog, open for reading by many threads."""

import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from countersight.catalog.counting import (
    count_all,
    describe_party,
    list_parties,
    list_sources,
    list_technologies,
    list_territories,
)
from countersight.catalog.facets import count_facets
from countersight.catalog.keeping import Keeper
from countersight.catalog.marking import make_marks
from countersight.catalog.marks import Marks
from countersight.catalog.query import EVERYTHING, Order, Query, What
from countersight.catalog.reading import Reading
from countersight.catalog.rows import (
    ClaimRow,
    DocumentRow,
    FacetCount,
    FindingRow,
    Hits,
    Page,
    PartyRecord,
    PartyRow,
    SourceRow,
    TechnologyRow,
    TerritoryRow,
    Totals,
)
from countersight.catalog.searching import Ranking
from countersight.catalog.visible import Visible
from countersight.model.as_of import AsOf

T = TypeVar("T")

Hidden = Collection[str]
"""Ids of documents and claims that this reader may not see. They, the claims of such a document, and every finding that
rests on one of them, are neither shown, found, nor counted. Give a frozenset: the same one again costs nothing."""
NOTHING: frozenset[str] = frozenset()
MOST_ROWS = 1_000
"""Rows of one page."""
KEPT_READERS = 16
"""Sets of hidden ids whose masks are kept."""
KEPT_RANKINGS = 128
"""Searches whose ranking is kept: facets and further pages use it again, and a walk goes on in it after writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltFrom:
    """The state of the store that a catalog shows."""

    as_of: AsOf
    at: datetime
    """When the store was looked at, in UTC."""
    decisions: int
    """Sequence of the last decision that is in it."""
    judgements: int
    assessments: int
    position: str
    """Changes whenever anything that the catalog shows does: good for an `ETag`."""


class Catalog:
    """A store's documents, claims and findings, for lists, search, counts and drawings. Safe for many threads."""

    def __init__(self, keeper: Keeper) -> None:
        """Use `open_catalog`."""
        self._keeper = keeper
        self._lock = threading.Lock()
        self._rankings: OrderedDict[tuple[What, str, int], Ranking] = OrderedDict()
        self._visible: OrderedDict[frozenset[str], Visible] = OrderedDict()

    @property
    def built_from(self) -> BuiltFrom:
        """What it shows."""
        meta = self._keeper.meta
        return BuiltFrom(
            as_of=self._keeper.as_of,
            at=datetime.fromisoformat(meta["at"]),
            decisions=int(meta["decisions"]),
            judgements=int(meta["identity_judgements"]),
            assessments=int(meta["source_assessments"]),
            position=f"{self._keeper.name}.{meta['generation']}",
        )

    def refresh(self, *, thoroughly: bool = True) -> bool:
        """Take in what changed in the store since; return whether anything did. One call at a time does the work.

        Decisions cost milliseconds. Without `thoroughly`, whatever else may have changed is looked for at most every
        two seconds; with it, at once. A catalog as of a past moment never changes by decisions made since.
        """
        return self._keeper.refresh(thoroughly=thoroughly)

    def findings(
        self, query: Query = EVERYTHING, *, order: Order | None = None, after: str | None = None, limit: int = 50,
        hidden: Hidden = NOTHING,
    ) -> Page[FindingRow]:  # fmt: skip
        """Return one page of findings; `after` is `Page.next` or `Page.previous` of another page of the same order.

        Without an order: by relevance where there are words, else by origins. With words, each row has a snippet.

        Raises:
            UsageError: the cursor is none, or of another order.
        """
        return self._read(hidden, lambda reading: reading.page(What.FINDINGS, query, order, after, _bounded(limit)))

    def claims(
        self, query: Query = EVERYTHING, *, order: Order | None = None, after: str | None = None, limit: int = 50,
        hidden: Hidden = NOTHING,
    ) -> Page[ClaimRow]:  # fmt: skip
        """As `findings`; without words the newest first."""
        return self._read(hidden, lambda reading: reading.page(What.CLAIMS, query, order, after, _bounded(limit)))

    def documents(
        self, query: Query = EVERYTHING, *, order: Order | None = None, after: str | None = None, limit: int = 50,
        hidden: Hidden = NOTHING,
    ) -> Page[DocumentRow]:  # fmt: skip
        """As `claims`. Filters on kind, party and so on keep documents with a claim that has them."""
        return self._read(hidden, lambda reading: reading.page(What.DOCUMENTS, query, order, after, _bounded(limit)))

    def search(self, query: Query, *, limit: int = 10, hidden: Hidden = NOTHING) -> Hits:
        """Return the first hits in findings, claims and document words."""

        def look(reading: Reading) -> Hits:
            pages = {what: reading.page(what, query, None, None, _bounded(limit)) for what in What}
            return Hits(findings=pages[What.FINDINGS], claims=pages[What.CLAIMS], documents=pages[What.DOCUMENTS])

        return self._read(hidden, look)

    def finding(self, finding_id: str, *, hidden: Hidden = NOTHING) -> FindingRow:
        """Return one finding by its id or the beginning of it.

        Raises:
            NotFound: there is none, or this reader may not see it.
            AmbiguousId: more than one begins so.
        """
        return self._read(hidden, lambda reading: reading.finding(finding_id))

    def claim(self, claim_id: str, *, hidden: Hidden = NOTHING) -> ClaimRow:
        """As `finding`, for claims."""
        return self._read(hidden, lambda reading: reading.claim(claim_id))

    def document(self, document_id: str, *, hidden: Hidden = NOTHING) -> DocumentRow:
        """As `finding`, for documents."""
        return self._read(hidden, lambda reading: reading.document(document_id))

    def claims_of(self, finding_id: str, *, hidden: Hidden = NOTHING) -> tuple[ClaimRow, ...]:
        """Return the claims of a finding, the surest first.

        Raises:
            NotFound: there is no such finding, or this reader may not see it.
        """
        return self._read(hidden, lambda reading: reading.claims_of(reading.finding(finding_id)))

    def surest_claims(self, finding_ids: Collection[str], *, hidden: Hidden = NOTHING) -> dict[str, ClaimRow]:
        """Return the surest claim of each of some findings, by the finding; of those that a reader may see."""
        return self._reading(hidden).surest_claims(finding_ids)

    def facets(
        self, what: What | str, query: Query = EVERYTHING, *, limit: int = 20, hidden: Hidden = NOTHING
    ) -> dict[str, list[FacetCount]]:
        """Count the values of each facet, by the facet's parameter (`kind`, `territory`), all other filters applied.

        The most frequent `limit` values of each, those chosen always among them; of `origins`, how many have at least
        so many.
        """
        of = What(what)
        return self._read(
            hidden,
            lambda reading: count_facets(reading.visible, of, query, reading.masks(of, query), limit=limit),
        )

    def totals(self, *, hidden: Hidden = NOTHING) -> Totals:
        """Count everything, failures included."""
        return self._once(hidden, "totals", lambda reading: count_all(reading.visible, self._keeper.meta["failures"]))

    def territories(self, *, hidden: Hidden = NOTHING) -> list[TerritoryRow]:
        """Return all territories, in order of name, those of which nothing was found among them."""
        return list(self._once(hidden, "territories", lambda reading: list_territories(reading.visible)))

    def parties(self, role: str | None = None, *, limit: int = 1_000, hidden: Hidden = NOTHING) -> list[PartyRow]:
        """Return the named parties that have the most findings, most first.

        `role` keeps those that act as `supplier` or `recipient`, or that are `vendor`, `agency`, `forum`, `authority`.
        """
        key = ("parties", role, limit)
        return list(self._once(hidden, key, lambda reading: list_parties(reading, role, limit)))

    def party(self, party_id: str, *, hidden: Hidden = NOTHING) -> PartyRecord:
        """Return what is known of one party.

        Raises:
            NotFound: no finding or claim that this reader may see names it.
        """
        return self._read(hidden, lambda reading: describe_party(reading, party_id))

    def technologies(self, *, hidden: Hidden = NOTHING) -> list[TechnologyRow]:
        """Return the labels in the order of the taxonomy, those of which nothing was found among them."""
        return self._read(hidden, lambda reading: list_technologies(reading.visible))

    def sources(self, *, hidden: Hidden = NOTHING) -> list[SourceRow]:
        """Return the publishers, most claims first."""
        return list(self._once(hidden, "sources", lambda reading: list_sources(reading.visible)))

    def marks(self, query: Query = EVERYTHING, *, hidden: Hidden = NOTHING) -> Marks:
        """Return what maps, timelines, flows and small multiples of these findings are drawn of."""
        if query.is_empty():
            return self._once(hidden, "marks", lambda reading: make_marks(reading, query))
        return self._read(hidden, lambda reading: make_marks(reading, query))

    def close(self) -> None:
        """Close every connection; the files stay."""
        self._keeper.close()

    def _read(self, hidden: Hidden, look: Callable[[Reading], T]) -> T:
        """Look at the present state; where its file is gone or damaged, once more at the one made in its place."""
        reading = self._reading(hidden)
        try:
            return look(reading)
        except sqlite3.DatabaseError:
            path = reading.snapshot.path
            if path.exists():
                self._keeper.rebuild(path)
            else:
                self._keeper.refresh(thoroughly=True)
            return look(self._reading(hidden))

    def _once(self, hidden: Hidden, key: Hashable, make: Callable[[Reading], T]) -> T:
        """Do as `_read` with what is the same for a reader as long as the catalog stays as it is."""
        return self._read(hidden, lambda reading: reading.visible.once(key, lambda: make(reading)))

    def _reading(self, hidden: Hidden) -> Reading:
        """Look at the present state with the eyes of one reader."""
        snapshot, kept = self._keeper.snapshot, frozenset(hidden)
        with self._lock:
            visible = self._visible.get(kept)
            if visible is None or visible.snapshot is not snapshot:
                visible = self._visible[kept] = Visible.to(snapshot, kept)
            self._visible.move_to_end(kept)
            while len(self._visible) > KEPT_READERS:
                self._visible.popitem(last=False)
        return Reading(visible, partial(self._keeper.connection, snapshot.path), self._ranked, self._keeper.book)

    def _ranked(self, key: tuple[What, str, int], make: Callable[[], Ranking]) -> Ranking:
        with self._lock:
            found = self._rankings.get(key)
            if found is not None:
                self._rankings.move_to_end(key)
                return found
        found = make()
        with self._lock:
            self._rankings[*key[:2], found.generation] = found
            while len(self._rankings) > KEPT_RANKINGS:
                self._rankings.popitem(last=False)
        return found


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST_ROWS))
