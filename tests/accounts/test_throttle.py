"""Whoever tries too fast waits; memory stays bounded; addresses are nowhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.accounts.throttle import Anonymizer, GrowingDelays, Rate, SignInThrottle, TokenBuckets
from countersight.errors import TooManyAttempts

STEPS = st.lists(st.tuples(st.floats(0, 50), st.sampled_from("ab")), max_size=60)


class Seconds:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@given(st.integers(1, 10), st.floats(0.01, 5), STEPS)
def test_bucket_never_gives_more_than_its_rate(burst, per_s, steps) -> None:
    """Over any stretch of time, at most what the bucket held and what came back in it."""
    clock = Seconds()
    buckets = TokenBuckets(Rate(burst=burst, per_s=per_s), clock=clock)
    given_at: dict[str, list[float]] = {"a": [], "b": []}
    for pause, key in steps:
        clock.now += pause
        if buckets.take(key) == 0.0:
            given_at[key].append(clock.now)
    for moments in given_at.values():
        for first, begin in enumerate(moments):
            for last in range(first, len(moments)):
                assert last - first + 1 <= burst + (moments[last] - begin) * per_s + 1e-6


@given(st.integers(1, 10), st.floats(0.01, 5), STEPS)
def test_who_waits_as_told_is_served(burst, per_s, steps) -> None:
    clock = Seconds()
    buckets = TokenBuckets(Rate(burst=burst, per_s=per_s), clock=clock)
    for pause, key in steps:
        clock.now += pause
        wait = buckets.take(key)
        if wait > 0.0:
            clock.now += wait + 1e-6
            assert buckets.take(key) == 0.0


@given(st.lists(st.integers(0, 500), max_size=300), st.integers(1, 50))
def test_memory_is_bounded(keys, most) -> None:
    clock = Seconds()
    buckets = TokenBuckets(Rate(burst=2, per_s=1), clock=clock, most_keys=most)
    delays = GrowingDelays(clock=clock, most_keys=most)
    for key in keys:
        buckets.take(str(key))
        delays.fail(str(key))
        assert len(buckets) <= most
    assert len(delays._failures) <= most


def test_delay_doubles_up_to_the_longest() -> None:
    clock = Seconds()
    delays = GrowingDelays(clock=clock, free=3, first_s=2, longest_s=20)
    waits = []
    for _ in range(8):
        delays.fail("a")
        waits.append(delays.wait("a"))
    assert waits == [0, 0, 0, 2, 4, 8, 16, 20]
    assert delays.wait("b") == 0
    clock.now += 15
    assert delays.wait("a") == 5
    delays.succeed("a")
    assert delays.wait("a") == 0


def test_old_failures_are_forgotten() -> None:
    clock = Seconds()
    delays = GrowingDelays(clock=clock, free=1, longest_s=20)
    for _ in range(5):
        delays.fail("a")
    clock.now += 201
    delays.fail("a")
    assert delays.wait("a") == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.200", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("::ffff:192.0.2.1", "192.0.2.9", True),
        ("2001:db8:1:1ff::1", "2001:db8:1:100::2", True),
        ("2001:db8:1:1ff::1", "2001:db8:1:200::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("nonsense", "", True),
    ],
)
def test_networks_and_not_addresses_are_keys(one, other, same) -> None:
    anonymizer = Anonymizer()
    assert (anonymizer.network(one) == anonymizer.network(other)) is same
    assert one not in anonymizer.network(one)


def test_keys_mean_nothing_elsewhere() -> None:
    assert Anonymizer().network("192.0.2.1") != Anonymizer().network("192.0.2.1")


def test_name_waits_wherever_it_is_tried_from() -> None:
    clock = Seconds()
    throttle = SignInThrottle(clock=clock)
    for number in range(6):
        throttle.admit("ana", f"198.51.{number}.1")
        throttle.fail("ana")
    with pytest.raises(TooManyAttempts) as told:
        throttle.admit("ana", "203.0.113.9")
    assert told.value.retry_after_s == 2
    throttle.admit("bo", "203.0.113.9")


def test_network_waits_whatever_the_name() -> None:
    clock = Seconds()
    throttle = SignInThrottle(clock=clock)
    for number in range(30):
        throttle.admit(f"name {number}", f"192.0.2.{number}")
    with pytest.raises(TooManyAttempts):
        throttle.admit("another", "192.0.2.99")
    clock.now += 10
    throttle.admit("another", "192.0.2.99")
