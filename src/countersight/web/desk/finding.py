"""One finding: decide on it, take it apart, put it together with another."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import BadJudgement, ConflictingJudgement, DecisionConflict, NotFound
from countersight.model.claim import Claim
from countersight.model.docket import Docket
from countersight.model.finding import Finding, FindingParty
from countersight.model.source import publisher_key
from countersight.review import grouping_judgements, merge_findings, split_finding, undo_grouping
from countersight.store.base import View
from countersight.values.person_names import person_key
from countersight.web.desk.access import field, for_role, go_to, posted
from countersight.web.desk.board import queues
from countersight.web.desk.card import claim_title, deal_title
from countersight.web.desk.claim import find_claim, finding_of
from countersight.web.desk.deciding import go_on, show_conflict, take_decision
from countersight.web.desk.queueing import Ask, Person
from countersight.web.desk.refreshing import hurry, note_decision
from countersight.web.desk.showing import asking, desk_answer
from countersight.web.evidence.dossiers import find_finding as find_seen
from countersight.web.evidence.dossiers import may_see
from countersight.web.language import Language, asked_language
from countersight.web.visitor import Role
from countersight.web.workspace import workspace

CANDIDATES = 12
"""Findings offered to be put together with this one."""
SETTLING_S = 4.0
"""How long whoever has taken findings apart or put them together waits to see what came of it."""
GROUPS = 4
"""Parts that a finding can be taken apart into at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """One claim of the finding."""

    id: str
    title: str
    kind: str
    status: str
    quote: str
    source: str
    day: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A finding that may tell of the same deal."""

    id: str
    title: str
    kind: str
    claims: int
    time: str


@for_role(Role.REVIEWER)
def show_finding(request: Request) -> Response:
    """Show a finding with its claims, and what can be decided of it; one that is no more leads to what it became."""
    hurry(request)
    try:
        return _page(request)
    except NotFound:
        return _follow(request)


def _follow(request: Request) -> Response:
    """Lead from a finding that is no more to the one that most of its claims are in now.

    Raises:
        NotFound: there never was one, or this person may not see all that it rested on.
    """
    person, asked = asking(request), request.path_params["finding"]
    with workspace(request).view() as view:
        past = view.past_finding(asked)
        is_seen = may_see(view, past, person.hidden)
        found = (finding_of(view, name, person) for name in past.claim_ids if is_seen)
        now = Counter(finding.id for finding in found if finding is not None)
    if not now or past.id in now:
        raise NotFound(f"no finding {asked!r}")
    return go_to(f"/review/findings/{now.most_common(1)[0][0]}")


def _page(request: Request, *, status: int = 200, problem: str = "", given: FormData | None = None) -> Response:
    person, docket, language = asking(request), queues(request).board.docket, asked_language(request)
    with workspace(request).view() as view:
        finding = find_finding(view, request.path_params["finding"], person)
        lines = [_line(view, view.claim(name), docket, person, language) for name in finding.claim_ids]
        candidates = list(_candidates(view, finding, person, request.query_params.get("q", ""), language))
        trail = [
            link for link in grouping_judgements(view, finding.claim_ids) if not person.hidden & {link.left, link.right}
        ]
    visible = docket.visible(finding.id, person.name, person.readers)
    taken_back = {(link.left, link.right) for link in trail if link.value == "no_judgement"}
    data: dict[str, Any] = {
        "finding": finding,
        "title": finding_title(finding, language),
        "claims": lines,
        "decisions": visible,
        "candidates": candidates,
        "groupings": [
            link for link in trail if link.value != "no_judgement" and (link.left, link.right) not in taken_back
        ],
        "problem": problem,
    }
    return desk_answer(
        request, "desk/finding.html", data, status=status,
        seen=visible[-1].id if visible else "", groups=GROUPS, is_editor=person.is_editor, given=given or {},
        mine=docket.by_reviewer(finding.id).get(person_key(person.name)),
        searched=request.query_params.get("q", ""),
    )  # fmt: skip


@posted
@for_role(Role.REVIEWER)
def decide_finding(request: Request, form: FormData) -> Response:
    """Append a decision on a finding."""
    finding_id = _require(request)
    try:
        decision = take_decision(request, form, finding_id)
    except DecisionConflict as conflict:
        return show_conflict(request, form, conflict)
    return go_on(request, form, decision, f"/review/findings/{finding_id}", Ask.from_text(field(form, "queue")))


@posted
@for_role(Role.EDITOR)
def split(request: Request, form: FormData) -> Response:
    """Take a finding apart: the claims of each group tell of one deal, and the groups of different ones."""
    finding_id, person = _require(request), asking(request)
    groups: dict[str, set[str]] = {}
    for name, value in form.multi_items():
        if name.startswith("group:") and isinstance(value, str) and value:
            groups.setdefault(value, set()).add(name.removeprefix("group:"))
    try:
        split_finding(workspace(request).store, finding_id, list(groups.values()), by=person.name,
                      reason=field(form, "reason"), now=datetime.now(UTC))  # fmt: skip
    except (BadJudgement, ConflictingJudgement) as error:
        return _page(request, status=422, problem=str(error), given=form)
    return _settle(request, finding_id)


@posted
@for_role(Role.EDITOR)
def merge(request: Request, form: FormData) -> Response:
    """Put findings together: their claims tell of one deal."""
    finding_id, person = _require(request), asking(request)
    with workspace(request).view() as view:
        others = [
            find_finding(view, value, person).id for value in form.getlist("other") if isinstance(value, str) and value
        ]
    try:
        merge_findings(workspace(request).store, [finding_id, *others], by=person.name, reason=field(form, "reason"),
                       now=datetime.now(UTC))  # fmt: skip
    except (BadJudgement, ConflictingJudgement) as error:
        return _page(request, status=422, problem=str(error), given=form)
    return _settle(request, finding_id)


@posted
@for_role(Role.EDITOR)
def undo_group(request: Request, form: FormData) -> Response:
    """Take back a merge or a split as a whole."""
    finding_id, person = _require(request), asking(request)
    sequence = field(form, "sequence")
    if not (sequence.isascii() and sequence.isdigit() and len(sequence) < 10):
        raise BadJudgement("say which judgement is taken back")
    with workspace(request).view() as view:
        meant = [link for link in view.identity_judgements() if link.sequence == int(sequence)]
    if any(person.hidden & {link.left, link.right} for link in meant):
        raise NotFound(f"no judgement {sequence}")
    undo_grouping(workspace(request).store, int(sequence), by=person.name,
                  reason=field(form, "reason") or "taken back at the desk", now=datetime.now(UTC))  # fmt: skip
    return _settle(request, finding_id)


@for_role(Role.REVIEWER)
def show_where(request: Request) -> Response:
    """Lead from a claim to the finding that it is in now, once those that are being remade are there."""
    hurry(request, wait_s=SETTLING_S)
    with workspace(request).view() as view:
        person = asking(request)
        claim_id = find_claim(view, request.path_params["claim"], person).id
        found = finding_of(view, claim_id, person)
    if found is None:
        raise NotFound(f"{claim_id} is in no finding")
    return go_to(f"/review/findings/{found.id}")


def _settle(request: Request, finding_id: str) -> Response:
    """Go to where the first claim of a finding is once the findings are remade."""
    with workspace(request).view() as view:
        first = view.finding(finding_id).claim_ids[0]
    note_decision(request)
    hurry(request)
    return go_to(f"/review/claims/{first}/finding")


def _require(request: Request) -> str:
    with workspace(request).view() as view:
        return find_finding(view, request.path_params["finding"], asking(request)).id


def find_finding(view: View, finding_id: str, person: Person) -> Finding:
    """Return a finding that this person may see; of one that is no more, the error says where its claims are.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    finding = find_seen(view, finding_id, person.hidden)
    links = tuple(link for link in finding.links if may_see(view, view.finding(link.finding_id), person.hidden))
    return replace(finding, links=links)


def finding_title(finding: Finding, language: Language) -> str:
    """Name a finding in one line of plain words."""
    supplier, recipient = _party(finding.supplier, language), _party(finding.recipient, language)
    return deal_title(supplier, recipient, finding.technology, language)


def _party(party: FindingParty | None, language: Language) -> str:
    if party is None:
        return ""
    places = language.listed(map(language.territory, party.territories))
    return f"{party.name} ({places})" if party.name and places else party.name or places


def _line(view: View, claim: Claim, docket: Docket, person: Person, language: Language) -> ClaimLine:
    text = view.text(claim.evidence[0].text_id)
    shown = docket.visible(claim.id, person.name, person.readers)
    verdict = docket.settlement(claim.id, person.readers).verdict if shown else None
    return ClaimLine(
        id=claim.id, title=claim_title(claim, language), kind=claim.kind.value, status=claim.status.value,
        quote=claim.evidence[0].quote, source=publisher_key(text),
        day=text.published.isoformat() if text.published else "", state=str(verdict or ""),
    )  # fmt: skip


def _candidates(view: View, finding: Finding, person: Person, words: str, language: Language) -> Iterator[Candidate]:
    """Yield the findings with a party in common, those with both first; or those whose title has the words."""
    wanted = words.casefold().split()
    ranked = []
    for other in view.findings():
        if other.id == finding.id or person.hidden & {*other.claim_ids}:
            continue
        title = finding_title(other, language)
        shared = sum(_is_same(getattr(finding, role), getattr(other, role)) for role in ("supplier", "recipient"))
        if all(word in title.casefold() for word in wanted) if wanted else shared:
            alike = len({*finding.technology} & {*other.technology})
            ranked.append((-shared, -alike, other.kind != finding.kind, other.id, other, title))
    for *_, other, title in sorted(ranked, key=lambda one: one[:4])[:CANDIDATES]:
        time = " – ".join(dict.fromkeys(filter(None, (other.start, other.end))))
        yield Candidate(id=other.id, title=title, kind=other.kind.value, claims=len(other.claim_ids), time=time)


def _is_same(one: FindingParty | None, other: FindingParty | None) -> bool:
    if one is None or other is None:
        return False
    return one.key == other.key or bool(not (one.name and other.name) and _meet(one.territories, other.territories))


def _meet(one: Collection[str], other: Collection[str]) -> bool:
    return bool({*one} & {*other})
