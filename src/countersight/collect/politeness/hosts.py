"""Keeps when each host may be asked again: its pace, and the rest it is given after it failed or asked for patience."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from countersight.collect.base import Clock
from countersight.collect.politeness.manners import Manners
from countersight.collect.politeness.memory import Memory, recall_record, remember_record

KIND = "host"
"""The kind of memory that keeps what is known of a host, under its name."""

FAILURES_BEFORE_REST = 3
"""In a row, where the host asks for nothing: one page that fails is that page's fault, three are the host's."""

_MOST_DOUBLINGS = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class HostState:
    """What is known of a host."""

    next_at: datetime
    """In UTC; before it, nothing is asked."""
    reason: str = ""
    """Why `next_at` is later than its pace alone would have it."""
    failures: int = 0
    """In a row."""
    rests: int = 0
    """In a row: how often it was left alone."""


class Hosts:
    """Keeps the state of hosts in a memory."""

    def __init__(self, memory: Memory, manners: Manners, clock: Clock) -> None:
        self._memory = memory
        self._manners = manners
        self._clock = clock

    def state(self, host: str) -> HostState | None:
        """Return what is known of `host`."""
        return recall_record(self._memory, KIND, host, HostState)

    def asked(self, host: str, delay_s: float) -> None:
        """Note that a request to `host` is over, and that the next may follow after `delay_s` seconds."""
        state = self._known(host)
        next_at = self._clock() + timedelta(seconds=delay_s)
        if next_at > state.next_at:
            self._keep(host, replace(state, next_at=next_at))

    def succeeded(self, host: str) -> None:
        """Note that `host` answered as it should."""
        state = self._known(host)
        if state.failures or state.rests or state.reason:
            self._keep(host, HostState(next_at=state.next_at))

    def failed(
        self, host: str, reason: str, *, asked_s: float = 0.0, at_once: bool = False, is_answer: bool = True
    ) -> None:
        """Note that `host` failed, and let it rest: at once if it asked for that, else after some failures in a row.

        Each rest in a row is twice as long as the one before, or as long as the host asked if that is longer.

        Args:
            asked_s: seconds of its `retry-after`.
            at_once: whether its answer says that the host, and not the page, is at its limits.
            is_answer: whether it answered at all.
        """
        state = self._known(host)
        failures = state.failures + 1
        if not (at_once or asked_s > 0 or state.rests or failures >= FAILURES_BEFORE_REST):
            self._keep(host, replace(state, failures=failures))
            return
        manners = self._manners
        # A host that says for how long is believed; only one that says nothing is met with growing caution.
        own_s = manners.first_rest_s * 2 ** min(state.rests, _MOST_DOUBLINGS) if not asked_s or state.rests else 0.0
        longest_s = manners.longest_rest_s if is_answer else manners.longest_rest_unanswered_s
        rest_s = min(max(asked_s, own_s), longest_s)
        next_at = max(state.next_at, self._clock() + timedelta(seconds=rest_s))
        self._keep(host, HostState(next_at=next_at, reason=reason, failures=failures, rests=state.rests + 1))

    def _known(self, host: str) -> HostState:
        return self.state(host) or HostState(next_at=self._clock())

    def _keep(self, host: str, state: HostState) -> None:
        remember_record(self._memory, KIND, host, state)
