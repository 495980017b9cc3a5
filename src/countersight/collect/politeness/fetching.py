"""Fetches pages as a guest should: by robots.txt, at each host's pace, and never again before it was asked to come."""

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import urlsplit

from countersight.collect.answer import Answer, collect_answer
from countersight.collect.base import Clock, Collected, utc_now
from countersight.collect.politeness.hosts import Hosts
from countersight.collect.politeness.keeping import RobotsKeeper, robots_address
from countersight.collect.politeness.manners import Manners
from countersight.collect.politeness.memory import Memory
from countersight.collect.politeness.robots import MAX_BYTES, RobotsRules
from countersight.collect.politeness.validators import NotModified, Validators
from countersight.collect.url import web_address
from countersight.collect.web import WebFetcher
from countersight.errors import ForbiddenByRobots, HostResting, SourceUnavailable, UnreadableSource

_AT_LIMITS = frozenset({429, 503})
"""Statuses by which the host, not the page, asks for patience (RFC 6585, 4; RFC 9110, 15.6.4)."""

_NOT_MODIFIED = 304


class PoliteFetcher:
    """Fetches over a `WebFetcher`, one request at a time to a host, from as many threads as there are hosts."""

    def __init__(
        self,
        fetcher: WebFetcher,
        *,
        memory: Memory,
        manners: Manners = Manners(),  # noqa: B008  it is frozen
        clock: Clock = utc_now,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        """Args: memory: keeps what hosts asked for, so that a restart does not forget it."""
        self._fetcher = fetcher
        self._manners = manners
        self._clock = clock
        self._pause = pause
        self._hosts = Hosts(memory, manners, clock)
        self._robots = RobotsKeeper(self._ask_robots, user_agent=fetcher.user_agent, memory=memory, clock=clock)
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def fetch(
        self, url: str, *, known: Validators | None = None, delay_s: float = 0.0, recorded: bool = True
    ) -> Collected | NotModified:
        """Fetch `url`, if its host may be asked now.

        Args:
            known: what the server gave with the capture that is already kept; a plain request without.
            delay_s: seconds to leave between requests, where the host says so otherwise than by robots.txt.
            recorded: as `WebFetcher.ask`.

        Raises:
            ForbiddenByRobots: the host's robots.txt, or that of a host it redirects to, asks not to.
            HostResting: the host asked for patience, or failed before; its field `until` says when to come again.
            SourceUnavailable: no answer, a server error, or a broken answer; the host's rest has been noted.
            ForbiddenAddress, UnreadableSource, DocumentTooLarge, EmptyDocument: as `WebFetcher.fetch`.
        """
        for _ in range(self._manners.tries - 1):
            try:
                return self._fetch_once(url, known, delay_s, recorded=recorded)
            except SourceUnavailable:
                if (self.ready_at(url) - self._clock()).total_seconds() > self._manners.longest_wait_s:
                    raise
        return self._fetch_once(url, known, delay_s, recorded=recorded)

    def ready_at(self, url: str) -> datetime:
        """Return from when on the host of `url` may be asked, in UTC; now, if nothing speaks against it."""
        now = self._clock()
        state = self._hosts.state(_host_of(url))
        return now if state is None else max(now, state.next_at)

    def now(self) -> datetime:
        """Tell the time, in UTC."""
        return self._clock()

    def let_rest(self, url: str, reason: str) -> None:
        """Let the host of `url` rest, as if it had answered 429: some ask for patience in words, with status 200."""
        self._hosts.failed(_host_of(url), reason, at_once=True)

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of the host of `url` names.

        Raises:
            SourceUnavailable, HostResting: it cannot be had now.
        """
        return self._robots.rules(web_address(url)).sitemaps

    def _fetch_once(
        self, url: str, known: Validators | None, delay_s: float, *, recorded: bool
    ) -> Collected | NotModified:
        address = web_address(url)

        def prepare(hop: str) -> tuple[float, Mapping[str, str]]:
            asked_s = self._permit(hop, address)
            return max(delay_s, asked_s), known.headers() if known is not None and known.address == hop else {}

        answer = self._ask(url, prepare, recorded=recorded)
        if answer.is_temporary:
            raise SourceUnavailable(address, answer.said)
        if answer.status == _NOT_MODIFIED and known is not None:
            return NotModified(address=address, record=answer.record)
        if not answer.is_whole:
            raise UnreadableSource(address, answer.said)
        return collect_answer(answer)

    def _permit(self, hop: str, address: str) -> float:
        """Return the seconds that the host of `hop` wants between requests.

        Raises:
            ForbiddenByRobots, HostResting, SourceUnavailable: as `fetch`.
        """
        if not self._manners.obeys_robots:
            return 0.0
        rules = self._rules(hop, address)
        if not rules.allows(hop):
            raise ForbiddenByRobots(address, robots_address(hop))
        now = self._clock()
        opens_at = rules.opens_at(now)
        if opens_at > now:
            raise HostResting(address, f"{robots_address(hop)} names hours for visits", opens_at)
        return rules.delay_s(now)

    def _rules(self, hop: str, address: str) -> RobotsRules:
        try:
            return self._robots.rules(hop)
        except HostResting as error:  # said of its robots.txt; the caller wants to know of the page
            raise HostResting(address, error.reason, error.until) from error
        except SourceUnavailable as error:
            raise SourceUnavailable(address, f"{error.address}: {error.reason}") from error

    def _ask_robots(self, address: str) -> Answer:
        return self._ask(address, lambda hop: (0.0, {}), max_bytes=MAX_BYTES, cut=True)

    def _ask(
        self,
        url: str,
        prepare: Callable[[str], tuple[float, Mapping[str, str]]],
        *,
        max_bytes: int | None = None,
        cut: bool = False,
        recorded: bool = False,
    ) -> Answer:
        """Ask once, taking each host's turn; note how it went. Args: prepare: gives the delay and headers of a hop."""
        turn = _Turn(self._locks, self._hosts)

        def before(hop: str) -> Mapping[str, str]:
            turn.end()
            delay_s, headers = prepare(hop)
            host = _host_of(hop)
            turn.begin(host)
            self._wait(host, web_address(url))
            turn.delay_s = max(delay_s, self._manners.delay_s)
            return headers

        try:
            answer = self._fetcher.ask(url, before=before, max_bytes=max_bytes, cut=cut, recorded=recorded)
            self._note(turn.host, answer)
            return answer
        except SourceUnavailable as error:
            if turn.delay_s is not None:
                self._hosts.failed(turn.host, error.reason, is_answer=False)
            raise
        finally:
            turn.end()

    def _wait(self, host: str, address: str) -> None:
        state = self._hosts.state(host)
        if state is None:
            return
        wait_s = (state.next_at - self._clock()).total_seconds()
        if wait_s > self._manners.longest_wait_s:
            raise HostResting(address, state.reason or "its host is asked slowly", state.next_at)
        if wait_s > 0:
            self._pause(wait_s)

    def _note(self, host: str, answer: Answer) -> None:
        if answer.is_temporary:
            at_once = answer.status in _AT_LIMITS
            self._hosts.failed(host, answer.said, asked_s=answer.retry_after_s, at_once=at_once)
        else:
            self._hosts.succeeded(host)


class _Turn:
    """The right to be the only one who asks a host, given back when the request is over."""

    def __init__(self, locks: Mapping[str, threading.Lock], hosts: Hosts) -> None:
        self._locks = locks
        self._hosts = hosts
        self._is_ours = False
        self.host = ""
        self.delay_s: float | None = None
        """Seconds that the host is left alone after its request; none as long as none was made."""

    def begin(self, host: str) -> None:
        self._locks[host].acquire()
        self._is_ours, self.host = True, host

    def end(self) -> None:
        if self._is_ours:
            if self.delay_s is not None:
                self._hosts.asked(self.host, self.delay_s)
            self._is_ours, self.delay_s = False, None
            self._locks[self.host].release()


def _host_of(url: str) -> str:
    return (urlsplit(url).hostname or "").rstrip(".")
