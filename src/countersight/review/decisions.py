"""Decisions of named persons, appended to the store's chain."""

from datetime import datetime
from typing import NamedTuple

from countersight.errors import BadDecision, DecisionConflict
from countersight.model.decision import Decision, Verdict
from countersight.model.docket import Docket
from countersight.store.base import Store, View, Writer
from countersight.values.person_names import person_key

NEEDS_REASON = frozenset({Verdict.REJECT, Verdict.UNDO})
"""Verdicts that take something away, from the dataset or from a colleague's work: they say why."""


class Wanted(NamedTuple):
    """A decision as somebody wants it, before it is held against what was decided already."""

    subject_id: str
    verdict: Verdict
    reviewer: str
    reason: str
    now: datetime
    replacement: str | None = None


def record_decision(
    store: Store,
    subject_id: str,
    verdict: Verdict,
    *,
    reviewer: str,
    reason: str,
    now: datetime,
    expects: str | None = None,
    readers: int = 1,
    undoes: str | None = None,
    as_editor: bool = False,
) -> Decision:
    """Append a reviewer's verdict on a claim or finding to the chain of decisions, once.

    The claim itself stays as the machine extracted it; whoever reads it takes the standing verdict into account. The
    same decision, sent again while it stands, is returned as it was made, so that a client which lost the answer can
    send it again: one that names in `expects` or `undoes` what it had seen is safe in any case.

    Args:
        store: where the subject is.
        subject_id: full id of a claim or finding.
        verdict: accept, reject, unsure, or undo; `edit_claim` edits.
        reviewer: the name that stands behind it.
        reason: in the reviewer's words; may be empty for accept and unsure.
        now: when it was decided, with a time zone.
        expects: id of the last decision on the subject that the reviewer had seen, empty for none; by default whatever
            it is. What the reviewer may not see yet does not count.
        readers: how many people have to decide alike in this project, on which it depends what a reviewer may see.
        undoes: id of the decision that an undo takes back; by default the reviewer's own last one that stands.
        as_editor: whether the reviewer may take back what others decided; without one of the reviewer's own and
            `undoes` that is the last one that stands.

    Raises:
        BadDecision: nobody is named, a reason is missing, the time has no time zone, or there is nothing to take back
            that the reviewer may.
        DecisionConflict: somebody decided on the subject in between.
        NotFound: the subject is no claim or finding of this store.
    """
    if verdict is Verdict.EDIT:
        raise BadDecision("an edit needs the claim that is put in place: see edit_claim")
    wanted = check_wanted(Wanted(subject_id, verdict, reviewer, reason, now))
    with store.writer() as writer, store.view() as view:
        if verdict is Verdict.UNDO:
            return _take_back(writer, view, wanted, expects, readers, undoes, as_editor=as_editor)
        if subject_id.startswith("clm-"):
            view.claim(subject_id)  # one that was withdrawn is not to be decided on
        return append_decision(writer, view, wanted, expects=expects, readers=readers)


def check_wanted(wanted: Wanted) -> Wanted:
    """Return a decision without stray spaces in its name and reason.

    Raises:
        BadDecision: nobody is named, a reason is missing, or the time has no time zone.
    """
    reviewer, reason = " ".join(wanted.reviewer.split()), wanted.reason.strip()
    if not any(letter.isalpha() for letter in reviewer):
        raise BadDecision("a decision needs the name of who decides")
    if wanted.verdict in NEEDS_REASON and not reason:
        raise BadDecision(f"to {wanted.verdict} needs a reason")
    if wanted.now.tzinfo is None:
        raise BadDecision("the time of a decision needs a time zone")
    return wanted._replace(reviewer=reviewer, reason=reason)


def append_decision(writer: Writer, view: View, wanted: Wanted, *, expects: str | None, readers: int) -> Decision:
    """Append a checked decision, unless it was made already.

    Raises:
        DecisionConflict: somebody decided on the subject in between.
    """
    docket = Docket(view.decisions(subject_id=wanted.subject_id))
    made = _find_made(docket, wanted, expects)
    if made is not None:
        return made
    _check_expected(docket, wanted, expects, readers)
    return _append(writer, wanted)


def _take_back(
    writer: Writer,
    view: View,
    wanted: Wanted,
    expects: str | None,
    readers: int,
    undoes: str | None,
    *,
    as_editor: bool,
) -> Decision:
    docket = Docket(view.decisions(subject_id=wanted.subject_id))
    own = [link for link in docket.links(wanted.subject_id) if _is_by(link, wanted.reviewer)]
    if own and own[-1].verdict is Verdict.UNDO and own[-1].reason == wanted.reason:
        if undoes is not None and own[-1].undoes == undoes:
            return own[-1]
        if _is_before(docket, own[-1], expects):
            return own[-1]
    _check_expected(docket, wanted, expects, readers)
    target = _find_target(docket, wanted, undoes, as_editor=as_editor)
    if target.replacement is not None:
        further = Docket(view.decisions(subject_id=target.replacement)).settlement(target.replacement, readers)
        if further.verdict is Verdict.EDIT:
            raise BadDecision(f"{target.replacement} was itself edited since: take that back first")
    return _append(writer, wanted, undoes=target.id)


def _find_target(docket: Docket, wanted: Wanted, undoes: str | None, *, as_editor: bool) -> Decision:
    standing = docket.standing(wanted.subject_id)
    own = [decision for decision in standing if _is_by(decision, wanted.reviewer)]
    allowed = standing if as_editor else own
    named = [decision for decision in allowed if decision.id == undoes]
    if undoes is None:
        named = own or [*allowed]
    if named:
        return named[-1]
    if not standing or (undoes is not None and undoes not in {decision.id for decision in standing}):
        raise BadDecision(f"there is no decision to take back on {wanted.subject_id} that stands")
    raise BadDecision(f"no decision of {wanted.reviewer} stands there; only an editor takes back what others decided")


def _find_made(docket: Docket, wanted: Wanted, expects: str | None) -> Decision | None:
    """Return the decision that stands if it is just this one.

    It may be sent again knowingly, to have the last word after another's; only if it is told that the reviewer had not
    seen it, or none came after it, it is taken for the same.
    """
    made = docket.by_reviewer(wanted.subject_id).get(person_key(wanted.reviewer))
    if made is None or (made.answer, made.reason) != ((wanted.verdict, wanted.replacement), wanted.reason):
        return None
    is_last = docket.standing(wanted.subject_id)[-1] is made
    return made if is_last or _is_before(docket, made, expects) else None


def _is_before(docket: Docket, link: Decision, expects: str | None) -> bool:
    """Whether what a reviewer had seen last came before a link."""
    before = {other.id for other in docket.links(link.subject_id) if other.sequence < link.sequence}
    return expects is not None and expects in {"", *before}


def _check_expected(docket: Docket, wanted: Wanted, expects: str | None, readers: int) -> None:
    seen = docket.visible(wanted.subject_id, wanted.reviewer, readers)
    last = seen[-1].id if seen else ""
    if expects is not None and expects != last:
        raise DecisionConflict(wanted.subject_id, expects, last)


def _is_by(decision: Decision, reviewer: str) -> bool:
    return person_key(decision.reviewer) == person_key(reviewer)


def _append(writer: Writer, wanted: Wanted, *, undoes: str | None = None) -> Decision:
    return writer.decide(
        wanted.subject_id,
        wanted.verdict,
        wanted.reviewer,
        wanted.reason,
        decided_at=wanted.now,
        replacement=wanted.replacement,
        undoes=undoes,
    )


def find_subject(view: View, beginning: str, verdict: Verdict) -> str:
    """Return the id of the claim or finding that begins so. To undo, a finding that is no more can be named too.

    Raises:
        NotFound: none has it; of a finding that is no more, where its claims are now.
        AmbiguousId: more than one begins so.
    """
    if not beginning.startswith("fnd-"):
        return view.claim(beginning).id
    decided = [name for name in view.decided_findings() if name.startswith(beginning)]
    if verdict is Verdict.UNDO and len(decided) == 1:
        return decided[0]
    return view.finding(beginning).id


def standing_verdicts(view: View, *, readers: int = 1) -> dict[str, Verdict]:
    """Return the verdict that stands on each claim or finding that has one: see `View.verdicts`."""
    return view.verdicts(readers=readers)
