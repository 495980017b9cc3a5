"""Sessions: a random word in the visitor's cookie, of which only the hash is kept, with two ends: idle and absolute."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Row, delete, select, update

from countersight.accounts.database import Accounts
from countersight.accounts.events import Happening, record_event
from countersight.accounts.people import MAY_SIGN_IN, Person, read_person
from countersight.accounts.schema import people, sessions
from countersight.accounts.secret_words import digest, new_secret
from countersight.values.moments import sortable_time

PENDING = timedelta(minutes=10)
"""How long one may take between password and code."""
TOUCHED = timedelta(minutes=1)
"""How exactly it is known when a session was last used: each use would else be a write."""
AT_MOST = 10
"""Sessions of one person at once; with one more, the one used longest ago ends."""
DEVICE_CHARACTERS = 160


class Level(StrEnum):
    """How far a person has come in."""

    SECOND_FACTOR = "second factor"
    """The password was right; the code is still to come. Opens nothing else."""
    ENROLLMENT = "enrollment"
    """The password was right; a second factor has to be set up first. Opens nothing else."""
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetime:
    """How long sessions last."""

    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=12)


USUAL = Lifetime()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One browser in which a person is signed in."""

    digest: str
    """The hash of the word in its cookie, by which it can be told from others and ended; it opens nothing."""
    person: Person
    level: Level
    begun_at: datetime
    seen_at: datetime
    ends_at: datetime
    device: str
    """What the browser says it is."""


def begin_session(
    accounts: Accounts,
    person: str,
    level: Level,
    *,
    device: str = "",
    lifetime: Lifetime = USUAL,
    instead_of: str | None = None,
) -> str:
    """Begin a session for a person's key; return its word, always a fresh one.

    `instead_of` is the word of one that ends.
    """
    secret, now = new_secret(), accounts.now()
    ends = now + (lifetime.absolute if level is Level.FULL else PENDING)
    row = {
        "digest": digest(secret),
        "person": person,
        "level": level.value,
        "begun_at": sortable_time(now),
        "seen_at": sortable_time(now),
        "ends_at": sortable_time(ends),
        "device": "".join(char for char in device if char.isprintable())[:DEVICE_CHARACTERS],
    }
    with accounts.writing() as connection:
        connection.execute(delete(sessions).where(sessions.c.ends_at <= sortable_time(now)))
        if instead_of is not None:
            connection.execute(delete(sessions).where(sessions.c.digest == digest(instead_of)))
        connection.execute(sessions.insert(), row)
        spare = select(sessions.c.digest).where(sessions.c.person == person)
        spare = spare.order_by(sessions.c.seen_at.desc(), sessions.c.begun_at.desc()).offset(AT_MOST)
        connection.execute(delete(sessions).where(sessions.c.digest.in_(connection.execute(spare).scalars().all())))
        if level is Level.FULL:
            record_event(connection, accounts, Happening.SIGNED_IN, person, by=person)
    return secret


def find_session(accounts: Accounts, secret: str, *, lifetime: Lifetime = USUAL) -> Session | None:
    """Return the session of a word, if there is one, it has not ended, and its person may still come in."""
    now = accounts.now()
    query = select(sessions, people).join(people, people.c.key == sessions.c.person)
    with accounts.reading() as connection:
        row = connection.execute(query.where(sessions.c.digest == digest(secret))).first()
    session = None if row is None else _read(row)
    if session is None or session.person.state not in MAY_SIGN_IN:
        return None
    if now >= session.ends_at or now - session.seen_at >= lifetime.idle:
        return None
    if now - session.seen_at >= TOUCHED:
        with accounts.writing() as connection:
            one = sessions.c.digest == session.digest
            connection.execute(update(sessions).where(one).values(seen_at=sortable_time(now)))
    return session


def end_session(accounts: Accounts, digest_: str, *, of: str, by: str) -> bool:
    """End one session of a person (a key); return whether there was such a one."""
    with accounts.writing() as connection:
        ended = connection.execute(delete(sessions).where(sessions.c.digest == digest_, sessions.c.person == of))
        if ended.rowcount:
            record_event(connection, accounts, Happening.SIGNED_OUT, of, by=by)
        return ended.rowcount > 0


def end_sessions(accounts: Accounts, *, of: str, by: str, but: str = "") -> int:
    """End the sessions of a person (a key), but for one by its digest; return how many."""
    with accounts.writing() as connection:
        ended = connection.execute(delete(sessions).where(sessions.c.person == of, sessions.c.digest != but)).rowcount
        if ended:
            record_event(connection, accounts, Happening.SESSIONS_ENDED, of, by=by, detail=str(ended))
        return ended


def list_sessions(accounts: Accounts, person: str, *, lifetime: Lifetime = USUAL) -> list[Session]:
    """Return the sessions of a person (a key) that have not ended, the last used first."""
    now = accounts.now()
    query = select(sessions, people).join(people, people.c.key == sessions.c.person)
    query = query.where(sessions.c.person == person, sessions.c.ends_at > sortable_time(now))
    query = query.where(sessions.c.seen_at > sortable_time(now - lifetime.idle))
    with accounts.reading() as connection:
        return [_read(row) for row in connection.execute(query.order_by(sessions.c.seen_at.desc()))]


def _read(row: Row[*tuple[object, ...]]) -> Session:
    found = row._asdict()
    return Session(
        digest=found["digest"],
        person=read_person(row),
        level=Level(found["level"]),
        begun_at=datetime.fromisoformat(found["begun_at"]),
        seen_at=datetime.fromisoformat(found["seen_at"]),
        ends_at=datetime.fromisoformat(found["ends_at"]),
        device=found["device"],
    )
