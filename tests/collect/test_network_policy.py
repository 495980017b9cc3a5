from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.network_policy import NetworkPolicy
from countersight.errors import BadSetting

PUBLIC = NetworkPolicy()

FORBIDDEN = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.255.255.254",
    "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.170", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "198.18.0.1", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255",
    "240.0.0.1", "255.255.255.255",
    "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "64:ff9b::10.0.0.1",
    "64:ff9b::169.254.169.254", "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:0:7f00:1::", "2001:2::1", "2001:10::1",
    "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:808:808::", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1",
]  # fmt: skip

ALLOWED = [
    "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.0",
    "172.15.255.255", "172.32.0.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255",
    "2606:4700:4700::1111", "2a00:1450::1", "2001:200::1", "2001:4860:4860::8888", "64:ff9b::8.8.8.8",
]  # fmt: skip


@pytest.mark.parametrize("address", FORBIDDEN)
def test_address_is_refused(address: str) -> None:
    assert PUBLIC.refusal(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_address_may_be_visited(address: str) -> None:
    assert PUBLIC.refusal(address) is None


@pytest.mark.parametrize("address", ["", "host.example", "127.1", "0177.0.0.1", "1.2.3.4.5", "[::1]"])
def test_other_words_are_refused(address: str) -> None:
    assert PUBLIC.refusal(address) == "no internet address"


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_public_ipv4_is_global_to_python_too(address: IPv4Address) -> None:
    assert PUBLIC.refusal(address) or (address.is_global and not address.is_multicast)


@settings(deadline=None)
@given(st.ip_addresses(v=6))
def test_public_ipv6_is_global_to_python_too(address: IPv6Address) -> None:
    assert PUBLIC.refusal(address) or (address.is_global and not address.is_multicast)


@settings(deadline=None)
@given(st.ip_addresses(v=4))
def test_ipv4_in_ipv6_is_no_way_around(address: IPv4Address) -> None:
    if PUBLIC.refusal(address):
        for disguise in ("::", "::ffff:", "64:ff9b::"):
            assert PUBLIC.refusal(f"{disguise}{address}")


def test_allowed_network_is_opened_and_no_more() -> None:
    policy = NetworkPolicy(["127.0.0.0/8", "fd00::/8"])
    assert policy.refusal("127.0.0.1") is None
    assert policy.refusal("fd00::1") is None
    assert policy.refusal("10.0.0.1") == "a private address"
    assert policy.refusal("::ffff:127.0.0.1") == "an IPv4 address in disguise"


@pytest.mark.parametrize("network", ["127.0.0.1/8", "localhost", ""])
def test_bad_network_is_a_bad_setting(network: str) -> None:
    with pytest.raises(BadSetting):
        NetworkPolicy([network])
