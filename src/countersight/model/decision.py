"""What a named reviewer decided, and what could not be done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from countersight.errors import BrokenChain
from countersight.values.digests import content_id


class Verdict(StrEnum):
    """A reviewer's answer. `undo` takes back the last decision on the same subject; nothing is overwritten."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One link in the append-only chain of decisions."""

    id: str
    """Hash of everything below, `previous` included: a change anywhere breaks the chain from there on."""
    sequence: int
    """Counted from one."""
    subject_id: str
    """A claim or finding."""
    verdict: Verdict
    reviewer: str
    decided_at: datetime
    reason: str
    previous: str
    """Id of the decision before, empty for the first."""

    def __post_init__(self) -> None:
        if self.id != (expected := decision_id(self)):
            raise BrokenChain(f"decision {self.sequence} is {self.id}, its content says {expected}")


def decision_id(decision: Decision) -> str:
    """Compute the link's hash from its content."""
    return content_id(
        "dec", decision.sequence, decision.subject_id, decision.verdict, decision.reviewer, decision.decided_at.isoformat(),
        decision.reason, decision.previous,
    )  # fmt: skip


def make_decision(
    subject_id: str, verdict: Verdict, reviewer: str, reason: str, *, decided_at: datetime, after: Decision | None
) -> Decision:
    """Make the next link of the chain."""
    sequence, previous = (after.sequence + 1, after.id) if after else (1, "")
    link = content_id("dec", sequence, subject_id, verdict, reviewer, decided_at.isoformat(), reason, previous)
    return Decision(
        id=link, sequence=sequence, subject_id=subject_id, verdict=verdict, reviewer=reviewer, decided_at=decided_at,
        reason=reason, previous=previous,
    )  # fmt: skip
