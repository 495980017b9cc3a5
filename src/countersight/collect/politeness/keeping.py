"""Fetches each host's robots.txt, once a day, and keeps what it says."""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from countersight.collect.answer import Answer
from countersight.collect.base import Clock
from countersight.collect.politeness.memory import Memory, recall_record, remember_record
from countersight.collect.politeness.robots import RobotsRules, reduce_robots
from countersight.errors import ForbiddenAddress, SourceUnavailable, UnreadableSource

KIND = "robots"
"""The kind of memory that keeps robots.txt, under its address."""

LIFE = timedelta(hours=24)
"""RFC 9309, 2.4: a copy should not be used for longer."""
PATIENCE = timedelta(days=30)
"""RFC 9309, 2.3.1.4: a robots.txt that could not be reached for so long may count as one that is not there."""

_MISSED_LIFE = timedelta(days=7)
"""How long such a one is not looked for again: longer than any rest that its failures bring about."""

_MOST_PARSED = 256
"""Hosts whose rules are kept ready; more are read anew from memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    text: str
    """Only what concerns the user agent."""
    user_agent: str
    fetched_at: datetime
    missed_since: datetime | None = None
    """Since when it could not be reached; `text` then says nothing."""

    def stands(self, now: datetime) -> bool:
        age = now - self.fetched_at
        if self.missed_since is None:
            return age < LIFE
        return self.fetched_at - self.missed_since >= PATIENCE and age < _MISSED_LIFE


class RobotsKeeper:
    """Knows what the robots.txt of each host says."""

    def __init__(self, ask: Callable[[str], Answer], *, user_agent: str, memory: Memory, clock: Clock) -> None:
        """Args: ask: fetches a robots.txt, politely; raises as `WebFetcher.ask`."""
        self._ask = ask
        self._user_agent = user_agent
        self._memory = memory
        self._clock = clock
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._parsed: dict[str, tuple[_Kept, RobotsRules]] = {}

    def rules(self, url: str) -> RobotsRules:
        """Return what the robots.txt of the host of `url` says; it is fetched if there is no copy of the last day.

        One that is not there (4xx), cannot be read, or redirects without end allows everything; so does one that could
        not be reached for thirty days.

        Raises:
            SourceUnavailable: it cannot be reached now (5xx, 429, no answer): nothing may be fetched of the host.
            HostResting: as the request for it.
        """
        address = robots_address(url)
        with self._locks[address]:  # who comes second waits for what the first is told
            kept = self._recall(address)
            if kept is None or not kept.stands(self._clock()):
                kept = self._fetch(address, kept)
        return self._parse(address, kept)

    def _recall(self, address: str) -> _Kept | None:
        kept = recall_record(self._memory, KIND, address, _Kept)
        return kept if kept is not None and kept.user_agent == self._user_agent else None

    def _parse(self, address: str, kept: _Kept) -> RobotsRules:
        ready = self._parsed.get(address)
        if ready is None or ready[0] != kept:
            if len(self._parsed) >= _MOST_PARSED:
                self._parsed = {}  # not one by one: another thread may be looking
            ready = self._parsed[address] = (kept, RobotsRules(kept.text, self._user_agent))
        return ready[1]

    def _fetch(self, address: str, before: _Kept | None) -> _Kept:
        try:
            answer = self._ask(address)
        except (UnreadableSource, ForbiddenAddress):
            return self._keep(address, "")
        except SourceUnavailable as error:
            return self._miss(address, before, error.reason)
        if answer.is_temporary:
            return self._miss(address, before, answer.said)
        return self._keep(address, answer.data.decode("utf-8", "replace") if answer.is_whole else "")

    def _miss(self, address: str, before: _Kept | None, reason: str) -> _Kept:
        now = self._clock()
        since = now if before is None else before.missed_since or now
        kept = self._keep(address, "", missed_since=since)
        if now - since < PATIENCE:
            raise SourceUnavailable(address, f"{reason}; without it nothing is fetched")
        return kept

    def _keep(self, address: str, text: str, *, missed_since: datetime | None = None) -> _Kept:
        kept = _Kept(
            text=reduce_robots(text, self._user_agent),
            user_agent=self._user_agent,
            fetched_at=self._clock(),
            missed_since=missed_since,
        )
        remember_record(self._memory, KIND, address, kept)
        return kept


def robots_address(url: str) -> str:
    """Return where the robots.txt for `url` is: at the root of the same scheme, host and port (RFC 9309, 2.3)."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"
