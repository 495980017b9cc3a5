"""The people of a project: added by an admin, disabled or removed by one, and never without an admin among them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, Row, Table, delete, func, select, update

from countersight.accounts.database import Accounts
from countersight.accounts.events import Happening, record_event
from countersight.accounts.roles import Role
from countersight.accounts.schema import invitations, people, recovery_codes, sessions, tokens
from countersight.errors import BadPerson, LastAdmin, NotFound
from countersight.values.moments import sortable_time
from countersight.values.person_names import is_person_name, person_key


class State(StrEnum):
    """Whether a person can sign in."""

    INVITED = "invited"
    """Not yet: they have not chosen a password."""
    ACTIVE = "active"
    LOCAL = "local"
    """The one person of a machine, who needs no password there and cannot sign in from elsewhere."""
    DISABLED = "disabled"
    """Not now."""
    REMOVED = "removed"
    """Never again. The name stays theirs, as decisions and restrictions go on to carry it."""


MAY_SIGN_IN = (State.ACTIVE, State.LOCAL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who works on the project, as far as others may know."""

    key: str
    """By which the name is known, however it is typed; unique."""
    name: str
    """As decisions record it."""
    role: Role
    state: State
    added_at: datetime
    has_second_factor: bool
    is_from_provider: bool
    """Whether they sign in at an OIDC provider, which then has their password and second factor."""


def add_person(accounts: Accounts, name: str, role: Role, *, by: str, state: State = State.INVITED) -> Person:
    """Add a person under a name that nobody has had. Whoever is to sign in with a password then needs an invitation.

    The person of a machine who is added to a team keeps their name and what they saved.

    Raises:
        BadPerson: this is no name, or somebody has or had it.
    """
    with accounts.writing() as connection:
        return insert_person(connection, accounts, name, role, by=by, state=state)


def insert_person(
    connection: Connection,
    accounts: Accounts,
    name: str,
    role: Role,
    *,
    by: str,
    state: State,
    subject: str | None = None,
) -> Person:
    """As `add_person`, within a transaction; `subject` is whom an OIDC provider vouches for."""
    shown, key = " ".join(name.split()), person_key(name)
    if not is_person_name(name):
        raise BadPerson(f"{name[:80]!r} is no name: it begins with a letter or digit and has at most 80 characters")
    values = {"role": role.value, "state": state.value, "subject": subject}
    there = connection.execute(select(people.c.state).where(people.c.key == key)).scalar()
    if there == State.LOCAL and state is not State.LOCAL:
        connection.execute(update(people).where(people.c.key == key).values(**values))
    elif there is not None:
        raise BadPerson(f"the name {shown!r} is taken, or was: names are never given twice")
    else:
        row = {"key": key, "name": shown, "added_at": sortable_time(accounts.now()), "totp_step": 0, **values}
        connection.execute(people.insert(), row)
    record_event(connection, accounts, Happening.ADDED, key, by=by, detail=role.value)
    return fetch_person(connection, key)


def find_person(accounts: Accounts, name: str) -> Person:
    """Find a person by their name, however it is typed.

    Raises:
        NotFound: nobody has it.
    """
    with accounts.reading() as connection:
        return fetch_person(connection, person_key(name))


def fetch_person(connection: Connection, key: str) -> Person:
    """As `find_person`, by key and within a transaction."""
    row = connection.execute(select(people).where(people.c.key == key)).first()
    if row is None:
        raise NotFound(f"nobody here is called {key!r}")
    return read_person(row)


def list_people(accounts: Accounts, *, with_removed: bool = False) -> list[Person]:
    """Return everybody, in order of name."""
    with accounts.reading() as connection:
        everybody = [read_person(row) for row in connection.execute(select(people).order_by(people.c.key))]
    return [person for person in everybody if with_removed or person.state is not State.REMOVED]


def has_admin(accounts: Accounts) -> bool:
    """Whether there is an admin who can sign in, or will once they follow their invitation."""
    return any(one.role is Role.ADMIN and one.state in (State.ACTIVE, State.INVITED) for one in list_people(accounts))


def change_role(accounts: Accounts, name: str, role: Role, *, by: str) -> Person:
    """Trust a person with more or less. Their sessions end: what they may do changes with a fresh one.

    Raises:
        NotFound: nobody has this name.
        LastAdmin: nobody else could manage people.
    """
    with accounts.writing() as connection:
        person = fetch_person(connection, person_key(name))
        if person.role is role:
            return person
        if role is not Role.ADMIN:
            _require_other_admin(connection, person)
        connection.execute(update(people).where(people.c.key == person.key).values(role=role.value))
        _forget(connection, sessions, person.key)
        detail = f"{person.role} to {role}"
        record_event(connection, accounts, Happening.ROLE_CHANGED, person.key, by=by, detail=detail)
        return fetch_person(connection, person.key)


def disable_person(accounts: Accounts, name: str, *, by: str) -> Person:
    """Keep a person out: sessions, tokens and invitations end at once. `enable_person` lets them in again.

    Raises:
        NotFound, LastAdmin: as `change_role`.
    """
    return _keep_out(accounts, name, State.DISABLED, Happening.DISABLED, by=by)


def enable_person(accounts: Accounts, name: str, *, by: str) -> Person:
    """Let a disabled person in again, with the password and second factor that they had.

    Raises:
        NotFound: nobody has this name.
        BadPerson: they are not disabled.
    """
    with accounts.writing() as connection:
        person = fetch_person(connection, person_key(name))
        if person.state is not State.DISABLED:
            raise BadPerson(f"{person.name} is {person.state}, not disabled")
        knows = select(people.c.password, people.c.subject).where(people.c.key == person.key)
        state = State.ACTIVE if any(connection.execute(knows).one()) else State.INVITED
        connection.execute(update(people).where(people.c.key == person.key).values(state=state.value))
        record_event(connection, accounts, Happening.ENABLED, person.key, by=by)
        return fetch_person(connection, person.key)


def remove_person(accounts: Accounts, name: str, *, by: str) -> Person:
    """Keep a person out for good, and forget password, second factor and whom a provider vouches for.

    The name stays taken: decisions carry it, and nobody else is to see what was restricted to it.

    Raises:
        NotFound, LastAdmin: as `change_role`.
    """
    return _keep_out(accounts, name, State.REMOVED, Happening.REMOVED, by=by)


def _keep_out(accounts: Accounts, name: str, state: State, happening: Happening, *, by: str) -> Person:
    with accounts.writing() as connection:
        person = fetch_person(connection, person_key(name))
        if person.state is State.REMOVED:
            raise BadPerson(f"{person.name} was removed")
        _require_other_admin(connection, person)
        gone = {"password": None, "totp_secret": None, "subject": None} if state is State.REMOVED else {}
        connection.execute(update(people).where(people.c.key == person.key).values(state=state.value, **gone))
        for table in (sessions, tokens, invitations, *((recovery_codes,) if gone else ())):
            _forget(connection, table, person.key)
        record_event(connection, accounts, happening, person.key, by=by)
        return fetch_person(connection, person.key)


def _require_other_admin(connection: Connection, person: Person) -> None:
    """Refuse to be left without an admin who can sign in."""
    if person.role is not Role.ADMIN or person.state is not State.ACTIVE:
        return
    others = select(func.count()).where(
        people.c.role == Role.ADMIN.value, people.c.state == State.ACTIVE.value, people.c.key != person.key
    )
    if connection.execute(others).scalar_one() == 0:
        raise LastAdmin(f"{person.name} is the last admin who can sign in: make somebody else one first")


def _forget(connection: Connection, table: Table, key: str) -> None:
    connection.execute(delete(table).where(table.c.person == key))


def read_person(row: Row[*tuple[object, ...]]) -> Person:
    """Read a person from a row of the table `people`."""
    found = row._asdict()
    return Person(
        key=found["key"],
        name=found["name"],
        role=Role(found["role"]),
        state=State(found["state"]),
        added_at=datetime.fromisoformat(found["added_at"]),
        has_second_factor=found["totp_secret"] is not None,
        is_from_provider=found["subject"] is not None,
    )
