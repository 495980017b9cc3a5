"""Follow every claim back to its text, its document and its capture; what does not lead back is not released."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from countersight.errors import BrokenProvenance, UngroundedQuote, UngroundedSlot
from countersight.model.claim import Claim, check_claim
from countersight.model.document import Capture
from countersight.model.failure import Failure, Stage
from countersight.model.text import DocumentText
from countersight.release.addresses import is_link, public_address
from countersight.release.dataset import READ, WITHDRAWN, PublishedDocument
from countersight.store.base import Archive, View


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What the claims lead back to."""

    documents: dict[str, PublishedDocument]
    """Every document of the store by id, also those without a claim."""
    pages: dict[str, int | None]
    """The page on which each claim's first evidence stands, by the claim's id."""
    parts: dict[str, str]
    """The place in the document's bytes where it stands, of texts whose words have one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _TextFacts:
    """What a release says of a document text; the words themselves stay in the store."""

    id: str
    title: str | None
    publisher: str | None
    published: date | None
    language: str | None
    address: str | None
    carries_claims: bool


def trace_provenance(
    view: View, claims: Iterable[Claim], failures: Iterable[Failure], *, archive: Archive | None = None
) -> Provenance:
    """Hold every claim against its text and find the document and capture behind it.

    Raises:
        BrokenProvenance: a claim's words are not where it says, or its text, document or capture is not there.
        MissingBlob: the archive lacks the bytes of a document behind a claim.
    """
    claims_of: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        claims_of[claim.evidence[0].text_id].append(claim)
    behind = sorted({claim.document_id for resting in claims_of.values() for claim in resting})
    pages: dict[str, int | None] = {}
    parts: dict[str, str] = {}
    texts: dict[str, _TextFacts] = {}
    for text in view.texts():
        resting = claims_of.pop(text.id, [])
        for claim in resting:
            _hold_against(claim, text)
            pages[claim.id] = text.page_at(claim.evidence[0].start)
            if (part := text.part_at(claim.evidence[0].start)) is not None:
                parts[claim.id] = part.at
        known = texts.get(text.document_id)
        if known is None or resting or not known.carries_claims:
            texts[text.document_id] = _facts(text, carries_claims=bool(resting))
    if claims_of:
        raise BrokenProvenance(f"claims rest on document texts that are not there: {', '.join(sorted(claims_of)[:5])}")
    documents = _published_documents(view, texts, failures)
    _require_documents(behind, documents, archive)
    return Provenance(documents=documents, pages=pages, parts=parts)


def _hold_against(claim: Claim, text: DocumentText) -> None:
    try:
        check_claim(claim, text)
    except (UngroundedQuote, UngroundedSlot) as error:
        raise BrokenProvenance(f"claim {claim.id} does not rest on its words: {error}") from error


def _facts(text: DocumentText, *, carries_claims: bool) -> _TextFacts:
    return _TextFacts(
        id=text.id,
        title=text.title,
        publisher=text.publisher,
        published=text.published,
        language=text.language,
        address=text.address,
        carries_claims=carries_claims,
    )


def _published_documents(
    view: View, texts: dict[str, _TextFacts], failures: Iterable[Failure]
) -> dict[str, PublishedDocument]:
    captures: dict[str, list[Capture]] = defaultdict(list)
    for capture in view.captures():
        captures[capture.document_id].append(capture)
    failed = {(failure.stage, failure.item): failure.reason for failure in failures}
    outcomes = {step.item: step.outcome for step in sorted(view.steps(Stage.EXTRACT), key=lambda step: step.version)}
    withheld = view.withheld()
    documents = {}
    for document in view.documents():
        if document.id not in captures:
            raise BrokenProvenance(f"document {document.id} was never captured")
        text = texts.get(document.id)
        documents[document.id] = PublishedDocument(
            id=document.id,
            text_id=text.id if text else None,
            title=text.title if text else None,
            publisher=text.publisher if text else None,
            published=text.published if text else None,
            language=text.language if text else None,
            address=shown_address(captures[document.id], text.address if text else None),
            captured_at=min(capture.captured_at for capture in captures[document.id]),
            media_type=document.media_type,
            size=document.size,
            state=WITHDRAWN
            if document.id in withheld
            else document_state(
                document.id,
                text.id if text else None,
                failed,
                outcomes,
                carries_claims=text is not None and text.carries_claims,
            ),
        )
    return documents


def shown_address(captures: list[Capture], stated: str | None) -> str:
    """Prefer where it was fetched, then where the document says that it stands, then the name of the file."""
    for capture in captures:
        for address in (capture.final_address, capture.address):
            if address is not None and is_link(address):
                return public_address(address)
    if stated is not None and is_link(stated):
        return public_address(stated)
    return public_address(captures[0].address)


def document_state(
    document_id: str,
    text_id: str | None,
    failed: Mapping[tuple[Stage, str], str],
    outcomes: Mapping[str, str],
    *,
    carries_claims: bool,
) -> str:
    """Say whether the claims of a document were looked for, and if not why.

    `failed` gives reasons by stage and item, `outcomes` those of the extract stage by document text.
    """
    if reason := failed.get((Stage.READ, document_id)):
        return f"failed: {reason}"
    if text_id is None:
        return "not read yet"
    if carries_claims:
        return READ
    if reason := failed.get((Stage.EXTRACT, text_id)):
        return f"failed: {reason}"
    outcome = outcomes.get(text_id, "not looked through yet")
    return READ if outcome.startswith("done") else outcome


def _require_documents(
    document_ids: Iterable[str], documents: dict[str, PublishedDocument], archive: Archive | None
) -> None:
    for document_id in document_ids:
        if document_id not in documents:
            raise BrokenProvenance(f"claims rest on document {document_id}, which is not there")
        if archive is not None:
            archive.get(document_id)
