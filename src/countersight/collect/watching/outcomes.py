"""What comes of asking for one address, and what comes of one visit."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from countersight.collect.base import Collected
from countersight.errors import HostResting, SourceUnavailable
from countersight.model.failure import Failure


class Outcome(StrEnum):
    """What comes of asking for one address."""

    NEW = "new"
    """Kept for the first time."""
    UNCHANGED = "unchanged"
    """What is served is what was kept."""
    CHANGED = "changed"
    """Other bytes are served than were kept: both are kept."""
    VANISHED = "vanished"
    """What was kept is no longer served."""
    MOVED = "moved"
    """What was kept is no longer served: its address leads to a front page."""
    FAILED = "failed"
    WAITING = "waiting"
    """Its host wants patience: it is asked for in a later visit."""


class Stopped(Exception):
    """Somebody asked to stop: raised between two addresses, or while a host is waited for."""


PASSING = frozenset({SourceUnavailable.__name__, HostResting.__name__})
"""Reasons of failures that may pass by themselves."""

BROUGHT = (Outcome.NEW, Outcome.CHANGED)
"""The outcomes that make the yield of a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catch:
    """What came of asking for one address of one source: to be kept before the next is asked for."""

    source: str
    address: str
    outcome: Outcome
    at: datetime
    collected: Collected | None = None
    """What was fetched; nothing where the server said that it had not changed, or gave nothing."""
    before: str | None = None
    """The document that was kept from there before."""
    failure: Failure | None = None
    may_pass: bool = False
    """Of a failure, whether it may pass by itself."""
    detail: str = ""
    """In words: why it failed, how it vanished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSummary:
    """What came of one visit."""

    source: str
    begun_at: datetime
    ended_at: datetime | None
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    trouble: str | None = None
    """What went wrong with the source itself, in words."""
    verdict: str | None = None
    """What is odd about its yield, in words; nothing if it is as expected."""
    next_visit: datetime | None = None

    @property
    def brought(self) -> int:
        """How many documents are new or changed."""
        return sum(self.counts.get(outcome, 0) for outcome in BROUGHT)
