import socket
import threading
import time

import httpcore
import pytest

from countersight.collect.connection import Deadline, GuardedBackend, resolve_host
from countersight.collect.network_policy import NetworkPolicy
from countersight.errors import ForbiddenAddress

LAB = NetworkPolicy(["127.0.0.0/8"])


def answering(*answers: list[str]):
    """Resolve to each of `answers` in turn."""
    remaining = iter(answers)
    return lambda host, port: next(remaining)


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def test_one_private_address_refuses_the_name(port: int) -> None:
    backend = GuardedBackend(LAB, Deadline(5), resolve=answering(["127.0.0.1", "10.0.0.1"]))
    with pytest.raises(ForbiddenAddress, match=r"10\.0\.0\.1 is a private address"):
        backend.connect_tcp("name.example", port)


def test_checked_address_is_connected_to(port: int) -> None:
    backend = GuardedBackend(LAB, Deadline(5), resolve=answering(["127.0.0.1"]))
    stream = backend.connect_tcp("name.example", port)
    assert stream.get_extra_info("server_addr") == ("127.0.0.1", port)
    stream.close()


def test_next_address_is_tried(port: int) -> None:
    backend = GuardedBackend(LAB, Deadline(5), resolve=answering(["127.0.0.9", "127.0.0.1"]))
    stream = backend.connect_tcp("name.example", port)
    assert stream.get_extra_info("server_addr")[0] == "127.0.0.1"
    stream.close()


def test_no_answer_is_a_connect_error() -> None:
    backend = GuardedBackend(LAB, Deadline(5), resolve=answering(["127.0.0.1", "127.0.0.1"]))
    with pytest.raises(httpcore.ConnectError):
        backend.connect_tcp("name.example", closed_port())


def test_name_without_address_is_a_connect_error() -> None:
    with pytest.raises(httpcore.ConnectError, match="has no address"):
        GuardedBackend(LAB, Deadline(5), resolve=answering([])).connect_tcp("name.example", 80)


def test_slow_resolver_is_left_behind() -> None:
    over = threading.Event()

    def resolve(host: str, port: int) -> list[str]:
        over.wait(20)
        return []

    started = time.monotonic()
    with pytest.raises(httpcore.ConnectTimeout):
        GuardedBackend(LAB, Deadline(0.1), resolve=resolve).connect_tcp("name.example", 80)
    over.set()
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("host", ["a" * 64 + ".example", "a..b"])
def test_impossible_name_is_an_os_error(host: str) -> None:
    with pytest.raises(OSError, match="no host name"):
        resolve_host(host, 80)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "2130706433"])
def test_old_ways_to_write_an_address_are_seen_through(host: str) -> None:
    with pytest.raises(ForbiddenAddress, match="loopback"):
        GuardedBackend(NetworkPolicy(), Deadline(5)).connect_tcp(host, 80)


def test_deadline_bounds_every_wait() -> None:
    moments = iter([0.0, 4.0, 9.0, 9.5, 10.0])
    deadline = Deadline(10, now=lambda: next(moments))
    assert deadline.bound(3) == 3
    assert deadline.bound(3) == 1
    assert deadline.bound(None) == 0.5
    with pytest.raises(httpcore.ReadTimeout, match="not done after 10 seconds"):
        deadline.bound(3)
