"""Behind a proxy: whom it says that it speaks for is believed if the proxy is one of ours, and of nobody else."""

from collections.abc import Iterable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from countersight.errors import BadSetting

Networks = Sequence[IPv4Network | IPv6Network]


def read_networks(words: str) -> Networks:
    """Read addresses and networks, separated by commas.

    Raises:
        BadSetting: one is neither.
    """
    try:
        return [ip_network(word.strip()) for word in words.split(",") if word.strip()]
    except ValueError as error:
        raise BadSetting("COUNTERSIGHT_TRUSTED_PROXIES", words, str(error)) from error


class TrustedProxies:
    """Puts the visitor's address and scheme in place of the proxy's, so far as trusted proxies vouch for them."""

    def __init__(self, app: ASGIApp, *, networks: Networks) -> None:
        self.app = app
        self.networks = networks

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer to whom the request really comes from."""
        client = scope.get("client")
        if scope["type"] == "http" and client and self._is_ours(client[0]):
            headers = Headers(scope=scope)
            scheme = headers.get("x-forwarded-proto", "").strip().lower()
            if scheme in ("http", "https"):
                scope["scheme"] = scheme
            scope["client"] = (self._visitor(client[0], headers.getlist("x-forwarded-for")), 0)
        await self.app(scope, receive, send)

    def _visitor(self, proxy: str, forwarded: Iterable[str]) -> str:
        """Return the last address that is not a proxy of ours: what stands before it, anybody may have written."""
        named = [address.strip() for line in forwarded for address in line.split(",")]
        believed = proxy
        for address in reversed(named):
            try:
                believed = str(ip_address(address))
            except ValueError:
                break
            if not self._is_ours(believed):
                break
        return believed

    def _is_ours(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:  # a socket in the file system, or a test's
            return False
        return any(parsed.version == network.version and parsed in network for network in self.networks)
