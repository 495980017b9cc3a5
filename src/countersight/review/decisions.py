"""Decisions of named persons, appended to the store's chain."""

from datetime import datetime

from countersight.errors import BadDecision
from countersight.model.decision import Decision, Verdict
from countersight.store.base import Store, View

NEEDS_REASON = frozenset({Verdict.REJECT, Verdict.UNDO})
"""Verdicts that take something away, from the dataset or from a colleague's work: they say why."""


def record_decision(
    store: Store, subject_id: str, verdict: Verdict, *, reviewer: str, reason: str, now: datetime
) -> Decision:
    """Append a reviewer's verdict on a claim or finding to the chain of decisions.

    The claim itself stays as the machine extracted it; whoever reads it takes the standing verdict into account.

    Args:
        store: where the subject is.
        subject_id: full id of a claim or finding.
        verdict: accept, reject, unsure, or undo of the last decision on the same subject.
        reviewer: the name that stands behind it.
        reason: in the reviewer's words; may be empty for accept and unsure.
        now: when it was decided, with a time zone.

    Raises:
        BadDecision: nobody is named, a reason is missing, or the time has no time zone.
        NotFound: the subject is no claim or finding of this store.
    """
    reviewer, reason = " ".join(reviewer.split()), reason.strip()
    if not any(letter.isalpha() for letter in reviewer):
        raise BadDecision("a decision needs the name of who decides")
    if verdict in NEEDS_REASON and not reason:
        raise BadDecision(f"to {verdict} needs a reason")
    if now.tzinfo is None:
        raise BadDecision("the time of a decision needs a time zone")
    with store.writer() as writer:
        return writer.decide(subject_id, verdict, reviewer, reason, decided_at=now)


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


def standing_verdicts(view: View) -> dict[str, Verdict]:
    """Return the verdict that stands on each claim or finding that has one: the last, undone ones left out."""
    return view.verdicts()
