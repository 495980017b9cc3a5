"""The page of a claim's or finding's history: its versions, each beside the one before."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.errors import NotFound
from countersight.model.as_of import AsOf
from countersight.model.claim import PERSON_EXTRACTOR, Claim
from countersight.model.decision import Decision, Verdict
from countersight.model.docket import Docket
from countersight.model.finding import Finding
from countersight.store.base import View
from countersight.web.evidence.dossiers import Period, find_claim, find_finding, may_see, read_history
from countersight.web.evidence.sentences import say_claim, say_finding
from countersight.web.evidence.versions import Step, compare_claims, compare_findings, decided_between
from countersight.web.language import Language, asked_language
from countersight.web.rendering import address, answer
from countersight.web.visitor import hidden, visitor
from countersight.web.workspace import Workspace, workspace

MOST = 10
"""Versions that are compared, the last ones."""
BEGINNING = datetime.fromisoformat("0001-01-01T00:00:00+00:00")


class Asking:
    """Who asks, and what they may see."""

    def __init__(self, request: Request) -> None:
        self.place: Workspace = workspace(request)
        self.unseen: Collection[str] = hidden(request)
        self.reviewer, self.readers = visitor(request).name, self.place.project.readers
        self.language: Language = asked_language(request)

    def decisions(self, view: View, subject_id: str) -> tuple[Decision, ...]:
        """Return the decisions on a subject that they may see."""
        return Docket(view.decisions(subject_id=subject_id)).visible(subject_id, self.reviewer, self.readers)


def show_claim_history(request: Request) -> Response:
    """Show how a claim came to say what it says."""
    asking = Asking(request)
    with asking.place.view() as view:
        claim = find_claim(view, request.path_params["id"], asking.unseen)
        steps = [*_edits_to(view, claim, asking), *_edits_from(view, claim, asking)]
        history = read_history(view, claim.id)
    steps += _claim_periods(claim, history, asking)
    return _show(request, f"/claims/{claim.id}", say_claim(claim, asking.language), steps, history)


def show_finding_history(request: Request) -> Response:
    """Show how a finding changed with what was known and decided; `?was=` names one that it took the place of."""
    asking, finding_id, was = Asking(request), request.path_params["id"], request.query_params.get("was", "")
    with asking.place.view() as view:
        try:
            finding = find_finding(view, finding_id, asking.unseen)
        except NotFound:
            now = _successor(view, finding_id, asking)
            return RedirectResponse(address(request, f"/findings/{now.id}/history", was=finding_id), status_code=307)
        history = read_history(view, finding.id)
        steps = list(_finding_periods(view, history, finding, asking))
        steps += _taken_over(view, was, finding, history, asking) if was else []
    return _show(request, f"/findings/{finding.id}", say_finding(finding, asking.language), steps, history)


def _show(request: Request, path: str, said: Any, steps: list[Step], history: tuple[Period, ...]) -> Response:
    data = {"path": path, "steps": sorted(steps, key=lambda step: step.at, reverse=True), "history": history}
    return answer(request, "evidence/history.html", data, said=said)


def _edits_to(view: View, claim: Claim, asking: Asking) -> Iterator[Step]:
    """Yield the edits that led to a claim, the last one first, back to what the machine read."""
    seen = {claim.id}
    while claim.extractor.startswith(PERSON_EXTRACTOR) and len(seen) <= MOST:
        found = next(_edits_into(view, claim, asking), None)
        if found is None or found[0].id in seen:
            return
        old, edit = found
        yield _edited(old, claim, edit, asking.language)
        claim = old
        seen.add(claim.id)


def _edits_into(view: View, claim: Claim, asking: Asking) -> Iterator[tuple[Claim, Decision]]:
    for old in view.claims(document_id=claim.document_id):
        if old.id != claim.id and old.id not in asking.unseen:
            for one in asking.decisions(view, old.id):
                if one.replacement == claim.id:
                    yield old, one


def _edits_from(view: View, claim: Claim, asking: Asking) -> Iterator[Step]:
    """Yield the edits that put another claim in the place of this one, those that were taken back too."""
    for one in asking.decisions(view, claim.id):
        if one.verdict is Verdict.EDIT and one.replacement and one.replacement not in asking.unseen:
            with suppress(NotFound):
                yield _edited(claim, view.claim(one.replacement), one, asking.language)


def _edited(old: Claim, new: Claim, edit: Decision, language: Language) -> Step:
    changes = compare_claims(old, new, language)
    return Step(at=edit.decided_at, changes=changes, decisions=(edit,), before=old.id, after=new.id)


def _claim_periods(claim: Claim, history: tuple[Period, ...], asking: Asking) -> Iterator[Step]:
    """Yield what a claim's record said otherwise in its earlier periods: how sure the machine was, and which."""
    before: Claim | None = None
    for start, _ in history[-MOST:]:
        with asking.place.view(AsOf(recorded=start)) as then, suppress(NotFound):
            version = then.claim(claim.id)
            if before is not None and (changes := compare_claims(before, version, asking.language)):
                yield Step(at=start, changes=changes)
            before = version


def _finding_periods(view: View, history: tuple[Period, ...], finding: Finding, asking: Asking) -> Iterator[Step]:
    before: Finding | None = None
    since = BEGINNING
    for start, _ in history[-MOST:]:
        version = _as_of(finding.id, start, asking)
        if version is None:
            continue
        if before is not None:
            subjects = dict.fromkeys([finding.id, *before.claim_ids, *version.claim_ids])
            told = [one for name in subjects for one in asking.decisions(view, name)]
            decided = decided_between(told, since, start)
            changes = compare_findings(before, version, asking.language)
            if changes:
                yield Step(at=start, changes=changes, decisions=tuple(sorted(decided, key=lambda one: one.sequence)))
        before, since = version, start


def _successor(view: View, finding_id: str, asking: Asking) -> Finding:
    """Return the finding that most claims of one that is no more are in.

    Raises:
        NotFound: there never was one, the visitor may not see it, or nothing came after it.
    """
    past = view.past_finding(finding_id)
    if not may_see(view, past, asking.unseen):
        raise NotFound(f"no finding {finding_id!r}")
    now = [one for name in past.claim_ids for one in _findings_of(view, name, asking)]
    if not now:
        raise NotFound(f"no finding {finding_id!r}")
    return max(now, key=lambda one: (len({*one.claim_ids} & {*past.claim_ids}), one.id))


def _findings_of(view: View, claim_id: str, asking: Asking) -> list[Finding]:
    """Return the findings of a claim, or of those that edits put in its place."""
    names = [claim_id, *(one.replacement for one in asking.decisions(view, claim_id) if one.replacement)]
    return [one for name in names for one in view.findings(claim_id=name) if may_see(view, one, asking.unseen)]


def _taken_over(view: View, was: str, finding: Finding, history: tuple[Period, ...], asking: Asking) -> Iterator[Step]:
    """Yield what changed from a finding that is no more to the one that has its claims."""
    past = view.past_finding(was)
    if not may_see(view, past, asking.unseen) or not history:
        raise NotFound(f"no finding {was!r}")
    begun, ended = (read_history(view, was) or ((BEGINNING, None),))[0][0], history[-1][0]
    told = [one for name in dict.fromkeys([was, *past.claim_ids]) for one in asking.decisions(view, name)]
    decided = tuple(sorted(decided_between(told, begun, ended), key=lambda one: one.sequence))
    yield Step(at=ended, changes=compare_findings(past, finding, asking.language), decisions=decided)


def _as_of(finding_id: str, start: datetime, asking: Asking) -> Finding | None:
    with asking.place.view(AsOf(recorded=start)) as then:
        try:
            version = then.finding(finding_id)
        except NotFound:
            return None
        return version if may_see(then, version, asking.unseen) else None
