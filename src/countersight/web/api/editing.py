"""The API for claims that people make: in place of what the machine read, or beside it."""

from dataclasses import dataclass
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import NotFound
from countersight.model.claim import Claim
from countersight.model.decision import Decision
from countersight.review import add_claim, describe_claim, edit_claim, read_form
from countersight.web.api.answers import asked_catalog, json_answer
from countersight.web.api.bodies import AddedBody, EditBody, to_record
from countersight.web.api.deciding import expected, find_subject
from countersight.web.desk.refreshing import note_decision
from countersight.web.rendering import part
from countersight.web.visitor import hidden, visitor
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswer:
    """A claim that a person made, and the decision by which it stands."""

    claim: Claim
    decision: Decision


def edit(request: Request, body: EditBody) -> Response:
    """Put a claim in place of another, which stays frozen beside it."""
    claim_id = find_subject(request)
    with workspace(request).view() as view:
        form = read_form(to_record(body.claim), onto=describe_claim(view.claim(claim_id)))
    written = edit_claim(
        workspace(request).store,
        claim_id,
        form=form,
        reviewer=visitor(request).name,
        reason=body.reason,
        now=datetime.now(UTC),
        expects=expected(request, claim_id, body.expects),
        readers=workspace(request).project.readers,
    )
    note_decision(request)
    return _created(written.claim, written.decision)


def add(request: Request, body: AddedBody) -> Response:
    """Add a claim to a document."""
    kept_back = hidden(request)
    document = asked_catalog(request).document(request.path_params["id"], hidden=kept_back)
    with workspace(request).view() as view:
        text = view.text(body.text_id)
    if text.document_id != document.id:
        raise NotFound(f"document {document.id} has no text {body.text_id!r}")
    written = add_claim(
        workspace(request).store,
        text.id,
        form=read_form(to_record(body.claim)),
        reviewer=visitor(request).name,
        reason=body.reason,
        now=datetime.now(UTC),
        readers=workspace(request).project.readers,
    )
    note_decision(request)
    return _created(written.claim, written.decision)


def _created(claim: Claim, decision: Decision) -> Response:
    where = {"Location": f"/api/v1/claims/{part(claim.id)}"}
    return json_answer({"claim": claim, "decision": decision}, status=201, headers=where)
