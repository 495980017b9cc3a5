"""Accounts in an empty folder, with a clock that stands until it is moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher, Type

from countersight.accounts import Accounts, Door, Role, passwords
from countersight.accounts.invitations import accept_invitation, invite_person
from countersight.accounts.people import Person, add_person
from countersight.accounts.throttle import SignInThrottle

PASSWORD = "seven pelicans ate my almanac"
ADDRESS = "192.0.2.7"


@dataclass
class Clock:
    """Says what it was last set to."""

    now: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def move(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture(scope="session")
def cheap_hashes() -> Iterator[None]:
    """The same algorithm with the least cost: what it costs in earnest is measured in `test_passwords.py`."""
    earnest = passwords.HASHER
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1, type=Type.ID)
    passwords._decoy.cache_clear()
    yield
    passwords.HASHER = earnest
    passwords._decoy.cache_clear()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(tmp_path: Path, clock: Clock, cheap_hashes: None) -> Iterator[Accounts]:
    opened = Accounts(tmp_path, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def door(accounts: Accounts, clock: Clock) -> Door:
    return Door(accounts=accounts, throttle=SignInThrottle(clock=clock.seconds))


@pytest.fixture
def ana(accounts: Accounts) -> Person:
    """A reviewer who has joined."""
    return join(accounts, "Ana", Role.REVIEWER)


def join(accounts: Accounts, name: str, role: Role) -> Person:
    add_person(accounts, name, role, by="test")
    return accept_invitation(accounts, invite_person(accounts, name, by="test"), PASSWORD)
