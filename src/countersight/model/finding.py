"""The proposition that one or more claims assert, with the independent origins they come from."""

from dataclasses import dataclass

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

    def __post_init__(self) -> None:
        if not self.claim_ids or not self.origins:
            raise BrokenProvenance("a finding rests on claims and their origins")
        if self.id != (expected := finding_id(self.claim_ids)):
            raise BrokenIdentity(f"finding {self.id} should be {expected}")


def finding_id(claim_ids: tuple[str, ...]) -> str:
    """Name a finding by the claims that assert it."""
    return content_id("fnd", sorted(claim_ids))
