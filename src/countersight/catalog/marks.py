"""What maps, timelines, flows and small multiples of findings are drawn of."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryMark:
    """A territory on the map."""

    code: str
    as_supplier: int
    as_recipient: int
    as_place: int
    findings: int
    documents: int
    """Documents read that name it; none means that it was not searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMark:
    """Findings from one territory to another: an arc of the map."""

    supplier: str
    recipient: str
    findings: int
    several_origins: int
    contested: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearMark:
    """Findings that touch one year, by kind."""

    year: int
    findings: int
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineMark:
    """One finding on the timeline."""

    finding_id: str
    label: str
    """Its parties by name, in English."""
    parties: tuple[tuple[str, str], ...]
    """Supplier and recipient, as far as they are told: id and name of each."""
    start: date | None
    end: date | None
    kind: str
    support: str
    statuses: tuple[str, ...]
    technologies: tuple[str, ...]
    supplier_territories: tuple[str, ...]
    recipient_territories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowNode:
    """A party in the layered flow."""

    id: str
    label: str
    layer: int
    """0 supplies only, 1 passes on what it received, 2 receives only."""
    findings: int
    territories: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowLink:
    """Findings from one party to another."""

    source: str
    target: str
    findings: int
    several_origins: int
    contested: int
    finding_ids: tuple[str, ...]
    """Up to ten of them, the best supported first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What maps, timelines and flows are drawn of; each is complete unless its `more_` count says otherwise."""

    findings: int
    territories: tuple[TerritoryMark, ...]
    pairs: tuple[PairMark, ...]
    """Most findings first."""
    more_pairs: int
    years: tuple[YearMark, ...]
    undated: int
    """Findings without a year."""
    timeline: tuple[TimelineMark, ...]
    """The best supported that have a time, in order of time."""
    more_timeline: int
    nodes: tuple[FlowNode, ...]
    links: tuple[FlowLink, ...]
    more_links: int
    technologies: dict[str, tuple[YearMark, ...]]
    """Small multiples: years by technology."""
