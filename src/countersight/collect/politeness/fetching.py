"""Fetches pages as a guest should: by robots.txt, at each host's pace, and never again before it was asked to come."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from countersight.collect.base import Clock, Collected, utc_now
from countersight.collect.politeness.memory import Memory
from countersight.collect.politeness.validators import NotModified, Validators
from countersight.collect.web import WebFetcher


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a guest behaves where the host says nothing."""

    delay_s: float = 1.0
    """Seconds from the end of one request to a host to the next; a host's own wish counts where it is longer."""
    longest_wait_s: float = 30.0
    """What is not to be had within so many seconds is left for another run."""
    first_rest_s: float = 60.0
    """How long a host is left alone after its first failure; doubled with each further one."""
    longest_rest_s: float = 86_400.0
    """Whatever was asked for, a host is tried again after so many seconds."""
    obeys_robots: bool = True
    """False only for hosts that allowed it in so many words."""


class PoliteFetcher:
    """Fetches over a `WebFetcher`, one request at a time to a host, from as many threads as there are hosts."""

    def __init__(
        self,
        fetcher: WebFetcher,
        *,
        memory: Memory,
        manners: Manners = Manners(),
        clock: Clock = utc_now,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Args: memory: keeps what hosts asked for, so that a restart does not forget it."""
        self._fetcher = fetcher
        self._memory = memory
        self._manners = manners
        self._clock = clock
        self._pause = pause

    def fetch(self, url: str, *, known: Validators | None = None) -> Collected | NotModified:
        """Fetch `url` once, if its host may be asked now.

        Args:
            known: what the server gave with the capture that is already kept; a plain request without.

        Raises:
            ForbiddenByRobots: the host's robots.txt, or that of a host it redirects to, asks not to.
            HostResting: the host asked for patience, or failed before; its field `until` says when to come again.
            SourceUnavailable: no answer, a server error, or a broken answer; the host's rest has been noted.
            ForbiddenAddress, UnreadableSource, DocumentTooLarge, EmptyDocument: as `WebFetcher.fetch`.
        """
        raise NotImplementedError
