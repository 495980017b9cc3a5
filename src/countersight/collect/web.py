"""Fetches web pages: the only code of Countersight that uses the network."""

import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property

import httpcore
import httpx

from countersight.collect.address import storable
from countersight.collect.base import TOOL, Circumstances, Clock, Collected, CollectLimits, make_collected, utc_now
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

_TRY_AGAIN = frozenset({408, 425, 429})
"""Client errors that say "later", not "no" (RFC 9110, 15.5.9; RFC 8470; RFC 6585)."""

_TRANSPORT_ERRORS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
)


class _Interruption(Exception):
    """Something that may pass by itself, and how many seconds the server asks to wait."""

    def __init__(self, reason: str, wait_s: float = 0.0) -> None:
        super().__init__(reason)
        self.wait_s = wait_s


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
    ) -> None:
        """Args: ssl_context: the certificates to trust; by default those of certifi.

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
        pauses = iter(PAUSES_S)
        while True:
            try:
                return self._fetch_once(url, address, deadline)
            except _Interruption as interruption:
                pause_s = next(pauses, None)
                if pause_s is None or not self._may_wait(max(pause_s, interruption.wait_s), deadline):
                    raise SourceUnavailable(address, str(interruption)) from interruption

    def _may_wait(self, seconds: float, deadline: Deadline) -> bool:
        try:
            if seconds > min(LONGEST_PAUSE_S, deadline.left()):
                return False
        except httpcore.ReadTimeout:
            return False
        self._pause(seconds)
        return True

    def _fetch_once(self, url: str, address: str, deadline: Deadline) -> Collected:
        try:
            with self._client(deadline) as client:
                return self._follow(client, url, address)
        except BadCertificate as error:
            raise UnreadableSource(address, f"its certificate is not valid: {error}") from error
        except (httpx.InvalidURL, httpx.RemoteProtocolError, UnicodeError) as error:
            # RemoteProtocolError of httpx, not httpcore: a redirect to something that is no URL
            raise UnreadableSource(address, f"no possible address: {storable(str(error))}") from error
        except (BrokenBody, *_TRANSPORT_ERRORS) as error:
            raise _Interruption(str(error) or type(error).__name__) from error

    def _client(self, deadline: Deadline) -> httpx.Client:
        # A client for each fetch: cookies and connections of one page are nothing to the next.
        backend = GuardedBackend(None if self._proxy else self._policy, deadline, resolve=self._resolve)
        return httpx.Client(
            transport=GuardedTransport(backend, self._ssl_context, proxy=self._proxy),
            headers={"user-agent": self._user_agent, "accept-encoding": ACCEPT_ENCODING},
            timeout=self._limits.timeout_s,
            trust_env=False,
        )

    def _follow(self, client: httpx.Client, url: str, address: str) -> Collected:
        request = client.build_request("GET", normal_url(httpx.URL(url)))
        for _ in range(self._limits.max_redirects + 1):
            check_url(request.url, address, self._policy, proxied=self._proxy is not None)
            response = client.send(request, stream=True, follow_redirects=False)
            try:
                if response.next_request is None:
                    return self._take(response, address)
                request = response.next_request
            finally:
                response.close()
        raise UnreadableSource(address, f"more than {self._limits.max_redirects} redirects")

    def _take(self, response: httpx.Response, address: str) -> Collected:
        captured_at = self._clock()
        self._check_status(response, address)
        limit = self._limits.max_document_bytes
        declared_size = response.headers.get("content-length", "")
        if declared_size.isdecimal() and int(declared_size) > limit:
            raise DocumentTooLarge(address, int(declared_size), limit)
        encoding = response.headers.get("content-encoding", "")
        data = read_body(response.iter_raw(), encoding, limit=limit, address=address)
        final = str(normal_url(response.request.url))
        circumstances = Circumstances(
            address=address,
            captured_at=captured_at,
            final_address=final if final != address else None,
            status=response.status_code,
            headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers.raw),
        )
        declared = response.headers.get("content-type", "")
        return make_collected(data, circumstances, name=response.request.url.path, declared=declared)

    def _check_status(self, response: httpx.Response, address: str) -> None:
        status = f"{response.status_code} {response.reason_phrase}".strip()
        if response.status_code >= 500 or response.status_code in _TRY_AGAIN:
            raise _Interruption(status, self._retry_after(response))
        if not response.is_success or response.status_code == httpx.codes.PARTIAL_CONTENT:
            raise UnreadableSource(address, status)

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
