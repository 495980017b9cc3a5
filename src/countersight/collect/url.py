"""Web addresses: how they are written in captures, and which are refused before anybody is asked."""

import socket

import httpx

from countersight.collect.address import storable, strip_userinfo
from countersight.collect.network_policy import NetworkPolicy
from countersight.errors import ForbiddenAddress, UnreadableSource


def web_address(url: str) -> str:
    """Write `url` as captures and failures name it: normalized, without fragment, name and password."""
    try:
        return str(normal_url(httpx.URL(strip_userinfo(url))))
    except (httpx.InvalidURL, UnicodeError):
        return storable(strip_userinfo(url))


def normal_url(url: httpx.URL) -> httpx.URL:
    """Drop the fragment, which is never sent, and write the empty path as it is sent: `/`."""
    return url.copy_with(raw_path=url.raw_path, fragment=None)


def check_url(url: httpx.URL, address: str, policy: NetworkPolicy, *, proxied: bool) -> None:
    """Refuse what can be refused without resolving a name: all that can be done where a proxy resolves it.

    Args:
        address: what was asked for, to name in the error; `url` may be where it redirects to.

    Raises:
        ForbiddenAddress: `url` is not of the web, holds a name and password, or has a host not to be visited.
        UnreadableSource: it has an impossible port.
    """
    if url.scheme not in {"http", "https"}:
        raise ForbiddenAddress(address, f"{url.scheme or 'no scheme'}: only http and https are visited")
    if url.userinfo:
        raise ForbiddenAddress(address, "addresses with a name and password are not visited")
    if not url.host:
        raise ForbiddenAddress(address, "it names no host")
    # httpx takes any number, and sockets take it modulo 65,536.
    if url.port is not None and not 0 < url.port < 65_536:
        raise UnreadableSource(address, f"there is no port {url.port}")
    reason = _literal_refusal(url.host.rstrip("."), policy, proxied=proxied)
    if reason is not None:
        raise ForbiddenAddress(address, f"{url.host} is {reason}")


def _literal_refusal(host: str, policy: NetworkPolicy, *, proxied: bool) -> str | None:
    if ":" in host:
        return policy.refusal(host)
    try:
        # inet_aton knows the old ways to write an address, as 0x7f.1 and 2130706433, which a proxy may know too.
        return policy.refusal(socket.inet_ntoa(socket.inet_aton(host)))
    except OSError:
        pass
    if proxied and f".{host}".endswith(".localhost"):  # RFC 6761, 6.3
        return "the proxy's own machine"
    return None
