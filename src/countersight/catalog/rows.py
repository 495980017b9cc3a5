"""What the catalog gives: rows that carry all that a list shows, pages of them, and counts."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from countersight.model.entity import Entity

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A stretch of stored text around the first words that were looked for."""

    pieces: tuple[tuple[str, bool], ...]
    """The stretch, cut where matches begin and end: the words, and whether they match. Joined, they are the text."""
    start: int
    """Where the stretch begins in the text that it is of, in Unicode code points."""
    match: int
    """Where the first match begins in it: a hit opens there."""
    of: str
    """What it is a stretch of: `text` (a document's), `quote`, `title`, `names`."""
    is_cut_before: bool = False
    is_cut_after: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRef:
    """A party as a list names it."""

    id: str
    """Its address in the catalog: the entity's id, else the id of the node that judgements on its name are about, else
    (a territory alone) `territory:` and its codes."""
    key: str
    """As `FindingParty.key`; of a claim, as `model.parties.identify_party` gives it."""
    name: str
    """As the reference names it, else as written, else its territories."""
    written: str | None
    """As written, where it has a name."""
    entity_id: str | None
    territories: tuple[str, ...]
    """Codes that sources tell, else the headquarters of a known organization."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeMark:
    """A finding's grade without its reasons."""

    credibility: int
    reliability: str
    probability: float
    low: float
    high: float
    likelihood: str
    level: str
    rung: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding, with all that a list or map tells of it."""

    id: str
    kind: str
    supplier: PartyRef | None
    recipient: PartyRef | None
    technologies: tuple[str, ...]
    """Labels of the taxonomy."""
    start: date | None
    end: date | None
    statuses: tuple[str, ...]
    quantities: tuple[str, ...]
    """As written, of the surest claim first."""
    places: tuple[str, ...]
    """Territories of its claims' places."""
    claims: int
    rejected_claims: int
    origins: int
    sources: int
    """Publishers behind its claims."""
    review: str
    """A `ReviewState`."""
    grade: GradeMark | None
    support: str
    """As `release.wording.Support` words it: `several origins`, `one origin`, `contested`, `denied only`."""
    is_contested: bool
    """Whether its claims contradict one another, or one of them denies or takes back."""
    confidence: float
    """The highest among its claims."""
    first_published: date | None
    """Of the documents behind it."""
    last_published: date | None
    recorded_at: datetime | None = None
    """Since when the project holds it to be as it is."""
    snippet: Snippet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """One claim with its document."""

    id: str
    kind: str
    status: str
    supplier: PartyRef | None
    """As resolved; `written` is the name in the words."""
    recipient: PartyRef | None
    technologies: tuple[str, ...]
    quantity: str | None
    """As written."""
    start: date | None
    end: date | None
    precision: str | None
    when: str | None
    """As written."""
    place: str | None
    """As written."""
    place_territory: str | None
    speaker: str | None
    quote: str
    """Of its first evidence: the words that carry it."""
    quote_start: int
    quote_end: int
    text_id: str
    page: int | None
    document_id: str
    title: str | None
    publisher: str | None
    source: str
    """Key of the publisher."""
    address: str | None
    """As published by a release: of a local file its name alone."""
    published: date | None
    language: str | None
    confidence: float
    extractor: str
    review: str
    finding_id: str | None
    recorded_at: datetime | None = None
    """Since when the project holds it."""
    snippet: Snippet | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """One document, also one that could not be read."""

    id: str
    title: str | None
    publisher: str | None
    source: str
    address: str | None
    published: date | None
    language: str | None
    captured_at: datetime
    media_type: str
    size: int
    claims: int
    """That are shown to this reader and not rejected."""
    state: str
    """`read`, or why there is nothing of it: `language ru is not read yet`, `failed: ReaderExhausted`."""
    origin_id: str | None
    """Of the findings it is behind; documents that copy one another share it."""
    text_id: str | None
    territories: tuple[str, ...]
    """That its text names."""
    snippet: Snippet | None = None

    @property
    def is_read(self) -> bool:
        """Whether its claims have been looked for."""
        return self.state == "read"


Row = TypeVar("Row", FindingRow, ClaimRow, DocumentRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page of a list."""

    rows: tuple[T, ...]
    total: int
    """Rows that fit, on all pages."""
    next: str | None
    """Cursor of the page after this one; none on the last."""
    previous: str | None
    """Cursor of the page before; none on the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetCount:
    """One value of a facet and how many rows have it, all other filters applied."""

    value: str
    """As the query's parameter takes it."""
    label: str
    """In English: a territory's, party's or technology's name."""
    count: int
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """What words are found in, findings first."""

    findings: Page[FindingRow]
    claims: Page[ClaimRow]
    documents: Page[DocumentRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """How much there is, and how much of it could not be used."""

    documents: int
    read: int
    unread: int
    """Documents whose claims nobody has looked for: failed, in a language not read, not looked through yet."""
    failed: int
    """Of those, documents that a stage failed on."""
    states: dict[str, int]
    """Documents by state."""
    failures: dict[str, int]
    """Failures by stage, those of addresses that gave no document among them."""
    claims: int
    findings: int
    """As of claims, without those rejected."""
    rejected_claims: int
    rejected_findings: int
    reviews: dict[str, int]
    """Findings by review state."""
    sources: int
    territories: int
    """That a finding names."""
    parties: int
    technologies: int
    languages: dict[str, int]
    """Documents by language; under an empty name those of which it is not known."""
    several_origins: int
    """Findings with more than one origin."""
    contested: int
    first_published: date | None
    last_published: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryRow:
    """A territory, also one of which nothing was found."""

    code: str
    name: str
    as_supplier: int
    """Findings."""
    as_recipient: int
    as_place: int
    findings: int
    """In any of the three roles, each once."""
    claims: int
    documents: int
    """Documents that name it and whose claims were looked for: without one, it was not searched."""
    unread: int
    """Documents that name it, or are published from it, and were not looked through."""
    published: int
    """Documents published from it, by the country code of their host."""

    @property
    def is_searched(self) -> bool:
        """Whether anything about it was read: else that nothing was found says nothing."""
        return self.documents > 0 or self.claims > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRow:
    """A named party with its findings."""

    id: str
    name: str
    entity_id: str | None
    roles: tuple[str, ...]
    """What it does in this trade: those of the known organization, else `vendor` of a name that mostly supplies,
    `agency` of one that mostly receives."""
    is_known: bool
    """Whether the roles are those of a known organization; else they follow from its findings."""
    territories: tuple[str, ...]
    as_supplier: int
    as_recipient: int
    findings: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenName:
    """A name as claims write it."""

    name: str
    claims: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRecord(Entity):
    """What is known of an organization from the reference or the project's lists."""

    products: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyRecord:
    """All that a party's page tells besides its findings, which `findings(Query(parties=(id,)))` gives."""

    party: PartyRow
    written: tuple[WrittenName, ...]
    """Most often written first."""
    entity: EntityRecord | None
    years: dict[int, int]
    """Findings by the years that they touch."""
    technologies: tuple[FacetCount, ...]
    partners: tuple[FacetCount, ...]
    """Parties on the other side of its findings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyRow:
    """A label of the taxonomy with what speaks of it."""

    label: str
    name: str
    definition: str
    findings: int
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    """A publisher with what it published."""

    key: str
    name: str
    """As its documents mostly name it."""
    documents: int
    claims: int
    findings: int
    first_published: date | None
    last_published: date | None
    languages: tuple[str, ...]
