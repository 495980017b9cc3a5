"""What one release holds: the claims, findings and documents that may be published, and what was left out."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from countersight.model.claim import Claim, Kind, Status
from countersight.model.failure import Failure
from countersight.model.finding import Contradiction, FindingLink, FindingParty, Grade, Origin, RivalValue
from countersight.model.listing import JoinedListing
from countersight.model.notice import Notice


class Review(StrEnum):
    """What reviewers have said of a published claim or finding. What they rejected is not published."""

    ACCEPTED = "accepted"
    UNREVIEWED = "unreviewed"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedDocument:
    """A document by what leads back to it. Its text and its author's name are not published."""

    id: str
    """SHA-256 of its bytes."""
    text_id: str | None
    """The document text that claims rest on, else the last one read; none where it could not be read."""
    title: str | None
    publisher: str | None
    published: date | None
    language: str | None
    address: str | None
    """Where a reader finds the original; of a local file, its name alone."""
    captured_at: datetime
    """When it was first captured, in UTC."""
    media_type: str
    size: int
    """In bytes."""
    state: str
    """`read`, or why there is nothing of it: `language ru is not read yet`, `failed: ReaderExhausted`."""

    @property
    def is_read(self) -> bool:
        """Whether the claims of this document have been looked for."""
        return self.state == READ

    @property
    def is_withdrawn(self) -> bool:
        """Whether it, or its source, is relied on no longer."""
        return self.state == WITHDRAWN


WITHDRAWN = "withdrawn"
"""The state of a document whose claims are published no more, for what the notices say of it or of its source."""
READ = "read"
"""The state of a document that an extractor has looked through, whether or not it found a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """The entity that each named party and speaker was judged to be; none where no known organization fits."""

    supplier: str | None = None
    recipient: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedClaim:
    """A claim whose words were held against its text again, with all that leads onward and back."""

    claim: Claim
    review: Review
    resolved: Resolved
    finding_id: str | None
    """None where the claims have not been grouped yet."""
    document: PublishedDocument
    page: int | None
    part: str | None = None
    """Where in the document's bytes its first words stand, see `model.text.Part`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFinding:
    """A finding as far as its claims are published."""

    id: str
    """The id under which reviewers saw it, also where some of its claims are left out."""
    kind: Kind
    supplier: FindingParty | None
    recipient: FindingParty | None
    technology: tuple[str, ...]
    start: date | None
    end: date | None
    statuses: tuple[Status, ...]
    quantities: tuple[str, ...]
    """As written, of the surest claim first."""
    confidence: float
    """The highest among its claims."""
    review: Review
    claim_ids: tuple[str, ...]
    """In order of id."""
    claims_left_out: int
    origins: tuple[Origin, ...]
    """Only those from which a claim is published."""
    reasons: tuple[str, ...]
    grade: Grade | None = None
    """None where it has not been graded, or rests on a claim that is left out."""
    rivals: tuple[RivalValue, ...] = ()
    """Only those whose claims are all published, as for contradictions."""
    contradictions: tuple[Contradiction, ...] = ()
    links: tuple[FindingLink, ...] = ()
    """Only to findings that are published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedNotice:
    """A withdrawal, restoration, correction or reply."""

    notice: Notice
    subject: str
    """What it is about: see `model.notice.About`."""
    finding_ids: tuple[str, ...]
    """The published findings that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Everything that a release says, before it takes the form of files. Each tuple is in order of id."""

    title: str
    version: str
    released_at: datetime
    accepted_only: bool
    claims: tuple[PublishedClaim, ...]
    findings: tuple[PublishedFinding, ...]
    documents: tuple[PublishedDocument, ...]
    failures: tuple[Failure, ...]
    rejected: int
    """Claims left out because a reviewer rejected them or their finding."""
    not_accepted: int
    """Claims left out because only accepted ones were asked for."""
    restricted_claims: int = 0
    """Claims left out because only named people may see them or their document."""
    restricted_documents: int = 0
    listings: tuple[JoinedListing, ...] | None = None
    """Of organizations in findings, by identifier or judgement; none where no lists were asked."""
    notices: tuple[PublishedNotice, ...] = ()
    """In the order in which they were made known."""

    def ranked_findings(self) -> list[PublishedFinding]:
        """Order findings as a reader wants them: by independent origins, then confidence, then id."""
        return sorted(self.findings, key=lambda finding: (-len(finding.origins), -finding.confidence, finding.id))

    def unread(self) -> list[PublishedDocument]:
        """Return the documents whose claims nobody has looked for yet."""
        return [document for document in self.documents if not (document.is_read or document.is_withdrawn)]
