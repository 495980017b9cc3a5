"""One-time links: by them a person joins, or chooses a new password. The admin passes them on; no mail is sent."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, select, update

from countersight.accounts.database import Accounts
from countersight.accounts.events import Happening, record_event
from countersight.accounts.passwords import hash_password, require_strong
from countersight.accounts.people import Person, State, fetch_person
from countersight.accounts.schema import invitations, people, sessions, tokens
from countersight.accounts.second_factor import drop_second_factor
from countersight.accounts.secret_words import digest, new_secret
from countersight.errors import BadPerson, ExpiredLink
from countersight.values.moments import sortable_time
from countersight.values.person_names import person_key

LASTS = timedelta(hours=48)
"""An activation code expires soon (OWASP ASVS 5.0, 6.4.1), yet after a night and a day off."""


def invite_person(accounts: Accounts, name: str, *, by: str, drops_second_factor: bool = False) -> str:
    """Make the word of a one-time link with which a person chooses a password; a link made before is void.

    Their password stays until they do, and an admin never learns either (OWASP ASVS 5.0, 6.4.6). With
    `drops_second_factor`, for who has lost device and recovery codes, following it also takes the second factor away;
    without, it is still asked for (6.4.3).

    Raises:
        NotFound: nobody has this name.
        BadPerson: they were disabled or removed, or a provider has their password.
    """
    secret = new_secret()
    with accounts.writing() as connection:
        person = fetch_person(connection, person_key(name))
        if person.state in (State.DISABLED, State.REMOVED):
            raise BadPerson(f"{person.name} is {person.state}")
        if person.is_from_provider:
            raise BadPerson(f"{person.name} signs in at the provider, which has their password")
        connection.execute(delete(invitations).where(invitations.c.person == person.key))
        row = {
            "digest": digest(secret),
            "person": person.key,
            "drops_second_factor": int(drops_second_factor),
            "expires_at": sortable_time(accounts.now() + LASTS),
        }
        connection.execute(invitations.insert(), row)
        detail = "without second factor" if drops_second_factor else ""
        record_event(connection, accounts, Happening.INVITED, person.key, by=by, detail=detail)
    return secret


def find_invited(accounts: Accounts, secret: str) -> Person:
    """Return whom a link invites; looking does not use it up.

    Raises:
        ExpiredLink: it was used, has expired, or never was.
    """
    with accounts.reading() as connection:
        return fetch_person(connection, _open(connection, accounts, secret)[0])


def accept_invitation(accounts: Accounts, secret: str, password: str, *, refused: Path | None = None) -> Person:
    """Use up a link to choose a password. All sessions and tokens of the person end.

    Raises:
        ExpiredLink: as `find_invited`.
        WeakPassword: the password is short or easily guessed; the link stays good.
    """
    require_strong(password, name=find_invited(accounts, secret).name, refused=refused)
    kept = hash_password(password)  # outside the transaction: it takes its time
    with accounts.writing() as connection:
        key, drops = _open(connection, accounts, secret)
        connection.execute(delete(invitations).where(invitations.c.person == key))
        values = {"password": kept, "state": State.ACTIVE.value}
        connection.execute(update(people).where(people.c.key == key).values(**values))
        for table in (sessions, tokens):
            connection.execute(delete(table).where(table.c.person == key))
        if drops:
            drop_second_factor(connection, key)
        record_event(connection, accounts, Happening.JOINED, key, by=key)
        return fetch_person(connection, key)


def _open(connection: Connection, accounts: Accounts, secret: str) -> tuple[str, bool]:
    query = select(invitations).where(invitations.c.digest == digest(secret))
    row = connection.execute(query).first()
    if row is None or row.expires_at <= sortable_time(accounts.now()):
        raise ExpiredLink("this link was used, has expired, or was made void by a newer one: ask an admin for another")
    return row.person, bool(row.drops_second_factor)
