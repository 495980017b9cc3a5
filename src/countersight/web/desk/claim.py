"""One claim on one screen, with all that it takes to decide."""

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import NotFound
from countersight.model.claim import Claim
from countersight.model.decision import Decision
from countersight.model.docket import Docket
from countersight.model.finding import Finding
from countersight.model.text import DocumentText
from countersight.store.base import View
from countersight.values.person_names import person_key
from countersight.web.desk.access import for_role
from countersight.web.desk.board import queues
from countersight.web.desk.card import Difference, claim_rows, claim_title, differences
from countersight.web.desk.passage import Passage, cut_passage
from countersight.web.desk.queueing import ORDERS, Ask, Person, find_place
from countersight.web.desk.reasons import REASONS, tell_standing, tell_why
from countersight.web.desk.showing import SAID, asking, desk_answer, speaker
from countersight.web.evidence.dossiers import may_see
from countersight.web.language import Language, asked_language
from countersight.web.visitor import Role
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherClaim:
    """A claim beside the one under review."""

    id: str
    title: str
    kind: str
    state: str
    differences: tuple[Difference, ...] = ()


@for_role(Role.REVIEWER)
def show_claim(request: Request) -> Response:
    """Show a claim in its text, what is known of it, and the verdicts to choose from."""
    person, held = asking(request), queues(request)
    docket, language = held.board.docket, asked_language(request)
    ask = Ask.from_pairs(request.query_params.multi_items())
    with workspace(request).view() as view:
        claim = find_claim(view, request.path_params["claim"], person)
        text = view.text(claim.evidence[0].text_id)
        others = [one for one in view.claims(document_id=claim.document_id) if _is_open_to(one, claim, docket, person)]
        finding = finding_of(view, claim.id, person)
    place = find_place(held, ask, person, claim.id)
    visible = docket.visible(claim.id, person.name, person.readers)
    data = {
        "claim": claim,
        "title": claim_title(claim, language),
        "rows": claim_rows(claim, language),
        "siblings": _siblings(claim, others, docket, person, language),
        "newer": _newer(claim, others, docket, person, language),
        "decisions": visible,
        "why": tell_why(
            held, claim.id, claim.confidence, person, language, size=len(finding.claim_ids) if finding else 0
        ),
        "position": place.position,
        "queue_length": place.length,
        "previous": place.previous,
        "next": place.following[0] if place.following else None,
        "following": place.following,
        "finding_id": finding.id if finding else None,
    }
    return desk_answer(
        request,
        "desk/claim.html",
        data,
        ask=ask,
        text=text,
        passage=show_passage(request, text, claim, others),
        marked=set(),
        order_name=ORDERS[ask.order],
        reasons=REASONS,
        seen=visible[-1].id if visible else "",
        mine=docket.by_reviewer(claim.id).get(person_key(person.name)),
        is_open=place.position is not None,
        standing_note=tell_standing(docket, claim.id, person, language),
        others_standing=_of_others(docket, claim.id, person),
        flash=_flash(request, docket, person),
    )


def find_claim(view: View, claim_id: str, person: Person) -> Claim:
    """Return a claim that this person may see.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    claim = view.claim(claim_id)
    if claim.id in person.hidden or claim.document_id in person.hidden:
        raise NotFound(f"no claim {claim_id!r}")
    return claim


def finding_of(view: View, claim_id: str, person: Person) -> Finding | None:
    """Return the finding that a claim is in, if this person may see all that it rests on."""
    return next((one for one in view.findings(claim_id=claim_id) if may_see(view, one, person.hidden)), None)


def show_passage(request: Request, text: DocumentText, claim: Claim, others: list[Claim]) -> Passage:
    """Show the words of a claim in their surroundings, with those of other claims."""
    first, whole = claim.evidence[0], request.query_params.get("text") == "all"
    return cut_passage(text, [claim, *others], start=first.start, end=first.end, whole=whole)


def _is_open_to(other: Claim, claim: Claim, docket: Docket, person: Person) -> bool:
    blind = docket.hidden_claims(person.name, person.readers)
    return (
        other.id != claim.id
        and other.id not in person.hidden
        and other.id not in blind
        and other.evidence[0].text_id == claim.evidence[0].text_id
    )


def _siblings(
    claim: Claim, others: list[Claim], docket: Docket, person: Person, language: Language
) -> list[OtherClaim]:
    first = claim.evidence[0]
    beside = [one for one in others if any(e.start < first.end and first.start < e.end for e in one.evidence)]
    return [
        OtherClaim(
            id=one.id, title=claim_title(one, language), kind=one.kind.value, state=_state(docket, one.id, person)
        )
        for one in sorted(beside, key=lambda one: (one.evidence[0].start, one.id))
        if one.extractor == claim.extractor or one.extractor == "person"
    ]


def _newer(claim: Claim, others: list[Claim], docket: Docket, person: Person, language: Language) -> list[OtherClaim]:
    """Return what another extractor made of the same words, with what it reads differently."""
    first = claim.evidence[0]
    found = []
    for one in others:
        overlaps = any(e.start < first.end and first.start < e.end for e in one.evidence)
        if overlaps and one.extractor not in (claim.extractor, "person") and claim.extractor != "person":
            differing = tuple(differences(claim, one, language))
            found.append(OtherClaim(id=one.id, title=claim_title(one, language), kind=one.kind.value,
                                    state=_state(docket, one.id, person), differences=differing))  # fmt: skip
    return found


def _state(docket: Docket, claim_id: str, person: Person) -> str:
    """Return what this person may know of how a claim was decided, as a word of the interface."""
    if not docket.visible(claim_id, person.name, person.readers):
        return ""
    verdict = docket.settlement(claim_id, person.readers).verdict
    return {"accept": "accepted", "reject": "rejected", "unsure": "unsure", "edit": "edited"}.get(str(verdict), "")


def _of_others(docket: Docket, claim_id: str, person: Person) -> list[Decision]:
    """Return the standing decisions of others, which an editor can take back once they may be seen."""
    if not person.is_editor:
        return []
    own, seen = person_key(person.name), docket.visible(claim_id, person.name, person.readers)
    return [one for one in docket.standing(claim_id) if one in seen and person_key(one.reviewer) != own]


def _flash(request: Request, docket: Docket, person: Person) -> dict[str, Any] | None:
    """Say what was just decided, with a way to take it back."""
    subject = request.query_params.get("done", "")
    made: Decision | None = docket.by_reviewer(subject).get(person_key(person.name)) if subject else None
    say = speaker(request)
    if not subject:
        return None
    kind = "findings" if subject.startswith("fnd-") else "claims"
    if made is None:
        return {"words": say(SAID["undo"]), "can_undo": False, "subject": subject, "kind": kind, "decision": ""}
    words = f"{say(SAID[made.verdict.value])} · {subject[:12]}"
    return {"words": words, "can_undo": True, "subject": subject, "kind": kind, "decision": made.id}
