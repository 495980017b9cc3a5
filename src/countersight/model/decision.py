"""What a named reviewer decided, and what could not be done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

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
        if self.id != (expected := _link(**{name: getattr(self, name) for name in LINKED})):
            raise BrokenChain(f"decision {self.sequence} is {self.id}, its content says {expected}")


LINKED = ("sequence", "subject_id", "verdict", "reviewer", "decided_at", "reason", "previous")
"""The fields that a decision's id is the hash of."""


def make_decision(
    subject_id: str, verdict: Verdict, reviewer: str, reason: str, *, decided_at: datetime, after: Decision | None
) -> Decision:
    """Make the next link of the chain, `after` the last one."""
    content: dict[str, Any] = {
        "sequence": after.sequence + 1 if after else 1,
        "subject_id": subject_id,
        "verdict": verdict,
        "reviewer": reviewer,
        "decided_at": decided_at,
        "reason": reason,
        "previous": after.id if after else "",
    }
    return Decision(id=_link(**content), **content)


def _link(**content: Any) -> str:
    return content_id("dec", [content[name] for name in LINKED])
