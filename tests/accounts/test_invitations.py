"""A one-time link opens once, for two days, and only for whom it was made."""

import pytest
from tests.accounts.conftest import PASSWORD
from tests.accounts.test_second_factor import SECRET, code_at

from countersight.accounts import Role, State
from countersight.accounts.invitations import accept_invitation, find_invited, invite_person
from countersight.accounts.people import add_person, disable_person, find_person
from countersight.accounts.second_factor import begin_second_factor
from countersight.accounts.sessions import Level, begin_session, find_session
from countersight.errors import BadPerson, ExpiredLink, WeakPassword


def test_link_is_used_up(accounts) -> None:
    add_person(accounts, "Bo", Role.READER, by="test")
    secret = invite_person(accounts, "Bo", by="test")
    assert find_invited(accounts, secret).state is State.INVITED
    assert accept_invitation(accounts, secret, PASSWORD).state is State.ACTIVE
    with pytest.raises(ExpiredLink):
        accept_invitation(accounts, secret, PASSWORD)


def test_link_expires(accounts, clock) -> None:
    add_person(accounts, "Bo", Role.READER, by="test")
    secret = invite_person(accounts, "Bo", by="test")
    clock.move(hours=48)
    with pytest.raises(ExpiredLink):
        find_invited(accounts, secret)


def test_newer_link_voids_the_older(accounts) -> None:
    add_person(accounts, "Bo", Role.READER, by="test")
    older, newer = invite_person(accounts, "Bo", by="test"), invite_person(accounts, "Bo", by="test")
    with pytest.raises(ExpiredLink):
        find_invited(accounts, older)
    assert find_invited(accounts, newer).name == "Bo"


def test_weak_password_leaves_the_link_good(accounts) -> None:
    add_person(accounts, "Bo", Role.READER, by="test")
    secret = invite_person(accounts, "Bo", by="test")
    with pytest.raises(WeakPassword):
        accept_invitation(accounts, secret, "short")
    assert accept_invitation(accounts, secret, PASSWORD).name == "Bo"


@pytest.mark.parametrize("secret", ["", "x", "\udcff", "a" * 10_000])
def test_made_up_link_opens_nothing(accounts, ana, secret) -> None:
    with pytest.raises(ExpiredLink):
        find_invited(accounts, secret)


@pytest.mark.parametrize("drops", [False, True])
def test_reset_ends_sessions_and_keeps_second_factor_unless_told(accounts, ana, clock, drops) -> None:
    begin_second_factor(accounts, ana.key, SECRET, code_at(clock))
    session = begin_session(accounts, ana.key, Level.FULL)
    accept_invitation(accounts, invite_person(accounts, "Ana", by="bo", drops_second_factor=drops), PASSWORD)
    assert find_session(accounts, session) is None
    assert find_person(accounts, "Ana").has_second_factor is not drops


def test_disabled_person_is_not_invited(accounts, ana) -> None:
    disable_person(accounts, "Ana", by="test")
    with pytest.raises(BadPerson, match="disabled"):
        invite_person(accounts, "Ana", by="test")


def test_link_lies_as_a_hash(accounts, ana) -> None:
    secret = invite_person(accounts, "Ana", by="test")
    kept = accounts.path.read_bytes() + accounts.path.with_name("accounts.db-wal").read_bytes()
    assert secret.encode() not in kept
