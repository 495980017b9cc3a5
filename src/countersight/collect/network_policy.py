"""Decides which internet addresses may be visited: public ones, and networks that were allowed by name."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from countersight.errors import BadSetting

Address = IPv4Address | IPv6Address

# Not Python's `is_global`: its answers changed with 3.11.10 and 3.12.4 (CVE-2024-4032), and ours may not depend on the
# interpreter's patch level. The blocks are those that the IANA registries call not globally reachable:
# https://www.iana.org/assignments/iana-ipv4-special-registry/ and .../iana-ipv6-special-registry/
_FORBIDDEN_V4 = {
    IPv4Network("0.0.0.0/8"): "an unspecified address",
    IPv4Network("10.0.0.0/8"): "a private address",
    IPv4Network("100.64.0.0/10"): "an address of a carrier's own network",
    IPv4Network("127.0.0.0/8"): "a loopback address",
    IPv4Network("169.254.0.0/16"): "a link-local address",
    IPv4Network("172.16.0.0/12"): "a private address",
    IPv4Network("192.0.0.0/24"): "a reserved address",
    IPv4Network("192.0.2.0/24"): "an address for documentation",
    IPv4Network("192.88.99.0/24"): "a reserved address",
    IPv4Network("192.168.0.0/16"): "a private address",
    IPv4Network("198.18.0.0/15"): "an address for benchmarks",
    IPv4Network("198.51.100.0/24"): "an address for documentation",
    IPv4Network("203.0.113.0/24"): "an address for documentation",
    IPv4Network("224.0.0.0/4"): "a multicast address",
    IPv4Network("240.0.0.0/4"): "a reserved address",
}
_FORBIDDEN_V6 = {
    IPv6Network("::/128"): "an unspecified address",
    IPv6Network("::1/128"): "a loopback address",
    IPv6Network("::ffff:0:0/96"): "an IPv4 address in disguise",
    IPv6Network("2001::/23"): "a reserved or Teredo address",
    IPv6Network("2001:db8::/32"): "an address for documentation",
    IPv6Network("2002::/16"): "a 6to4 address",
    IPv6Network("3fff::/20"): "an address for documentation",
    IPv6Network("fc00::/7"): "a private address",
    IPv6Network("fe80::/10"): "a link-local address",
    IPv6Network("ff00::/8"): "a multicast address",
}
_GLOBAL_UNICAST = IPv6Network("2000::/3")
"""All that IANA has given out for unicast so far; the rest of IPv6 is refused until it is."""
_NAT64 = IPv6Network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address, and that is where the packets go."""


class NetworkPolicy:
    """Knows the networks that may be visited."""

    def __init__(self, allowed_networks: Iterable[str] = ()) -> None:
        """Raises: BadSetting: a network is not written as one, such as `127.0.0.0/8`."""
        self._allowed = [_parse_network(network) for network in allowed_networks]

    def refusal(self, address: str | Address) -> str | None:
        """Say in words why `address` may not be visited; nothing if it may."""
        try:
            parsed = ip_address(address)
        except ValueError:
            return "no internet address"
        if any(parsed in network for network in self._allowed):
            return None
        if isinstance(parsed, IPv4Address):
            return _reason(parsed, _FORBIDDEN_V4)
        if parsed in _NAT64:
            embedded = IPv4Address(int(parsed) & 0xFFFF_FFFF)
            reason = _reason(embedded, _FORBIDDEN_V4)
            return None if reason is None else f"{reason} ({embedded}) behind NAT64"
        return _reason(parsed, _FORBIDDEN_V6) or (None if parsed in _GLOBAL_UNICAST else "a reserved address")


def _reason(address: Address, forbidden: dict[IPv4Network, str] | dict[IPv6Network, str]) -> str | None:
    return next((reason for network, reason in forbidden.items() if address in network), None)


def _parse_network(network: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(network)
    except ValueError as error:
        raise BadSetting("allowed_networks", network, str(error)) from None
