"""Editing a claim by its words, and adding one that the machine missed; each check is the server's."""

from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import DecisionConflict, NotFound, UnsoundClaim
from countersight.model.claim import Claim, Kind, Precision, Qualifier, Status
from countersight.model.text import DocumentText
from countersight.reference import load_reference
from countersight.review import Written, add_claim, edit_claim, write_claim
from countersight.store.base import View
from countersight.values.taxonomy import load_taxonomy
from countersight.web.desk.access import field, for_role, posted
from countersight.web.desk.board import docket, queues
from countersight.web.desk.card import Difference, claim_rows, claim_title, differences
from countersight.web.desk.claim import find_claim
from countersight.web.desk.deciding import find_onward, go_on, show_conflict
from countersight.web.desk.draft import Draft, draft_of, empty_draft, form_of, read_draft
from countersight.web.desk.passage import Passage, cut_passage
from countersight.web.desk.queueing import Ask, Person, find_place
from countersight.web.desk.showing import asking, desk_answer
from countersight.web.language import Language, asked_language
from countersight.web.rendering import answer
from countersight.web.visitor import Role
from countersight.web.workspace import workspace

FIELD_OF = {
    "technology": "technology-0",
    "evidence": "evidence-0",
    "time": "when",
    "words of the status": "status",
    "supplier territory": "supplier-territory-0",
    "recipient territory": "recipient-territory-0",
}
"""By the name of a slot in what the library finds wrong: the field of the form."""


@for_role(Role.REVIEWER)
def show_edit(request: Request) -> Response:
    """Show the form of a claim beside its text, filled with what the machine read."""
    person = asking(request)
    with workspace(request).view() as view:
        claim = find_claim(view, request.path_params["claim"], person)
        text = view.text(claim.evidence[0].text_id)
    return _page(request, draft_of(claim, asked_language(request)), text, claim)


@posted
@for_role(Role.REVIEWER)
def take_edit(request: Request, form: FormData) -> Response:
    """Put the claim that the form describes in place of the one that is edited."""
    person, space = asking(request), workspace(request)
    with space.view() as view:
        claim = find_claim(view, request.path_params["claim"], person)
        text = view.text(claim.evidence[0].text_id)
    draft = read_draft(_given(form))
    described, problems = form_of(draft, text, claim)
    if described is None:
        return _refuse(request, form, draft, text, claim, problems)
    ask = Ask.from_text(field(form, "queue"))
    onward = find_onward(request, form, ask, person, claim.id)
    try:
        written = edit_claim(
            space.store, claim.id, form=described, reviewer=person.name, reason=field(form, "note").strip(),
            now=datetime.now(UTC), expects=field(form, "seen") if "seen" in form else None, readers=person.readers,
        )  # fmt: skip
    except UnsoundClaim as error:
        return _refuse(request, form, draft, text, claim, list(error.problems))
    except DecisionConflict as conflict:
        return show_conflict(request, form, conflict)
    return go_on(request, form, written.decision, onward, ask)


@for_role(Role.REVIEWER)
def show_add(request: Request) -> Response:
    """Show an empty form beside the text that a claim is to be added from."""
    text = _find_text(request)
    return _page(request, empty_draft(), text, None)


@posted
@for_role(Role.REVIEWER)
def take_add(request: Request, form: FormData) -> Response:
    """Add the claim that the form describes, and stay with the document."""
    person, text = asking(request), _find_text(request)
    draft = read_draft(_given(form))
    described, problems = form_of(draft, text, None)
    if described is None:
        return _refuse(request, form, draft, text, None, problems)
    try:
        written: Written = add_claim(
            workspace(request).store, text.id, form=described, reviewer=person.name, reason=field(form, "note").strip(),
            now=datetime.now(UTC), readers=person.readers,
        )  # fmt: skip
    except UnsoundClaim as error:
        return _refuse(request, form, draft, text, None, list(error.problems))
    return go_on(
        request, form, written.decision, f"/review/claims/{written.claim.id}", Ask.from_text(field(form, "queue"))
    )


@posted
@for_role(Role.REVIEWER)
def check_draft(request: Request, form: FormData) -> Response:
    """Say what is wrong with a form as it stands, by slot, and in what it differs from the claim that is edited."""
    person = asking(request)
    with workspace(request).view() as view:
        claim = find_claim(view, field(form, "claim"), person) if field(form, "claim") else None
        text = view.text(claim.evidence[0].text_id) if claim else _text(view, field(form, "text"), person)
    draft = read_draft(_given(form))
    problems, differing = check(draft, text, claim, asked_language(request))
    return answer(request, "desk/check.html", {"problems": problems, "differences": differing})


def check(
    draft: Draft, text: DocumentText, claim: Claim | None, language: Language
) -> tuple[list[tuple[str, str]], list[Difference]]:
    """Return what is wrong with a form, by field, and in what it differs from the claim that is edited."""
    described, problems = form_of(draft, text, claim)
    if described is None:
        return problems, []
    try:
        written = write_claim(described, text, claim)
    except UnsoundClaim as error:
        return [(field_of(slot, draft), reason) for slot, reason in error.problems], []
    return [], differences(claim, written, language) if claim else []


def field_of(slot: str, draft: Draft) -> str:
    """Return the field of the form that a slot of the library is told in."""
    if slot.startswith("territory of the "):
        return f"{slot.removeprefix('territory of the ')}-territory-0"
    if slot.startswith("technology "):
        label = slot.removeprefix("technology ")
        return next((one.name for one in draft.some("technology") if one.values.get("code") == label), "technology-0")
    return FIELD_OF.get(slot, slot)


def _page(
    request: Request, draft: Draft, text: DocumentText, claim: Claim | None, *, status: int = 200, reason: str = ""
) -> Response:
    person, held, language = asking(request), queues(request), asked_language(request)
    ask = Ask.from_pairs(request.query_params.multi_items())
    if claim is not None:
        place = find_place(held, ask, person, claim.id)
        visible = held.board.docket.visible(claim.id, person.name, person.readers)
        seen, following = visible[-1].id if visible else "", place.following
        position, length = place.position, place.length
        what = {"claim": claim, "title": claim_title(claim, language), "rows": claim_rows(claim, language)}
    else:
        seen, following, position, length = "", (), None, 0
        what = {"claim": None, "title": "", "rows": []}
    problems = [(one.name, words) for one in draft.fields.values() for words in one.problems]
    data: dict[str, Any] = {**what, "text_id": text.id, "problems": problems}
    return desk_answer(
        request, "desk/edit.html", data, status=status, ask=ask, draft=draft, text=text,
        passage=_passage(request, text, claim, person), kinds=list(Kind), statuses=list(Status),
        qualifiers=list(Qualifier), precisions=list(Precision), labels=load_taxonomy(),
        territories=territory_names(language),
        seen=seen, following=following, position=position, queue_length=length, reason=reason,
    )  # fmt: skip


def _passage(request: Request, text: DocumentText, claim: Claim | None, person: Person) -> Passage:
    with workspace(request).view() as view:
        blind = docket(request).hidden_claims(person.name, person.readers) | person.hidden
        others = [
            one
            for one in view.claims(document_id=text.document_id)
            if one.evidence[0].text_id == text.id and one.id not in blind and (claim is None or one.id != claim.id)
        ]
    at = request.query_params.get("at", "")
    start = claim.evidence[0].start if claim else int(at) if at.isascii() and at.isdigit() and len(at) < 10 else 0
    start = min(start, len(text.text))
    whole = request.query_params.get("text") == "all"
    return cut_passage(text, [claim, *others] if claim else others, start=start, end=start, whole=whole)


def _refuse(
    request: Request, form: FormData, draft: Draft, text: DocumentText, claim: Claim | None,
    problems: list[tuple[str, str]],
) -> Response:  # fmt: skip
    """Show the form again with what is wrong beside each slot."""
    for slot, reason in problems:
        name = field_of(slot, draft)
        one = draft.fields.get(name) or draft.fields["supplier"]
        if reason not in one.problems:
            one.problems.append(f"{slot}: {reason}" if name not in draft.fields else reason)
    return _page(request, draft, text, claim, status=422, reason=field(form, "note"))


def _given(form: FormData) -> dict[str, str]:
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def _find_text(request: Request) -> DocumentText:
    with workspace(request).view() as view:
        return _text(view, request.path_params["text"], asking(request))


def _text(view: View, text_id: str, person: Person) -> DocumentText:
    text = view.text(text_id)
    if text.id in person.hidden or text.document_id in person.hidden:
        raise NotFound(f"no text {text_id!r}")
    return text


def territory_names(language: Language) -> list[str]:
    """Return the names of all territories in the language of the page, in order."""
    return sorted(language.territory(code) for code in load_reference("territories.yaml")["territories"])
