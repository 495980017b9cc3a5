"""Taking in decisions: one at a time or many at once, each once however often it is sent, and undoing."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import BadDecision, DecisionConflict, UsageError
from countersight.model.decision import Decision, Verdict
from countersight.review import record_decision
from countersight.web.desk.access import field, for_role, go_to, is_script, posted
from countersight.web.desk.board import docket, queues
from countersight.web.desk.claim import find_claim
from countersight.web.desk.queueing import Ask, Person, find_following
from countersight.web.desk.reasons import REASONS
from countersight.web.desk.refreshing import note_decision
from countersight.web.desk.showing import asking, desk_answer
from countersight.web.rendering import answer
from countersight.web.security.addresses import safe_next
from countersight.web.visitor import Role
from countersight.web.workspace import workspace

TAKEN_BACK = "taken back at the desk"
"""The reason of an undo, where the person gives none: whoever takes back their own word need not explain."""


@posted
@for_role(Role.REVIEWER)
def decide_claim(request: Request, form: FormData) -> Response:
    """Append a decision on a claim, and go on to the next of the queue."""
    person = asking(request)
    with workspace(request).view() as view:
        claim_id = find_claim(view, request.path_params["claim"], person).id
    ask = Ask.from_text(field(form, "queue"))
    onward = find_onward(request, form, ask, person, claim_id)
    try:
        decision = take_decision(request, form, claim_id)
    except DecisionConflict as conflict:
        return show_conflict(request, form, conflict)
    return go_on(request, form, decision, onward, ask)


def find_onward(request: Request, form: FormData, ask: Ask, person: Person, claim_id: str) -> str:
    """Return where the work goes on; the script, and forms that say where to go back to, know that themselves."""
    if is_script(request) or field(form, "back"):
        return "/review"
    following = find_following(queues(request), ask, person, claim_id, limit=1)
    return f"/review/claims/{following[0]}" if following else "/review"


def go_on(request: Request, form: FormData, decision: Decision, onward: str, ask: Ask) -> Response:
    """Answer a decision that was kept: the script with what was kept, a browser with where the work goes on."""
    note_decision(request)
    if is_script(request):
        return answer(request, "", {"decision": decision})
    if back := field(form, "back"):
        return go_to(with_done(safe_next(back), decision.subject_id))
    params = ask.to_text()
    return go_to(with_done(f"{onward}?{params}" if params else onward, decision.subject_id))


def with_done(address: str, subject_id: str) -> str:
    """Return an address whose page says what was just decided and offers to take it back."""
    return f"{address}{'&' if '?' in address else '?'}done={subject_id}"


def take_decision(request: Request, form: FormData, subject_id: str) -> Decision:
    """Append the decision that a form asks for, once.

    Raises:
        BadDecision: there is no such verdict, or it needs a reason.
        DecisionConflict: somebody decided since the form was made.
    """
    person = asking(request)
    verdict, reason = read_verdict(form)
    expects, undoes = form.get("seen"), field(form, "undoes")
    return record_decision(
        workspace(request).store,
        subject_id,
        verdict,
        reviewer=person.name,
        reason=reason,
        now=datetime.now(UTC),
        expects=expects if isinstance(expects, str) else None,
        readers=person.readers,
        undoes=undoes or None,
        as_editor=person.is_editor,
    )


def read_verdict(form: FormData) -> tuple[Verdict, str]:
    """Return the verdict of a form and its reason: a quick one, one in the reviewer's words, or both.

    Raises:
        BadDecision: there is no such verdict.
    """
    quick = REASONS.get(field(form, "quick"), "")
    said = field(form, "verdict") or (Verdict.REJECT.value if quick else "")
    if said not in list(Verdict):
        raise BadDecision(f"there is no verdict {said!r}")
    verdict = Verdict(said)
    words = field(form, "reason") if verdict in (Verdict.REJECT, Verdict.UNDO) else ""
    parts = (quick if verdict is Verdict.REJECT else "", words, field(form, "note"))
    reason = "; ".join(part.strip() for part in parts if part.strip())
    return verdict, reason or (TAKEN_BACK if verdict is Verdict.UNDO else "")


def show_conflict(request: Request, form: FormData, conflict: DecisionConflict) -> Response:
    """Answer 409 with both sides: what somebody else decided meanwhile, and what was not stored."""
    person = asking(request)
    theirs = docket(request).visible(conflict.subject_id, person.name, person.readers)
    verdict, reason = read_verdict(form)
    data: dict[str, Any] = {
        "conflict": {
            "subject": conflict.subject_id,
            "seen": theirs[-1].id if theirs else "",
            "theirs": theirs[-1:],
            "mine": {"verdict": verdict.value, "reason": reason},
        }
    }
    sent = [(name, value) for name, value in form.multi_items() if isinstance(value, str) and name != "seen"]
    return desk_answer(request, "desk/conflict.html", data, status=409, sent=sent, action=request.url.path,
                       decisions=theirs)  # fmt: skip


@posted
@for_role(Role.REVIEWER)
def decide_many(request: Request, form: FormData) -> Response:
    """Append the same verdict, for the same reason, on each claim of a selection."""
    person = asking(request)
    chosen = [value for value in form.getlist("claim") if isinstance(value, str)]
    if not chosen:
        raise BadDecision("no claim is selected: tick those that the verdict is for")
    verdict, reason = _shared_verdict(form)
    seen = {claim: field(form, f"seen:{claim}") for claim in dict.fromkeys(chosen)}
    done, missed = _append_all(request, seen, verdict, reason, person)
    note_decision(request)
    if is_script(request):
        return answer(request, "", {"decisions": done, "missed": missed})
    data = {"done": done, "missed": missed, "verdict": verdict.value, "reason": reason}
    return desk_answer(request, "desk/bulk.html", data, ask=Ask.from_text(field(form, "queue")))


def _shared_verdict(form: FormData) -> tuple[Verdict, str]:
    said, quick = field(form, "verdict"), REASONS.get(field(form, "quick"), "")
    if said not in (Verdict.ACCEPT.value, Verdict.REJECT.value, Verdict.UNSURE.value):
        raise BadDecision(f"there is no verdict {said!r} for many at once")
    reason = "; ".join(part for part in (quick, field(form, "reason").strip()) if part)
    if said == Verdict.REJECT.value and not reason:
        raise BadDecision("to reject needs a reason: choose one or write it")
    return Verdict(said), reason


def _append_all(
    request: Request, seen: Mapping[str, str], verdict: Verdict, reason: str, person: Person
) -> tuple[list[Decision], list[dict[str, str]]]:
    """Append one decision after the other; a claim that cannot be decided on is told and stops none of the others."""
    space, now = workspace(request), datetime.now(UTC)
    done, missed = [], []
    for claim_id, expects in seen.items():
        try:
            with space.view() as view:
                find_claim(view, claim_id, person)
            decision = record_decision(
                space.store, claim_id, verdict, reviewer=person.name, reason=reason, now=now,
                expects=expects, readers=person.readers,
            )  # fmt: skip
        except UsageError as error:
            missed.append({"claim": claim_id, "reason": str(error)})
        else:
            done.append(decision)
    return done, missed
