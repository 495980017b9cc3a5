"""The catalog, open for reading by many threads."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from countersight.catalog.query import EVERYTHING, Order, Query, What
from countersight.catalog.rows import (
    ClaimRow,
    DocumentRow,
    FacetCount,
    FindingRow,
    Hits,
    Marks,
    Page,
    PartyRecord,
    PartyRow,
    SourceRow,
    TechnologyRow,
    TerritoryRow,
    Totals,
)
from countersight.model.as_of import AsOf

Hidden = Collection[str]
"""Ids of documents and claims that this reader may not see. They, the claims of such a document, and every finding that
rests on one of them, are neither shown, found, nor counted. Give a frozenset: the same one again costs nothing."""
NOTHING: frozenset[str] = frozenset()
MOST_ROWS = 1_000
"""Rows of one page."""


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

    @property
    def built_from(self) -> BuiltFrom:
        """What it shows."""
        raise NotImplementedError

    def refresh(self, *, thoroughly: bool = True) -> bool:
        """Take in what changed in the store since; return whether anything did. One call at a time does the work.

        Decisions cost milliseconds. Without `thoroughly`, whatever else may have changed is looked for at most every
        two seconds; with it, at once. A catalog as of a past moment never changes by decisions made since.
        """
        raise NotImplementedError

    def findings(
        self, query: Query = EVERYTHING, *, order: Order | None = None, after: str | None = None, limit: int = 50,
        hidden: Hidden = NOTHING,
    ) -> Page[FindingRow]:  # fmt: skip
        """Return one page of findings; `after` is `Page.next` or `Page.previous` of another page of the same order.

        Without an order: by relevance where there are words, else by origins. With words, each row has a snippet.

        Raises:
            UsageError: the cursor is none, or of another order.
        """
        raise NotImplementedError

    def claims(
        self, query: Query = EVERYTHING, *, order: Order | None = None, after: str | None = None, limit: int = 50,
        hidden: Hidden = NOTHING,
    ) -> Page[ClaimRow]:  # fmt: skip
        """As `findings`; without words the newest first."""
        raise NotImplementedError

    def documents(
        self, query: Query = EVERYTHING, *, order: Order | None = None, after: str | None = None, limit: int = 50,
        hidden: Hidden = NOTHING,
    ) -> Page[DocumentRow]:  # fmt: skip
        """As `claims`. Filters on kind, party and so on keep documents with a claim that has them."""
        raise NotImplementedError

    def search(self, query: Query, *, limit: int = 10, hidden: Hidden = NOTHING) -> Hits:
        """Return the first hits in findings, claims and document words."""
        raise NotImplementedError

    def finding(self, finding_id: str, *, hidden: Hidden = NOTHING) -> FindingRow:
        """Return one finding by its id or the beginning of it.

        Raises:
            NotFound: there is none, or this reader may not see it.
            AmbiguousId: more than one begins so.
        """
        raise NotImplementedError

    def claim(self, claim_id: str, *, hidden: Hidden = NOTHING) -> ClaimRow:
        """As `finding`, for claims."""
        raise NotImplementedError

    def document(self, document_id: str, *, hidden: Hidden = NOTHING) -> DocumentRow:
        """As `finding`, for documents."""
        raise NotImplementedError

    def claims_of(self, finding_id: str, *, hidden: Hidden = NOTHING) -> tuple[ClaimRow, ...]:
        """Return the claims of a finding, the surest first.

        Raises:
            NotFound: there is no such finding, or this reader may not see it.
        """
        raise NotImplementedError

    def facets(self, what: What | str, query: Query = EVERYTHING, *, limit: int = 20, hidden: Hidden = NOTHING) -> dict[
        str, list[FacetCount]
    ]:  # fmt: skip
        """Count the values of each facet, by the facet's parameter (`kind`, `territory`), all other filters applied.

        The most frequent `limit` values of each, those chosen always among them; of `origins`, how many have at least
        so many.
        """
        raise NotImplementedError

    def totals(self, *, hidden: Hidden = NOTHING) -> Totals:
        """Count everything, failures included."""
        raise NotImplementedError

    def territories(self, *, hidden: Hidden = NOTHING) -> list[TerritoryRow]:
        """Return all territories, in order of name, those of which nothing was found among them."""
        raise NotImplementedError

    def parties(self, role: str | None = None, *, hidden: Hidden = NOTHING) -> list[PartyRow]:
        """Return the named parties, most findings first.

        `role` keeps those that act as `supplier` or `recipient`, or that are `vendor`, `agency`, `forum`, `authority`.
        """
        raise NotImplementedError

    def party(self, party_id: str, *, hidden: Hidden = NOTHING) -> PartyRecord:
        """Return what is known of one party.

        Raises:
            NotFound: no finding or claim that this reader may see names it.
        """
        raise NotImplementedError

    def technologies(self, *, hidden: Hidden = NOTHING) -> list[TechnologyRow]:
        """Return the labels in the order of the taxonomy, those of which nothing was found among them."""
        raise NotImplementedError

    def sources(self, *, hidden: Hidden = NOTHING) -> list[SourceRow]:
        """Return the publishers, most claims first."""
        raise NotImplementedError

    def marks(self, query: Query = EVERYTHING, *, hidden: Hidden = NOTHING) -> Marks:
        """Return what maps, timelines, flows and small multiples of these findings are drawn of."""
        raise NotImplementedError

    def close(self) -> None:
        """Close every connection; the files stay."""
        raise NotImplementedError
