"""The page of a claim: one sentence, its slots word for word, the words in their place, and all that leads back."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from countersight.model.claim import Claim
from countersight.model.decision import Decision
from countersight.model.finding import Finding
from countersight.model.text import DocumentText
from countersight.release.names import NOT_SO
from countersight.release.wording import Support
from countersight.store.base import View
from countersight.web.evidence.annotations import claim_annotation
from countersight.web.evidence.cards import Card, make_cards
from countersight.web.evidence.cited import cite_claim, permalink, styles
from countersight.web.evidence.documents import stands_at
from countersight.web.evidence.dossiers import ClaimDossier, open_claim
from countersight.web.evidence.noticed import read_notices
from countersight.web.evidence.passages import cut_excerpt
from countersight.web.evidence.records import DocumentRecord, document_record, text_record
from countersight.web.evidence.sentences import say_claim
from countersight.web.language import Language, asked_language, plain_words
from countersight.web.moments import asked_moment
from countersight.web.rendering import address, answer
from countersight.web.visitor import hidden, visitor
from countersight.web.workspace import workspace

SIBLINGS = 50
"""Claims of one finding that are told on the page of another; the finding's own page tells all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another claim of the same finding."""

    claim: Claim
    sentence: Any
    document: DocumentRecord
    origin: int
    """Number of its origin within the finding."""


def show_claim(request: Request) -> Response:
    """Show a claim."""
    place, unseen = workspace(request), hidden(request)
    language = asked_language(request)
    with place.view(asked_moment(request)) as view:
        dossier = open_claim(
            view, request.path_params["id"], unseen, reviewer=visitor(request).name, readers=place.project.readers
        )
        siblings = read_siblings(view, dossier.finding, language, without=dossier.claim.id)
        notices = read_notices(view, dossier.claim.id, unseen)
    claim, text = dossier.claim, dossier.text
    if claim.id != request.path_params["id"]:
        return RedirectResponse(address(request, f"/claims/{claim.id}"), status_code=307)
    if request.query_params.get("format") == "annotation":
        annotation = claim_annotation(claim, text, permalink(request, f"/claims/{claim.id}"))
        return JSONResponse(annotation, media_type="application/ld+json")
    card = find_card(dossier, language)
    data: dict[str, Any] = {
        "address": permalink(request, f"/claims/{claim.id}"),
        "sentence": plain_words(card.sentence),
        "claim": claim,
        "review": card.review,
        "interest": card.interest,
        "page": text.page_at(claim.evidence[0].start),
        "part": part.at if (part := text.part_at(claim.evidence[0].start)) else None,
        "document": document_record(dossier.document.document, dossier.document.captures, text),
        "text_record": text_record(text),
        "finding_id": dossier.finding.id if dossier.finding else None,
        "decisions": [decision_record(one) for one in dossier.decisions],
        "history": dossier.history,
        "replaced_by": dossier.replaced_by,
        "notices": notices,
    }
    return answer(
        request, "evidence/claim.html", data,
        card=card, text=text, excerpt=cut_excerpt(claim, card, text), siblings=siblings, finding=dossier.finding,
        finding_support=support_of, reader_page=data["page"] or 1,
        newest=newest_words(dossier), cited=styles(cite_claim(request, dossier)), texts_known=dossier.document.texts,
    )  # fmt: skip


def support_of(finding: Finding) -> str:
    """Tell how well a finding stands, as lists do."""
    statuses = set(finding.statuses)
    if statuses <= NOT_SO:
        return Support.DENIED.value
    if statuses & NOT_SO:
        return Support.CONTESTED.value
    return (Support.SEVERAL if len(finding.origins) > 1 else Support.ONE).value


def find_card(dossier: ClaimDossier, language: Language) -> Card:
    """Make the card of a claim, numbered within its text; of one that was set aside, alone."""
    claims = dossier.document.claims_on(dossier.text)
    if dossier.claim not in claims:
        claims = [dossier.claim]
    reviews = dossier.document.reviews
    cards = make_cards(claims, dossier.text, review=lambda name: reviews.get(name, "unreviewed"), language=language)
    return next(card for card in cards if card.id == dossier.claim.id)


def read_siblings(
    view: View, finding: Finding | None, language: Language, *, without: str = "", most: int = SIBLINGS
) -> list[Sibling]:
    """Read the claims of a finding, up to `most`, with the documents that they stand in."""
    if finding is None:
        return []
    origins = {name: number for number, one in enumerate(finding.origins, 1) for name in one.document_ids}
    told = []
    for claim_id in finding.claim_ids[:most]:
        if claim_id != without:
            claim = view.claim(claim_id)
            text, captures = view.text(claim.evidence[0].text_id), tuple(view.captures(claim.document_id))
            told.append(
                Sibling(
                    claim=claim,
                    sentence=say_claim(claim, language),
                    document=document_record(view.document(claim.document_id), captures, text),
                    origin=origins.get(claim.document_id, 0),
                )
            )
    return told


def newest_words(dossier: ClaimDossier) -> tuple[DocumentText, int | None] | None:
    """Return the newest reading, if it is another than the claim rests on, and where the claim's words stand in it."""
    newest = dossier.document.texts[0]
    return None if newest.id == dossier.text.id else (newest, stands_at(dossier.claim, newest))


def decision_record(decision: Decision) -> dict[str, Any]:
    """Tell a decision."""
    return {
        "verdict": decision.verdict,
        "reviewer": decision.reviewer,
        "decided_at": decision.decided_at,
        "reason": decision.reason,
        "replacement": decision.replacement,
    }
