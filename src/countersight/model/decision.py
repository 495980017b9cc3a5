"""What a named reviewer decided, and what could not be done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from countersight.errors import BrokenChain
from countersight.values.digests import content_id


class Verdict(StrEnum):
    """A reviewer's answer. `undo` takes one back; nothing is overwritten."""

    ACCEPT = "accept"
    EDIT = "edit"
    """The words say something else: the claim that the decision names stands in place of the machine's."""
    REJECT = "reject"
    UNSURE = "unsure"
    UNDO = "undo"


SET_ASIDE = frozenset({Verdict.EDIT, Verdict.REJECT})
"""Verdicts after which the claim itself counts for nothing."""


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
    replacement: str | None = None
    """Of an edit: the claim put in place of the subject."""
    undoes: str | None = None
    """Of an undo: id of the decision taken back. Without it, as in links made before it was kept, the last on the same
    subject that stands."""

    def __post_init__(self) -> None:
        if (self.verdict is Verdict.EDIT) != bool(self.replacement) or self.replacement == self.subject_id:
            raise BrokenChain(f"decision {self.sequence}: an edit, and nothing else, names another claim")
        if self.undoes is not None and self.verdict is not Verdict.UNDO:
            raise BrokenChain(f"decision {self.sequence}: only an undo takes one back")
        if self.id != (expected := _link(**{name: getattr(self, name) for name in (*LINKED, *LINKED_IF_TOLD)})):
            raise BrokenChain(f"decision {self.sequence} is {self.id}, its content says {expected}")

    @property
    def answer(self) -> tuple[Verdict, str | None]:
        """What two people have to have in common to have decided alike."""
        return self.verdict, self.replacement


LINKED = ("sequence", "subject_id", "verdict", "reviewer", "decided_at", "reason", "previous")
"""The fields that a decision's id is the hash of."""
LINKED_IF_TOLD = ("replacement", "undoes")
"""Fields that came later: where empty they are in no hash and no record, so that old links stay as they are."""


def make_decision(
    subject_id: str,
    verdict: Verdict,
    reviewer: str,
    reason: str,
    *,
    decided_at: datetime,
    after: Decision | None,
    replacement: str | None = None,
    undoes: str | None = None,
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
        "replacement": replacement,
        "undoes": undoes,
    }
    return Decision(id=_link(**content), **content)


def _link(**content: Any) -> str:
    told = {name: content[name] for name in LINKED_IF_TOLD if content[name] is not None}
    return content_id("dec", [content[name] for name in LINKED], *([told] if told else []))
