"""Sends a few bytes to an authority for timestamps and takes its answer: within the same bounds as every fetch."""

import httpcore
import httpx

from countersight.collect.base import CollectLimits
from countersight.collect.body import ACCEPT_ENCODING, BrokenBody, read_body
from countersight.collect.connection import BadCertificate, Deadline, GuardedBackend, GuardedTransport
from countersight.collect.network_policy import NetworkPolicy
from countersight.collect.proxy import parse_proxy
from countersight.collect.url import check_url, normal_url, web_address
from countersight.collect.web import WebFetcher
from countersight.errors import SourceUnavailable, UnreadableSource

_ERRORS = (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError)


def send(
    url: str, body: bytes | None, *, limits: CollectLimits, max_bytes: int, headers: dict[str, str] | None = None
) -> bytes:
    """Send `body` with POST, or ask with GET where there is none, and return the body of the answer.

    Once, and without following redirects: an authority that moved is for the person to look at.

    Raises:
        ForbiddenAddress: `url` is not to be visited.
        UnreadableSource: the answer is not 200, or the certificate is not valid.
        SourceUnavailable: no answer, a broken one, or one of the server's own faults.
        DocumentTooLarge: the answer has more than `max_bytes`.
        BadSetting: the proxy or the allowed networks cannot be what they say.
    """
    address = web_address(url)
    try:
        return _send(url, body, address, limits, max_bytes, headers or {})
    except BadCertificate as error:
        raise UnreadableSource(address, f"its certificate is not valid: {error}") from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise UnreadableSource(address, "no possible address") from error
    except (BrokenBody, *_ERRORS) as error:
        raise SourceUnavailable(address, str(error) or type(error).__name__) from error


def _send(
    url: str, body: bytes | None, address: str, limits: CollectLimits, max_bytes: int, headers: dict[str, str]
) -> bytes:
    policy = NetworkPolicy(limits.allowed_networks)
    proxy = parse_proxy(limits.proxy) if limits.proxy else None
    backend = GuardedBackend(None if proxy else policy, Deadline(limits.deadline_s))
    named = {"user-agent": WebFetcher(limits).user_agent, "accept-encoding": ACCEPT_ENCODING}
    with (
        GuardedTransport(backend, httpx.create_ssl_context(trust_env=False), proxy=proxy) as transport,
        httpx.Client(transport=transport, headers=named, timeout=limits.timeout_s, trust_env=False) as client,
    ):
        target = normal_url(httpx.URL(url))
        check_url(target, address, policy, proxied=proxy is not None)
        request = client.build_request("GET" if body is None else "POST", target, content=body, headers=headers)
        response = client.send(request, stream=True, follow_redirects=False)
        try:
            if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
                raise SourceUnavailable(address, f"{response.status_code} {response.reason_phrase}".strip())
            if response.status_code != httpx.codes.OK:
                raise UnreadableSource(address, f"{response.status_code} {response.reason_phrase}".strip())
            encoding = response.headers.get("content-encoding", "")
            return read_body(response.iter_raw(), encoding, limit=max_bytes, address=address)
        finally:
            response.close()
