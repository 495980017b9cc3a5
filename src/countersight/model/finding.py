"""The proposition that one or more claims assert, with the independent origins they come from."""

from dataclasses import dataclass
from enum import StrEnum

from countersight.errors import BrokenIdentity, BrokenProvenance
from countersight.model.claim import Kind, Status
from countersight.values.digests import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The independent place that claims come from: documents that copy one another are one."""

    id: str
    document_ids: tuple[str, ...]
    """In order of id."""
    basis: tuple[str, ...]
    """Why each further document was joined, in words."""

    def __post_init__(self) -> None:
        if not self.document_ids:
            raise BrokenProvenance("an origin needs a document")
        if self.id != (expected := origin_id(self.document_ids)):
            raise BrokenIdentity(f"origin {self.id} should be {expected}")


def origin_id(document_ids: tuple[str, ...]) -> str:
    """Name an origin by the documents that share it."""
    return content_id("org", sorted(document_ids))


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingParty:
    """A party as a finding names it: the resolved organization, or the name as written, or a territory alone."""

    key: str
    """What makes two parties one: an entity's id, else the folded name with its territory, else the territories."""
    name: str | None
    entity_id: str | None
    territories: tuple[str, ...]


class Rank(StrEnum):
    """Wikibase's ranks of values that rival one another. A deprecated one is kept, and says why."""

    PREFERRED = "preferred"
    NORMAL = "normal"
    DEPRECATED = "deprecated"


@dataclass(frozen=True, slots=True, kw_only=True)
class RivalValue:
    """One of several values that the claims of a finding tell for one slot."""

    slot: str
    """`quantity`, `when` or `status`."""
    value: str
    """As written by the first of its claims."""
    claim_ids: tuple[str, ...]
    rank: Rank
    reason: str
    """Why it has this rank, in words."""


class Relation(StrEnum):
    """How one finding stands to another."""

    FULFILLS = "fulfills"
    """It tells what came of the plan that the other tells."""
    PART_OF = "part_of"
    """It is a part of what the other tells: a city's cameras within a country's."""
    CONTRADICTS = "contradicts"
    """Both cannot hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLink:
    """One finding's relation to another."""

    relation: Relation
    finding_id: str
    reason: str
    """In words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Claims within one finding that cannot all hold."""

    slot: str
    """`status` of a denial, `quantity`, `when`."""
    claim_ids: tuple[str, ...]
    against: tuple[str, ...]
    """The claims that they contradict."""
    reason: str
    """In words."""


class Rung(StrEnum):
    """How far a deal has come, as its claims have it. Whoever delivers has agreed; to plan is neither."""

    PLANNED = "planned"
    AGREED = "agreed"
    DELIVERED = "delivered"
    OPERATING = "operating"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class RungGrade:
    """How likely it is that a deal has come to one rung of the ladder."""

    rung: Rung
    probability: float
    low: float
    """Lower end of the 90% interval of the probability."""
    high: float


class EvidenceLevel(StrEnum):
    """How much a finding's evidence can carry, apart from how likely it is: the levels of GRADE."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """How far a finding can be relied on: two axes that never set each other, a probability, and the reasons."""

    credibility: int
    """Admiralty's number: 1 confirmed by other origins, 2 probably, 3 possibly true, 4 doubtful, 5 improbable, 6 cannot
    be judged. What nothing is known of is 6, never 5."""
    reliability: str
    """The best letter among its sources, `A` to `F`."""
    probability: float
    """That what the finding asserts is so."""
    low: float
    """Lower end of the 90% interval of the probability."""
    high: float
    likelihood: str
    """The band of ICD 203 that the probability lies in, in its words: `likely`."""
    level: EvidenceLevel
    reasons: tuple[str, ...]
    """Why, step by step, in words."""
    rung: Rung | None = None
    """How far the deal has come in what the probability is of; none where the finding is of no deal: it is so."""
    rungs: tuple[RungGrade, ...] = ()
    """The rungs that its claims speak of, from the foot up."""
    claim_ids: tuple[str, ...] = ()
    """The claims that it rests on, in order of id: those of the finding without the ones rejected as misread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Claims of the same kind, parties, and compatible technology and time, taken together."""

    id: str
    kind: Kind
    supplier: FindingParty | None
    recipient: FindingParty | None
    technology: tuple[str, ...]
    """Labels of the taxonomy, each asserted by at least one of its claims."""
    start: str | None
    """ISO date of the first day that its claims tell, if any tells one."""
    end: str | None
    statuses: tuple[Status, ...]
    """Every status among its claims, so that a denial stands beside what it denies."""
    claim_ids: tuple[str, ...]
    """In order of id."""
    origins: tuple[Origin, ...]
    reasons: tuple[str, ...]
    """Why these claims were grouped and how the origins were counted, in words."""
    rivals: tuple[RivalValue, ...] = ()
    """Where its claims differ about a slot, every value with its rank."""
    contradictions: tuple[Contradiction, ...] = ()
    links: tuple[FindingLink, ...] = ()
    grade: Grade | None = None

    def __post_init__(self) -> None:
        if not self.claim_ids or not self.origins:
            raise BrokenProvenance("a finding rests on claims and their origins")
        if self.id != (expected := finding_id(self.claim_ids)):
            raise BrokenIdentity(f"finding {self.id} should be {expected}")


def finding_id(claim_ids: tuple[str, ...]) -> str:
    """Name a finding by the claims that assert it."""
    return content_id("fnd", sorted(claim_ids))
