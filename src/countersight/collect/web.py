"""Fetches web pages: the only code of Countersight that uses the network."""

import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from functools import cached_property

import httpcore
import httpx

from countersight.collect.address import storable
from countersight.collect.answer import Answer, collect_answer, is_whole
from countersight.collect.archives.exchange import Recorder, Recording
from countersight.collect.base import TOOL, Clock, Collected, CollectLimits, utc_now
from countersight.collect.body import ACCEPT_ENCODING, BrokenBody, read_body
from countersight.collect.connection import (
    BadCertificate,
    Deadline,
    GuardedBackend,
    GuardedTransport,
    Resolver,
    resolve_host,
)
from countersight.collect.network_policy import NetworkPolicy
from countersight.collect.proxy import parse_proxy
from countersight.collect.url import check_url, normal_url, web_address
from countersight.errors import BadSetting, DocumentTooLarge, SourceUnavailable, UnreadableSource

PAUSES_S = (1.0, 4.0)
"""Seconds before the second and the third try."""
LONGEST_PAUSE_S = 60.0
"""A server that asks for more patience than this is left for another run."""
LONGEST_ASIDE_BYTES = 1 << 20
"""Of what a server sends with a redirect or a refusal, where that is recorded."""

_TRANSPORT_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
)


BeforeRequest = Callable[[str], Mapping[str, str]]
"""Called with the address of each request to come, redirects included: it may wait, which is not counted; refuse, by
raising; and returns headers to send with this request alone."""


class _Interruption(Exception):
    """Something that may pass by itself, and how many seconds the server asks to wait."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


@dataclass(frozen=True, slots=True, kw_only=True)
class _Trip:
    """One request with all the redirects it leads through."""

    url: str
    address: str
    """`url` as captures and failures name it."""
    deadline: Deadline
    limit: int
    """Bytes of the body."""
    before: BeforeRequest | None = None
    cut: bool = False
    recorded: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WebItem:
    """A page at a URL."""

    address: str
    url: str
    """As given; with a name and password in it, it is refused."""
    fetcher: "WebFetcher"

    def collect(self) -> Collected:
        """Fetch the page, as `WebFetcher.fetch`."""
        return self.fetcher.fetch(self.url)


class WebFetcher:
    """Fetches pages within limits."""

    def __init__(
        self,
        limits: CollectLimits,
        *,
        clock: Clock = utc_now,
        resolve: Resolver = resolve_host,
        pause: Callable[[float], None] = time.sleep,
        ssl_context: ssl.SSLContext | None = None,
        recorder: Recorder | None = None,
    ) -> None:
        """Args:
            ssl_context: the certificates to trust; by default those of certifi.
            recorder: keeps each request and response as it went over the network, but for those that try again later.

        Raises:
            BadSetting: the proxy or the allowed networks cannot be what they say.
        """
        self._limits = limits
        self._policy = NetworkPolicy(limits.allowed_networks)
        self._proxy = parse_proxy(limits.proxy) if limits.proxy else None
        self._user_agent = _check_user_agent(limits.user_agent or TOOL)
        self._clock = clock
        self._resolve = resolve
        self._pause = pause
        self._given_context = ssl_context
        self._recorder = recorder

    @property
    def user_agent(self) -> str:
        """How it names itself."""
        return self._user_agent

    @cached_property
    def _ssl_context(self) -> ssl.SSLContext:
        return self._given_context or httpx.create_ssl_context(trust_env=False)

    def item(self, url: str) -> WebItem:
        """Make the item of `url`, without fetching it."""
        return WebItem(address=web_address(url), url=url, fetcher=self)

    def fetch(self, url: str) -> Collected:
        """Fetch `url`, with up to two further tries where that may help.

        Raises:
            ForbiddenAddress: it, or a place it redirects to, is not to be visited.
            UnreadableSource: the server says no, its certificate is not valid, or it redirects without end.
            SourceUnavailable: no answer, a server error, or a broken answer.
            DocumentTooLarge, EmptyDocument: as they say.
        """
        address = web_address(url)
        deadline = Deadline(self._limits.deadline_s)
        trip = _Trip(url=url, address=address, deadline=deadline, limit=self._limits.max_document_bytes)
        pauses = iter(PAUSES_S)
        while True:
            try:
                answer = self._exchange(trip)
                self._check_status(answer)
                return collect_answer(answer)
            except _Interruption as interruption:
                pause_s = next(pauses, None)
                if pause_s is None or not self._may_wait(max(pause_s, interruption.wait_s), deadline):
                    raise SourceUnavailable(address, str(interruption)) from interruption

    def ask(
        self,
        url: str,
        *,
        before: BeforeRequest,
        max_bytes: int | None = None,
        cut: bool = False,
        recorded: bool = True,
    ) -> Answer:
        """Ask for `url` once, and take whatever is answered: for who has manners of their own, as `politeness` has.

        Args:
            max_bytes: of the body, where less than the limits allow will do.
            cut: whether a body that is longer is cut there instead of refused.
            recorded: whether the recorder keeps it, if there is one: what is asked for over and over only to find
                what else to fetch need not be kept.

        Raises:
            ForbiddenAddress: it, or a place it redirects to, is not to be visited.
            UnreadableSource: the certificate is not valid, or it redirects without end or to nowhere.
            SourceUnavailable: no answer, or a broken one.
            DocumentTooLarge: as it says.
        """
        address = web_address(url)
        deadline = Deadline(self._limits.deadline_s)
        limit = min(max_bytes or self._limits.max_document_bytes, self._limits.max_document_bytes)
        trip = _Trip(
            url=url, address=address, deadline=deadline, limit=limit, before=before, cut=cut, recorded=recorded
        )
        try:
            return self._exchange(trip)
        except _Interruption as interruption:
            raise SourceUnavailable(address, str(interruption)) from interruption

    def _may_wait(self, seconds: float, deadline: Deadline) -> bool:
        try:
            if seconds > min(LONGEST_PAUSE_S, deadline.left()):
                return False
        except httpcore.ReadTimeout:
            return False
        self._pause(seconds)
        return True

    def _exchange(self, trip: _Trip) -> Answer:
        try:
            with (
                Recording() as recording,
                self._transport(trip.deadline, recording if self._is_recorded(trip) else None) as transport,
                self._client(transport) as client,
            ):
                response = self._follow(client, transport, trip, recording)
                try:
                    return self._record(self._take(response, trip, recording), trip, recording)
                finally:
                    response.close()
        except BadCertificate as error:
            raise UnreadableSource(trip.address, f"its certificate is not valid: {error}") from error
        except (httpx.InvalidURL, httpx.RemoteProtocolError, UnicodeError) as error:
            # RemoteProtocolError of httpx, not httpcore: a redirect to something that is no URL
            raise UnreadableSource(trip.address, f"no possible address: {storable(str(error))}") from error
        except (BrokenBody, *_TRANSPORT_ERRORS) as error:
            raise _Interruption(str(error) or type(error).__name__) from error

    def _is_recorded(self, trip: _Trip) -> bool:
        return trip.recorded and self._recorder is not None

    def _record(self, answer: Answer, trip: _Trip, recording: Recording) -> Answer:
        if self._recorder is None or not trip.recorded or answer.is_temporary:
            return answer
        return replace(
            answer, record=self._recorder.record(recording.exchanges, address=trip.address, data=answer.data)
        )

    def _transport(self, deadline: Deadline, listener: Recording | None) -> GuardedTransport:
        policy = None if self._proxy else self._policy
        backend = GuardedBackend(policy, deadline, resolve=self._resolve, listener=listener)
        return GuardedTransport(backend, self._ssl_context, proxy=self._proxy)

    def _client(self, transport: GuardedTransport) -> httpx.Client:
        # A client for each fetch: cookies and connections of one page are nothing to the next.
        return httpx.Client(
            transport=transport,
            headers={"user-agent": self._user_agent, "accept-encoding": ACCEPT_ENCODING},
            timeout=self._limits.timeout_s,
            trust_env=False,
        )

    def _follow(
        self, client: httpx.Client, transport: GuardedTransport, trip: _Trip, recording: Recording
    ) -> httpx.Response:
        request = client.build_request("GET", normal_url(httpx.URL(trip.url)), extensions={"trace": recording.trace})
        added: Mapping[str, str] = {}
        for _ in range(self._limits.max_redirects + 1):
            check_url(request.url, trip.address, self._policy, proxied=self._proxy is not None)
            if trip.before is not None:
                transport.hang_up()  # no host has to keep a connection open while another is waited for
                for name in added:
                    request.headers.pop(name, None)
                with trip.deadline.stopped():
                    added = trip.before(str(normal_url(request.url)))
                request.headers.update(added)
            recording.expect(str(normal_url(request.url)))
            response = client.send(request, stream=True, follow_redirects=False)
            connection = response.extensions.get("network_stream")
            recording.answered(self._clock(), connection, is_proxied=self._proxy is not None)
            if response.next_request is None:
                return response
            self._hear_out(response, trip, recording)
            request = response.next_request
            response.close()
        raise UnreadableSource(trip.address, f"more than {self._limits.max_redirects} redirects")

    def _hear_out(self, response: httpx.Response, trip: _Trip, recording: Recording) -> None:
        """Read a response that is wanted for the record only, unless it goes on and on."""
        if not self._is_recorded(trip):
            return
        left = LONGEST_ASIDE_BYTES
        with suppress(*_TRANSPORT_ERRORS):
            for chunk in response.iter_raw():
                left -= len(chunk)
                if left < 0:
                    return
            recording.finished()

    def _take(self, response: httpx.Response, trip: _Trip, recording: Recording) -> Answer:
        answered_at = recording.exchanges[-1].at or self._clock()
        data = b""
        if is_whole(response.status_code):
            declared_size = response.headers.get("content-length", "")
            if declared_size.isdecimal() and int(declared_size) > trip.limit and not trip.cut:
                raise DocumentTooLarge(trip.address, int(declared_size), trip.limit)
            encoding = response.headers.get("content-encoding", "")
            data = read_body(response.iter_raw(), encoding, limit=trip.limit, address=trip.address, cut=trip.cut)
            if not (trip.cut and len(data) == trip.limit):
                recording.finished()
        else:
            self._hear_out(response, trip, recording)
        return Answer(
            address=trip.address,
            url=str(normal_url(response.request.url)),
            status=response.status_code,
            reason=response.reason_phrase,
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw),
            answered_at=answered_at,
            retry_after_s=self._retry_after(response),
            data=data,
        )

    def _check_status(self, answer: Answer) -> None:
        if answer.is_temporary:
            raise _Interruption(answer.said, answer.retry_after_s)
        if not answer.is_whole:
            raise UnreadableSource(answer.address, answer.said)

    def _retry_after(self, response: httpx.Response) -> float:
        """Return the seconds that `retry-after` asks for (RFC 9110, 10.2.3)."""
        value = response.headers.get("retry-after", "").strip()
        if value.isdecimal():
            return float(value)
        try:
            return max(0.0, (parsedate_to_datetime(value) - self._clock()).total_seconds())
        except (ValueError, TypeError):  # TypeError: a date without a zone
            return 0.0


def _check_user_agent(user_agent: str) -> str:
    if not (user_agent.isascii() and user_agent.isprintable() and user_agent.strip() == user_agent):
        raise BadSetting("user_agent", user_agent, "must be printable ASCII without space around it")
    return user_agent
