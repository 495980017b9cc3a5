"""What the store holds on one document, claim or finding, for one page, without what a visitor may not see."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from countersight.errors import NotFound
from countersight.model.claim import Claim
from countersight.model.decision import SET_ASIDE, Decision, Verdict
from countersight.model.docket import Docket, Settlement, SettlementState
from countersight.model.document import Capture, Document
from countersight.model.finding import Finding
from countersight.model.text import DocumentText
from countersight.store.base import View
from countersight.store.readings import newest_first

Period = tuple[datetime, datetime | None]
"""From when to when the store held a claim or finding to be so; without an end, it does."""

STATES = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected", Verdict.UNSURE: "unsure", Verdict.EDIT: "edited"}
"""What a settled verdict makes of its subject, in the words of the interface."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentDossier:
    """A document with all that was read in it and captured of it."""

    document: Document
    captures: tuple[Capture, ...]
    """Earliest first."""
    texts: tuple[DocumentText, ...]
    """The newest reading first; none where it could not be read."""
    claims: tuple[Claim, ...]
    """In the order of the text; those that an edit has put another in place of are left out."""
    reviews: dict[str, str]
    """What stands of each claim, by id."""

    def text(self, text_id: str | None = None) -> DocumentText | None:
        """Return one reading, or without an id the newest that claims rest on, else the newest.

        Raises:
            NotFound: the document has no such text.
        """
        if text_id is not None:
            return _only_text(self.texts, text_id)
        resting = {claim.evidence[0].text_id for claim in self.claims}
        carrying = [text for text in self.texts if text.id in resting]
        return next(iter(carrying or self.texts), None)

    def claims_on(self, text: DocumentText) -> list[Claim]:
        """Return the claims that rest on one reading and were not rejected."""
        return [claim for claim in self.on(text) if self.reviews[claim.id] != "rejected"]

    def on(self, text: DocumentText) -> list[Claim]:
        """Return all claims that rest on one reading."""
        return [claim for claim in self.claims if claim.evidence[0].text_id == text.id]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimDossier:
    """A claim with the document it stands in and the finding it is part of."""

    claim: Claim
    text: DocumentText
    document: DocumentDossier
    finding: Finding | None
    history: tuple[Period, ...]
    decisions: tuple[Decision, ...]
    """That this visitor may see, in order."""
    replaced_by: str | None
    """The claim that an edit put in its place."""


def open_document(view: View, document_id: str, hidden: Collection[str], *, readers: int = 1) -> DocumentDossier:
    """Gather what is there of a document. Claims are reviewed once `readers` people decided alike.

    Raises:
        NotFound: there is no such document, or the visitor may not see it.
    """
    if document_id in hidden:
        raise NotFound(f"no document {document_id!r}")
    document = view.document(document_id)
    seen = [claim for claim in view.claims(document_id=document_id) if claim.id not in hidden]
    reviews = review_claims(view, seen, readers=readers)
    return DocumentDossier(
        document=document,
        captures=tuple(view.captures(document_id)),
        texts=tuple(newest_first(view, document_id)),
        claims=tuple(sorted((claim for claim in seen if reviews[claim.id] != "edited"), key=_place)),
        reviews=reviews,
    )


def open_claim(
    view: View, claim_id: str, hidden: Collection[str], *, reviewer: str = "", readers: int = 1
) -> ClaimDossier:
    """Gather what is there of a claim.

    Raises:
        NotFound: there is no such claim, or the visitor may not see it.
        AmbiguousId: more than one begins so.
    """
    claim = find_claim(view, claim_id, hidden)
    docket = Docket(view.decisions(subject_id=claim.id))
    return ClaimDossier(
        claim=claim,
        text=view.text(claim.evidence[0].text_id),
        document=open_document(view, claim.document_id, hidden, readers=readers),
        finding=next((one for one in view.findings(claim_id=claim.id) if may_see(view, one, hidden)), None),
        history=read_history(view, claim.id),
        decisions=docket.visible(claim.id, reviewer, readers),
        replaced_by=docket.replacements(readers).get(claim.id),
    )


def find_claim(view: View, claim_id: str, hidden: Collection[str]) -> Claim:
    """Find a claim by its id, or by the beginning of it where nothing is hidden: an ambiguous one would tell of others.

    Raises:
        NotFound: there is no such claim, or the visitor may not see it.
        AmbiguousId: more than one begins so.
    """
    claim = view.claim(claim_id)
    is_hidden = claim.id in hidden or claim.document_id in hidden
    if is_hidden or (hidden and claim.id != claim_id):
        raise NotFound(f"no claim {claim_id!r}")
    return claim


def find_finding(view: View, finding_id: str, hidden: Collection[str]) -> Finding:
    """Find a finding as `find_claim` does a claim.

    Raises:
        NotFound: there is no such finding, or the visitor may not see it.
        AmbiguousId: more than one begins so.
    """
    try:
        finding = view.finding(finding_id)
    except NotFound:
        raise NotFound(f"no finding {finding_id!r}") from None
    if not may_see(view, finding, hidden) or (hidden and finding.id != finding_id):
        raise NotFound(f"no finding {finding_id!r}")
    return finding


def read_history(view: View, subject_id: str) -> tuple[Period, ...]:
    """Read from when to when the store held a claim or finding to be so."""
    periods = view.history(subject_id)
    return tuple(
        (datetime.fromisoformat(start), datetime.fromisoformat(end) if end else None) for start, end in periods
    )


def may_see(view: View, finding: Finding, hidden: Collection[str]) -> bool:
    """Whether a visitor may see a finding: all of its claims and documents."""
    if not hidden:
        return True
    documents = {document_id for origin in finding.origins for document_id in origin.document_ids}
    return documents.isdisjoint(hidden) and set(finding.claim_ids).isdisjoint(hidden)


def review_claims(view: View, claims: Iterable[Claim], *, readers: int = 1) -> dict[str, str]:
    """Return what stands of each claim by what was decided on it: `accepted`, `unreviewed`, ..."""
    ids = [claim.id for claim in claims]
    links = sorted((link for name in ids for link in view.decisions(subject_id=name)), key=lambda one: one.sequence)
    docket = Docket(links)
    return {name: name_review(docket.settlement(name, readers)) for name in ids}


def name_review(settlement: Settlement) -> str:
    """Name what stands of a claim or finding, as lists do."""
    if settlement.verdict is not None:
        return STATES[settlement.verdict]
    return "disputed" if settlement.state is SettlementState.DISPUTED else "unreviewed"


def counts(review: str) -> bool:
    """Whether a claim of this review still counts for anything."""
    return review not in {STATES[verdict] for verdict in SET_ASIDE}


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.evidence[0].start, claim.evidence[0].end, claim.id


def _only_text(texts: Sequence[DocumentText], text_id: str) -> DocumentText:
    found = next((text for text in texts if text.id == text_id), None)
    if found is None:
        raise NotFound(f"no document text {text_id!r}")
    return found
