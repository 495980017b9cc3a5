"""Signing in: a name with its password, then a code; told apart from nobody's name by neither words nor time."""

from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sqlalchemy import select, update

from countersight.accounts.database import Accounts
from countersight.accounts.events import Happening, record_event
from countersight.accounts.passwords import hash_password, is_password, needs_rehash, require_strong
from countersight.accounts.people import Person, State, read_person
from countersight.accounts.schema import people
from countersight.accounts.second_factor import use_code
from countersight.accounts.sessions import USUAL, Level, Lifetime, begin_session, end_sessions
from countersight.accounts.throttle import SignInThrottle
from countersight.errors import SignInRefused
from countersight.values.person_names import person_key

REFUSED = "name, password or code are not right"
"""The same words whatever it was: they tell nobody which names there are (OWASP ASVS 5.0, 6.3.8)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What signing in takes in a project."""

    accounts: Accounts
    throttle: SignInThrottle
    lifetime: Lifetime = USUAL
    needs_second_factor: bool = True
    """Whether everybody has to set one up (OWASP ASVS 5.0, 6.3.2)."""
    refused_passwords: Path | None = None
    """A file of passwords that nobody may choose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """What came of a step that went well."""

    person: Person
    level: Level
    secret: str
    """The word for the cookie, always a fresh one."""


def sign_in(
    door: Door, name: str, password: str, *, address: str, device: str = "", instead_of: str | None = None
) -> Entered:
    """Let somebody in, or on to the next step, with name and password. `instead_of` is the word of the session before.

    Raises:
        TooManyAttempts: this name, or this network, has to wait.
        SignInRefused: something is not right.
    """
    key = person_key(name)
    door.throttle.admit(key, address)
    person, kept = _credentials(door.accounts, key)
    is_right = is_password(password, kept)
    if not is_right or person is None or kept is None or person.state is not State.ACTIVE:
        _refuse(door, key, Happening.REFUSED, known=person is not None)
    if needs_rehash(kept):
        _keep_password(door.accounts, person.key, hash_password(password))
    level = _next_level(door, person)
    if level is Level.FULL:
        door.throttle.succeed(key)
    secret = begin_session(
        door.accounts, person.key, level, device=device, lifetime=door.lifetime, instead_of=instead_of
    )
    return Entered(person=person, level=level, secret=secret)


def give_code(door: Door, person: Person, code: str, *, address: str, device: str = "", instead_of: str) -> Entered:
    """Let somebody in with the code of their second factor, or a recovery code, after their password was right.

    Raises:
        TooManyAttempts, SignInRefused: as `sign_in`.
    """
    door.throttle.admit(person.key, address)
    if not use_code(door.accounts, person.key, code):
        _refuse(door, person.key, Happening.SECOND_FACTOR_REFUSED, known=True)
    return enter(door, person, device=device, instead_of=instead_of)


def enter(door: Door, person: Person, *, device: str = "", instead_of: str | None = None) -> Entered:
    """Begin a full session for somebody who has shown all that it takes."""
    door.throttle.succeed(person.key)
    secret = begin_session(
        door.accounts, person.key, Level.FULL, device=device, lifetime=door.lifetime, instead_of=instead_of
    )
    return Entered(person=person, level=Level.FULL, secret=secret)


def confirm_password(door: Door, person: Person, password: str, *, address: str) -> None:
    """Ask a person who is signed in for their password again, before something that matters.

    Raises:
        TooManyAttempts, SignInRefused: as `sign_in`.
    """
    door.throttle.admit(person.key, address)
    _, kept = _credentials(door.accounts, person.key)
    if not is_password(password, kept):
        _refuse(door, person.key, Happening.REFUSED, known=True)
    door.throttle.succeed(person.key)


def change_password(door: Door, person: Person, new: str, *, session: str = "") -> None:
    """Give a person another password and end their other sessions; `session` is the digest of the one that stays.

    Whoever calls this has just asked for the present password: see `confirm_password`.

    Raises:
        WeakPassword: the new one is short or easily guessed.
    """
    require_strong(new, name=person.name, refused=door.refused_passwords)
    _keep_password(door.accounts, person.key, hash_password(new))
    with door.accounts.writing() as connection:
        record_event(connection, door.accounts, Happening.PASSWORD_CHANGED, person.key, by=person.key)
    end_sessions(door.accounts, of=person.key, by=person.key, but=session)


def _next_level(door: Door, person: Person) -> Level:
    if person.has_second_factor:
        return Level.SECOND_FACTOR
    return Level.ENROLLMENT if door.needs_second_factor else Level.FULL


def _refuse(door: Door, key: str, what: Happening, *, known: bool) -> NoReturn:
    door.throttle.fail(key)
    with door.accounts.writing() as connection:
        record_event(connection, door.accounts, what, key if known else "")
    raise SignInRefused(REFUSED)


def _credentials(accounts: Accounts, key: str) -> tuple[Person | None, str | None]:
    with accounts.reading() as connection:
        row = connection.execute(select(people).where(people.c.key == key)).first()
    return (None, None) if row is None else (read_person(row), row.password)


def _keep_password(accounts: Accounts, key: str, kept: str) -> None:
    with accounts.writing() as connection:
        connection.execute(update(people).where(people.c.key == key).values(password=kept))
