"""The catalog: a derived index of one store as of one moment, which pages, API and search read."""

from countersight.catalog.catalog import NOTHING, BuiltFrom, Catalog, Hidden
from countersight.catalog.keeping import ViewAsOf
from countersight.catalog.marks import FlowLink, FlowNode, Marks, PairMark, TerritoryMark, TimelineMark, YearMark
from countersight.catalog.opening import ignore_progress, open_catalog
from countersight.catalog.query import EVERYTHING, Order, Query, ReviewState, What
from countersight.catalog.rows import (
    ClaimRow,
    DocumentRow,
    EntityRecord,
    FacetCount,
    FindingRow,
    GradeMark,
    Hits,
    Page,
    PartyRecord,
    PartyRef,
    PartyRow,
    Snippet,
    SourceRow,
    TechnologyRow,
    TerritoryRow,
    Totals,
    WrittenName,
)
from countersight.catalog.updating import Observer

__all__ = [
    "EVERYTHING",
    "NOTHING",
    "BuiltFrom",
    "Catalog",
    "ClaimRow",
    "DocumentRow",
    "EntityRecord",
    "FacetCount",
    "FindingRow",
    "FlowLink",
    "FlowNode",
    "GradeMark",
    "Hidden",
    "Hits",
    "Marks",
    "Observer",
    "Order",
    "Page",
    "PairMark",
    "PartyRecord",
    "PartyRef",
    "PartyRow",
    "Query",
    "ReviewState",
    "Snippet",
    "SourceRow",
    "TechnologyRow",
    "TerritoryMark",
    "TerritoryRow",
    "TimelineMark",
    "Totals",
    "ViewAsOf",
    "What",
    "WrittenName",
    "YearMark",
    "ignore_progress",
    "open_catalog",
]
