"""Whoever shows name, password and code comes in; nobody learns which of them was wrong."""

from dataclasses import replace

import pytest
from tests.accounts.conftest import ADDRESS, PASSWORD
from tests.accounts.test_second_factor import SECRET, code_at

from countersight.accounts import Level, Role
from countersight.accounts.events import Happening, read_events
from countersight.accounts.people import add_person, disable_person, find_person
from countersight.accounts.second_factor import begin_second_factor
from countersight.accounts.sessions import find_session
from countersight.accounts.sign_in import change_password, confirm_password, give_code, sign_in
from countersight.errors import SignInRefused, TooManyAttempts, WeakPassword


@pytest.fixture
def with_factor(accounts, ana, clock):
    begin_second_factor(accounts, ana.key, SECRET, code_at(clock))
    clock.move(minutes=5)
    return find_person(accounts, "Ana")


def test_password_alone_leads_to_enrollment(door, ana) -> None:
    entered = sign_in(door, " ANA", PASSWORD, address=ADDRESS)
    assert entered.level is Level.ENROLLMENT
    session = find_session(door.accounts, entered.secret)
    assert session is not None
    assert session.level is Level.ENROLLMENT


def test_password_alone_is_enough_where_set_so(door, ana) -> None:
    assert sign_in(replace(door, needs_second_factor=False), "Ana", PASSWORD, address=ADDRESS).level is Level.FULL


def test_code_leads_in_with_a_fresh_word(door, with_factor, clock) -> None:
    first = sign_in(door, "Ana", PASSWORD, address=ADDRESS)
    assert first.level is Level.SECOND_FACTOR
    second = give_code(door, with_factor, code_at(clock), address=ADDRESS, instead_of=first.secret)
    assert second.level is Level.FULL
    assert find_session(door.accounts, first.secret) is None
    assert find_session(door.accounts, second.secret) is not None


def test_second_factor_is_asked_for_even_where_not_needed(door, with_factor) -> None:
    entered = sign_in(replace(door, needs_second_factor=False), "Ana", PASSWORD, address=ADDRESS)
    assert entered.level is Level.SECOND_FACTOR


def test_all_refusals_have_the_same_words(door, ana, with_factor, accounts) -> None:
    add_person(accounts, "Invited", Role.READER, by="test")
    told = set()
    for name, password in (("Ana", "wrong"), ("Nobody", PASSWORD), ("Invited", PASSWORD), ("", ""), ("Ana", "")):
        with pytest.raises(SignInRefused) as refused:
            sign_in(door, name, password, address=ADDRESS)
        told.add(str(refused.value))
    disable_person(accounts, "Ana", by="test")
    with pytest.raises(SignInRefused) as refused:
        sign_in(door, "Ana", PASSWORD, address=ADDRESS)
    assert len(told | {str(refused.value)}) == 1


@pytest.mark.parametrize("name", ["Ana", "Nobody"])
def test_known_and_unknown_names_wait_alike(door, ana, name) -> None:
    for _ in range(6):
        with pytest.raises(SignInRefused):
            sign_in(door, name, "wrong", address=ADDRESS)
    with pytest.raises(TooManyAttempts) as told:
        sign_in(door, name, PASSWORD, address=ADDRESS)
    assert told.value.retry_after_s == 2


def test_right_password_after_the_wait_leads_in(door, ana, clock) -> None:
    for _ in range(6):
        with pytest.raises(SignInRefused):
            sign_in(door, "Ana", "wrong", address=ADDRESS)
    clock.move(seconds=2)
    assert sign_in(door, "Ana", PASSWORD, address=ADDRESS).level is Level.ENROLLMENT


def test_codes_cannot_be_guessed_fast(door, with_factor, clock) -> None:
    """A right password does not reset the delay: else each one would buy five guesses."""
    for _ in range(6):
        entered = sign_in(door, "Ana", PASSWORD, address=ADDRESS)
        with pytest.raises(SignInRefused):
            give_code(door, with_factor, "000000", address=ADDRESS, instead_of=entered.secret)
    with pytest.raises(TooManyAttempts):
        sign_in(door, "Ana", PASSWORD, address=ADDRESS)


def test_typed_names_of_nobody_are_not_kept(door, ana) -> None:
    with pytest.raises(SignInRefused):
        sign_in(door, "my password by mistake", "x", address=ADDRESS)
    last = read_events(door.accounts)[0]
    assert (last.what, last.person, last.detail) == (Happening.REFUSED, "", "")


def test_address_is_kept_nowhere(door, ana) -> None:
    sign_in(door, "Ana", PASSWORD, address=ADDRESS)
    kept = door.accounts.path.read_bytes() + door.accounts.path.with_name("accounts.db-wal").read_bytes()
    assert ADDRESS.encode() not in kept


def test_changed_password_ends_other_sessions(door, ana) -> None:
    one, other = (sign_in(door, "Ana", PASSWORD, address=ADDRESS).secret for _ in range(2))
    stays = find_session(door.accounts, one)
    assert stays is not None
    change_password(door, ana, "eleven otters on a ferry", session=stays.digest)
    assert find_session(door.accounts, one) is not None
    assert find_session(door.accounts, other) is None
    with pytest.raises(SignInRefused):
        confirm_password(door, ana, PASSWORD, address=ADDRESS)
    confirm_password(door, ana, "eleven otters on a ferry", address=ADDRESS)


def test_weak_new_password_changes_nothing(door, ana) -> None:
    with pytest.raises(WeakPassword):
        change_password(door, ana, "short")
    confirm_password(door, ana, PASSWORD, address=ADDRESS)
