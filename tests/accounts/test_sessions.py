"""A session ends when it is not used, when it is old, when it is told to; and its word is nowhere kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from countersight.accounts.sessions import (
    AT_MOST,
    PENDING,
    Level,
    Lifetime,
    begin_session,
    end_session,
    end_sessions,
    find_session,
    list_sessions,
)


def test_session_is_found_by_its_word(accounts, ana) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL, device="A browser\n\x1b[31m" + "x" * 500)
    session = find_session(accounts, secret)
    assert session is not None
    assert (session.person, session.level) == (ana, Level.FULL)
    assert session.device == ("A browser[31m" + "x" * 500)[:160]


@pytest.mark.parametrize("secret", ["", "x", "\udcff", "a" * 100_000])
def test_made_up_word_opens_nothing(accounts, ana, secret) -> None:
    begin_session(accounts, ana.key, Level.FULL)
    assert find_session(accounts, secret) is None


def test_digest_is_no_word(accounts, ana) -> None:
    found = find_session(accounts, begin_session(accounts, ana.key, Level.FULL))
    assert found is not None
    assert find_session(accounts, found.digest) is None


def test_word_lies_as_a_hash(accounts, ana) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL)
    kept = accounts.path.read_bytes() + accounts.path.with_name("accounts.db-wal").read_bytes()
    assert secret.encode() not in kept
    assert len(secret) >= 43


def test_unused_session_ends(accounts, ana, clock) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL)
    clock.move(minutes=59)
    assert find_session(accounts, secret) is not None
    clock.move(minutes=59)
    assert find_session(accounts, secret) is not None
    clock.move(minutes=60)
    assert find_session(accounts, secret) is None


def test_used_session_ends_too(accounts, ana, clock) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL)
    for _ in range(23):
        clock.move(minutes=30)
        assert find_session(accounts, secret) is not None
    clock.move(minutes=30)
    assert find_session(accounts, secret) is None


def test_other_lifetimes_can_be_set(accounts, ana, clock) -> None:
    short = Lifetime(idle=timedelta(minutes=5), absolute=timedelta(minutes=20))
    secret = begin_session(accounts, ana.key, Level.FULL, lifetime=short)
    clock.move(minutes=5)
    assert find_session(accounts, secret, lifetime=short) is None


@pytest.mark.parametrize("level", [Level.SECOND_FACTOR, Level.ENROLLMENT])
def test_unfinished_sign_in_ends_soon(accounts, ana, clock, level) -> None:
    secret = begin_session(accounts, ana.key, level)
    clock.move(seconds=PENDING.total_seconds())
    assert find_session(accounts, secret) is None


def test_next_session_takes_the_place_of_the_last(accounts, ana) -> None:
    first = begin_session(accounts, ana.key, Level.SECOND_FACTOR)
    second = begin_session(accounts, ana.key, Level.FULL, instead_of=first)
    assert first != second
    assert find_session(accounts, first) is None
    assert [one.level for one in list_sessions(accounts, ana.key)] == [Level.FULL]


def test_sessions_are_listed_and_ended(accounts, ana, clock) -> None:
    words = []
    for device in ("one", "two", "three"):
        words.append(begin_session(accounts, ana.key, Level.FULL, device=device))
        clock.move(minutes=2)
    listed = list_sessions(accounts, ana.key)
    assert [one.device for one in listed] == ["three", "two", "one"]
    assert not end_session(accounts, listed[0].digest, of="somebody else", by="ana")
    assert end_session(accounts, listed[0].digest, of=ana.key, by="ana")
    assert find_session(accounts, words[2]) is None
    assert end_sessions(accounts, of=ana.key, by="ana", but=listed[1].digest) == 1
    assert [find_session(accounts, word) is not None for word in words] == [False, True, False]


def test_too_many_sessions_end_the_oldest(accounts, ana, clock) -> None:
    words = []
    for _ in range(AT_MOST + 2):
        words.append(begin_session(accounts, ana.key, Level.FULL))
        clock.move(seconds=1)
    assert [find_session(accounts, word) is None for word in words] == [True] * 2 + [False] * AT_MOST


def test_many_threads_share_the_accounts(accounts, ana, clock) -> None:
    secret = begin_session(accounts, ana.key, Level.FULL)
    clock.move(minutes=2)
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: find_session(accounts, secret) is not None, range(64)))
