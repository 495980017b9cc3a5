"""Claims, texts and findings by little more than what queues are ordered and filtered by: many at once, at little cost.

They are read from the same records, but neither ids nor words are checked: what is shown or decided on is read whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteOutline:
    """Where a quote stands."""

    text_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelOutline:
    """A technology."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOutline:
    """A territory."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyOutline:
    """The territories of a supplier or recipient."""

    territories: tuple[CodeOutline, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceOutline:
    """The territory of a place."""

    territory: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOutline:
    """A claim without its words."""

    id: str
    document_id: str
    kind: str
    confidence: float
    extractor: str
    evidence: tuple[QuoteOutline, ...]
    technology: tuple[LabelOutline, ...] = ()
    supplier: PartyOutline | None = None
    recipient: PartyOutline | None = None
    place: PlaceOutline | None = None

    @property
    def text_id(self) -> str:
        """The text that it is of."""
        return self.evidence[0].text_id

    def technologies(self) -> Iterator[str]:
        """Yield the labels of its technologies."""
        return (slot.label for slot in self.technology)

    def territories(self) -> Iterator[str]:
        """Yield the codes of its parties' territories and of its place."""
        for party in (self.supplier, self.recipient):
            yield from (slot.code for slot in party.territories) if party else ()
        if self.place and self.place.territory:
            yield self.place.territory


@dataclass(frozen=True, slots=True, kw_only=True)
class TextOutline:
    """A document text without the text."""

    id: str
    document_id: str
    language: str | None = None
    publisher: str | None = None
    published: date | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedOutline:
    """The name of a party of a finding."""

    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginOutline:
    """One independent origin."""

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeOutline:
    """How likely a finding is."""

    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingOutline:
    """A finding by what tells how much hangs on a decision."""

    id: str
    claim_ids: tuple[str, ...]
    origins: tuple[OriginOutline, ...]
    supplier: NamedOutline | None = None
    recipient: NamedOutline | None = None
    grade: GradeOutline | None = None
