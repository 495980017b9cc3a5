"""The API for judgements: which findings are one deal or several, and which names are the same organization."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import NotFound
from countersight.model.clusters import Clusters
from countersight.model.entity import Entity, JudgementValue
from countersight.model.identity import IdentityJudgement
from countersight.resolve import open_registry
from countersight.resolve.identities import record_judgement, undo_judgement
from countersight.resolve.nodes import EntityLookup, Nodes
from countersight.review.deals import merge_findings, split_finding, undo_grouping
from countersight.store.base import View
from countersight.web.api.answers import asked_catalog, json_answer
from countersight.web.api.bodies import JudgementBody, MergeBody, SplitBody, UndoGroupingBody
from countersight.web.desk.refreshing import note_decision
from countersight.web.visitor import hidden, visitor
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """Judgements that stand now: those just made, and those that had said so before."""

    rows: list[IdentityJudgement]


def merge(request: Request, body: MergeBody) -> Response:
    """Judge that findings tell of one deal."""
    catalog, kept_back = asked_catalog(request), hidden(request)
    findings = [catalog.finding(name, hidden=kept_back).id for name in body.findings]
    return _judged(request, merge_findings(workspace(request).store, findings, **_signed(request, body.reason)))


def split(request: Request, body: SplitBody) -> Response:
    """Judge that the claims of a finding tell of different deals."""
    finding = asked_catalog(request).finding(request.path_params["id"], hidden=hidden(request))
    signed = _signed(request, body.reason)
    return _judged(request, split_finding(workspace(request).store, finding.id, body.groups, **signed))


def undo(request: Request, body: UndoGroupingBody) -> Response:
    """Take back a merge or split.

    Raises:
        NotFound: it is on a claim that this person may not see.
    """
    kept_back = hidden(request)
    with workspace(request).view() as view:
        meant = [link for link in view.identity_judgements() if link.sequence == body.sequence]
    if any({link.left, link.right} & kept_back for link in meant):
        raise NotFound(f"no judgement {body.sequence}")
    return _judged(request, undo_grouping(workspace(request).store, body.sequence, **_signed(request, body.reason)))


def judge(request: Request, body: JudgementBody) -> Response:
    """Judge whether two names or organizations are the same."""
    registry = open_registry(workspace(request).project.folder)

    def entity(node: str) -> Entity | None:
        return registry.entity(node)

    signed, store = _signed(request, body.reason), workspace(request).store
    with store.view() as view:
        nodes = _nodes(view, entity, hidden(request))
    if body.value is JudgementValue.NO_JUDGEMENT:
        return _judged(request, [undo_judgement(store, *nodes.find_judged(body.one, body.other), **signed)])
    pair = nodes.find_pair(body.one, body.other)
    made = record_judgement(store, *pair, body.value, entity=entity, confirmed=body.confirmed, **signed)
    return _judged(request, [made])


def _nodes(view: View, entity: EntityLookup, kept_back: frozenset[str]) -> Nodes:
    """Gather what can be judged from the claims that this person may see: a refusal names what is near."""
    resolver = view.standing_resolver()
    judgements = view.judgements(resolver) if resolver is not None else ()
    claims = (one for one in view.claims() if one.id not in kept_back and one.document_id not in kept_back)
    return Nodes(claims, judgements, Clusters(view.identity_judgements()), entity=entity)


def _signed(request: Request, reason: str) -> dict[str, Any]:
    return {"by": visitor(request).name, "reason": reason, "now": datetime.now(UTC)}


def _judged(request: Request, made: Sequence[IdentityJudgement]) -> Response:
    note_decision(request)
    return json_answer({"rows": made})
