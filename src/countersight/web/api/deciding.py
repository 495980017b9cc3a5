"""The API for reviewing: what was decided on a claim or finding, and further decisions, each once."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import NotFound
from countersight.model.decision import Decision, Verdict
from countersight.model.docket import Docket, SettlementState
from countersight.review import record_decision
from countersight.web.api.answers import asked_catalog, json_answer, unchanged
from countersight.web.api.bodies import DecisionBody
from countersight.web.desk.refreshing import note_decision
from countersight.web.rendering import encode_special
from countersight.web.visitor import Role, hidden, visitor
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided on a claim or finding, as far as you may see it yet."""

    subject_id: str
    state: SettlementState
    """Of what you may see: a second reader sees nothing of the first before deciding."""
    verdict: Verdict | None
    """Of what is settled."""
    seen: str
    """Id of the last decision: send it as `expects`. Empty for none."""
    decisions: list[Decision]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionAnswer:
    """A decision that was kept, and what it comes to."""

    decision: Decision
    now: Decided


def show_decisions(request: Request) -> Response:
    """What was decided on a claim or finding; the ETag can be sent as If-Match with the next decision."""
    told = _decided(request, find_subject(request))
    tag = _tag(told)
    return unchanged(request, tag) or json_answer(told, headers={"ETag": tag})


def decide(request: Request, body: DecisionBody) -> Response:
    """Append a decision."""
    subject_id = find_subject(request)
    decision = record_decision(
        workspace(request).store,
        subject_id,
        Verdict(body.verdict),
        reviewer=visitor(request).name,
        reason=body.reason,
        now=datetime.now(UTC),
        expects=expected(request, subject_id, body.expects),
        readers=workspace(request).project.readers,
        undoes=body.undoes,
        as_editor=visitor(request).may(Role.EDITOR),
    )
    note_decision(request)
    told = _decided(request, subject_id)
    return json_answer({"decision": decision, "now": told}, headers={"ETag": _tag(told)})


def find_subject(request: Request) -> str:
    """Return the whole id of the claim or finding that the address names.

    One that was set aside can be named too, to take that back.

    Raises:
        NotFound: there is none that this person may see.
        AmbiguousId: more than one begins so.
    """
    name, kept_back = request.path_params["id"], hidden(request)
    if request.url.path.split("/")[3] == "findings":
        return _find_finding(request, name, kept_back)
    with workspace(request).view() as view:
        claim = view.claim(name)
    if claim.id in kept_back or claim.document_id in kept_back:
        raise NotFound(f"no claim {name!r}")
    return claim.id


def _find_finding(request: Request, name: str, kept_back: frozenset[str]) -> str:
    """Find a finding that stands, or one that is no more and was decided on."""
    with workspace(request).view() as view:
        past = view.decided_findings(readers=1).get(name)
    if past is not None and kept_back.isdisjoint(past):
        return name
    return asked_catalog(request).finding(name, hidden=kept_back).id


def expected(request: Request, subject_id: str, told: str | None) -> str | None:
    """Return the decision that whoever decides had seen last, by the body or by If-Match (RFC 9110, 13.1.1).

    Raises:
        HTTPException: something else was decided than If-Match names (412).
    """
    given = request.headers.get("if-match", "").strip()
    if given in ("", "*"):
        return told
    now = _decided(request, subject_id)
    if _tag(now) not in {one.strip() for one in given.split(",")}:
        raise HTTPException(412, f"{subject_id} was decided on since: read it again")
    return now.seen if told is None else told


def _decided(request: Request, subject_id: str) -> Decided:
    """Say what a person may see of a subject, and nothing that follows from what they may not see."""
    readers = workspace(request).project.readers
    with workspace(request).view() as view:
        links = list(view.decisions(subject_id=subject_id))
        whole = Docket(links)
        visible = whole.visible(subject_id, visitor(request).name, readers)
        docket = view.docket() if len(visible) == len(links) else Docket(visible)
    settlement = docket.settlement(subject_id, readers)
    return Decided(
        subject_id=subject_id,
        state=settlement.state,
        verdict=settlement.verdict,
        seen=visible[-1].id if visible else "",
        decisions=list(visible),
    )


def _tag(told: Decided) -> str:
    """Return a strong ETag: the same bytes for the same state, and another with any decision that may be seen."""
    body = msgspec.json.encode(msgspec.to_builtins(told, enc_hook=encode_special))
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'
