"""How reliable a source is, in a named person's judgement, with its basis."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from countersight.errors import BrokenChain
from countersight.values.digests import content_id


class Reliability(StrEnum):
    """The Admiralty letters, which belong to a source and never to what it says."""

    A = "A"
    """Completely reliable."""
    B = "B"
    """Usually reliable."""
    C = "C"
    """Fairly reliable."""
    D = "D"
    """Not usually reliable."""
    E = "E"
    """Unreliable."""
    F = "F"
    """Cannot be judged: not the same as unreliable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceAssessment:
    """One link in the append-only chain of assessments; the last one of a source stands."""

    id: str
    """Hash of everything below, `previous` included."""
    sequence: int
    """Counted from one."""
    source: str
    """The key of the source: a publisher's host or folded name, or a speaker's folded name."""
    reliability: Reliability
    basis: str
    """Why, in the words of who assessed it."""
    by: str
    decided_at: datetime
    previous: str
    """Id of the assessment before, of whatever source; empty for the first."""

    def __post_init__(self) -> None:
        if self.id != (expected := _link(**{name: getattr(self, name) for name in LINKED})):
            raise BrokenChain(f"assessment {self.sequence} is {self.id}, its content says {expected}")


LINKED = ("sequence", "source", "reliability", "basis", "by", "decided_at", "previous")
"""The fields that an assessment's id is the hash of."""


def assess_source(
    source: str, reliability: Reliability, *, basis: str, by: str, decided_at: datetime, after: SourceAssessment | None
) -> SourceAssessment:
    """Make the next link of the chain, `after` the last one."""
    content: dict[str, Any] = {
        "sequence": after.sequence + 1 if after else 1,
        "source": source,
        "reliability": reliability,
        "basis": basis,
        "by": by,
        "decided_at": decided_at,
        "previous": after.id if after else "",
    }
    return SourceAssessment(id=_link(**content), **content)


def _link(**content: Any) -> str:
    return content_id("src", [content[name] for name in LINKED])
