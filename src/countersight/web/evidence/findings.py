"""The page of a finding: the proposition, how far it can be relied on and why, and its claims by their origins."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from countersight.drawing import Event, Frame, Lane, Stage
from countersight.drawing.timeline import draw_timeline
from countersight.errors import NotFound
from countersight.model.claim import Claim, Status
from countersight.model.docket import Docket
from countersight.model.finding import EvidenceLevel, Finding, Origin
from countersight.store.base import View
from countersight.web.evidence.cited import cite_finding, permalink, styles
from countersight.web.evidence.claims import Sibling, decision_record, read_siblings, support_of
from countersight.web.evidence.dossiers import (
    Period,
    find_claim,
    find_finding,
    may_see,
    name_review,
    read_history,
    review_claims,
)
from countersight.web.evidence.noticed import read_notices
from countersight.web.evidence.sentences import say_finding
from countersight.web.language import Language, asked_language, plain_words
from countersight.web.moments import asked_moment
from countersight.web.pages.drawing_assets import style_address
from countersight.web.pages.drawings import drawing_words
from countersight.web.rendering import address, answer
from countersight.web.visitor import hidden, visitor
from countersight.web.workspace import workspace

LEVELS = tuple(reversed(EvidenceLevel))
"""From the least to the most that evidence can carry."""
TOLD = 200
"""Claims that are read for one page; the list of claims tells all."""
PLANS = {Status.PLANNED: Stage.PLANNED, Status.DENIED: Stage.CALLED_OFF, Status.CANCELLED: Stage.CALLED_OFF}


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginGroup:
    """The claims of one origin."""

    number: int
    origin: Origin
    claims: tuple[Sibling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedFinding:
    """A finding that this one is linked to."""

    relation: str
    reason: str
    finding: Finding
    sentence: Markup


def show_finding(request: Request) -> Response:
    """Show a finding; of one that is no more, say where its claims are now."""
    place, unseen, finding_id = workspace(request), hidden(request), request.path_params["id"]
    language = asked_language(request)
    with place.view(asked_moment(request)) as view:
        try:
            finding = find_finding(view, finding_id, unseen)
        except NotFound:
            return _answer_moved(request, view, finding_id, unseen)
        if finding.id != finding_id:
            return RedirectResponse(address(request, f"/findings/{finding.id}"), status_code=307)
        told = read_siblings(view, finding, language, most=TOLD)
        docket = Docket(view.decisions(subject_id=finding.id))
        links = tuple(_linked(view, finding, unseen, language))
        reviews = review_claims(view, [one.claim for one in told], readers=place.project.readers)
        notices = read_notices(view, finding.id, unseen)
        history, citation = read_history(view, finding.id), cite_finding(request, finding, view)
    decisions = docket.visible(finding.id, visitor(request).name, place.project.readers)
    sentence = say_finding(finding, language)
    data: dict[str, Any] = {
        "address": permalink(request, f"/findings/{finding.id}"),
        "sentence": plain_words(sentence),
        "finding": replace(finding, links=tuple(one for one in finding.links if _is_linked(one.finding_id, links))),
        "support": support_of(finding),
        "review": name_review(docket.settlement(finding.id, place.project.readers)),
        "claims": [one.claim for one in told],
        "claim_reviews": reviews,
        "decisions": [decision_record(one) for one in decisions],
        "history": history,
        "notices": notices,
    }
    return answer(
        request, "evidence/finding.html", data,
        said=sentence, groups=group_by_origin(finding, told), links=links, levels=LEVELS, cited=styles(citation),
        by_id={one.claim.id: one for one in told}, drawing_style=style_address(),
        timeline=draw_claims(told, asked_language(request)), past=_past_periods(history),
        interval=draw_interval(finding),
    )  # fmt: skip


def group_by_origin(finding: Finding, told: Iterable[Sibling]) -> tuple[OriginGroup, ...]:
    """Put a finding's claims together by their origins, those of a rejected document last."""
    by_number: dict[int, list[Sibling]] = {}
    for one in told:
        by_number.setdefault(one.origin, []).append(one)
    return tuple(
        OriginGroup(number=number, origin=origin, claims=tuple(by_number.get(number, ())))
        for number, origin in enumerate(finding.origins, 1)
    )


def draw_claims(told: Iterable[Sibling], language: Language) -> Markup | None:
    """Draw the claims that tell a time, a lane for each origin; none where none does."""
    name = language.translations.gettext("Origin %(number)s")
    lanes: dict[int, list[Event]] = {}
    for one in told:
        when = one.claim.when
        if when is not None and (when.start or when.end):
            lanes.setdefault(one.origin, []).append(_event(one, when.start, when.end))
    if not lanes:
        return None
    drawn = [Lane(label=name % {"number": number}, events=tuple(events)) for number, events in sorted(lanes.items())]
    return draw_timeline(drawn, frame=Frame(key="claims", words=drawing_words(language.code)))


def draw_interval(finding: Finding) -> Markup | None:
    """Draw a probability with its interval on a line from 0 to 1; the words beside it say the same."""
    grade = finding.grade
    if grade is None:
        return None
    ticks = Markup("").join(
        Markup('<line class="tick" x1="{x}" x2="{x}" y1="16" y2="24"/>').format(x=10 + tenth * 30)
        for tenth in range(11)
    )
    return Markup(
        '<svg class="probability" viewBox="0 0 320 40" aria-hidden="true" focusable="false">{ticks}'
        '<line class="scale" x1="10" x2="310" y1="20" y2="20"/>'
        '<rect class="span" x="{low:.1f}" y="13" width="{width:.1f}" height="14" rx="7"/>'
        '<circle class="point" cx="{point:.1f}" cy="20" r="7"/></svg>'
    ).format(
        ticks=ticks,
        low=10 + 300 * grade.low,
        width=max(300 * (grade.high - grade.low), 2),
        point=10 + 300 * grade.probability,
    )


def _event(one: Sibling, start: date | None, end: date | None) -> Event:
    claim: Claim = one.claim
    return Event(
        label=f"{plain_words(one.sentence)} {claim.when.mention.name if claim.when else ''}",
        start=start,
        end=end,
        stage=PLANS.get(claim.status, Stage.STATED),
        href=f"/claims/{claim.id}",
    )


def _linked(view: View, finding: Finding, unseen: Collection[str], language: Language) -> Iterable[LinkedFinding]:
    for link in finding.links:
        try:
            other = find_finding(view, link.finding_id, unseen)
        except NotFound:
            continue
        yield LinkedFinding(
            relation=link.relation.value, reason=link.reason, finding=other, sentence=say_finding(other, language)
        )


def _is_linked(finding_id: str, links: Iterable[LinkedFinding]) -> bool:
    return any(link.finding.id == finding_id for link in links)


def _past_periods(history: tuple[Period, ...]) -> list[Period]:
    return [period for period in history if period[1] is not None]


def _answer_moved(request: Request, view: View, finding_id: str, unseen: Collection[str]) -> Response:
    """Lead on from a finding that is no more: to the one that all its claims are in now, or to where each is.

    Raises:
        NotFound: there never was one, or the visitor may not see a claim of it.
    """
    past = view.past_finding(finding_id)
    if not may_see(view, past, unseen):
        raise NotFound(f"no finding {finding_id!r}")
    now: dict[str, Finding] = {}
    gone: list[str] = []
    for claim_id in past.claim_ids:
        found = next((one for one in view.findings(claim_id=claim_id) if may_see(view, one, unseen)), None)
        if found is None:
            gone.append(claim_id)
        else:
            now[found.id] = found
    if len(now) == 1 and not gone:
        target = address(request, f"/findings/{next(iter(now))}", was=past.id)
        return RedirectResponse(target, status_code=308, headers={"Cache-Control": "no-store"})
    language = asked_language(request)
    data = {"was": past, "now": list(now.values()), "gone": [one for one in gone if _is_there(view, one, unseen)]}
    said = {one.id: say_finding(one, language) for one in (past, *now.values())}
    return answer(request, "evidence/moved.html", data, said=said, status=410)


def _is_there(view: View, claim_id: str, unseen: Collection[str]) -> bool:
    try:
        find_claim(view, claim_id, unseen)
    except NotFound:
        return False
    return True
