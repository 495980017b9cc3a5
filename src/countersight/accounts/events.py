"""What happened to accounts, kept for the admins: who, what, when, by whom; never from where."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from countersight.accounts.database import Accounts
from countersight.accounts.schema import events
from countersight.values.moments import sortable_time


class Happening(StrEnum):
    """What can happen to an account."""

    ADDED = "added"
    INVITED = "invited"
    JOINED = "joined"
    SIGNED_IN = "signed in"
    REFUSED = "sign-in refused"
    SECOND_FACTOR_REFUSED = "second factor refused"
    SECOND_FACTOR_SET = "second factor set"
    SIGNED_OUT = "signed out"
    SESSIONS_ENDED = "sessions ended"
    PASSWORD_CHANGED = "password changed"  # noqa: S105  a name of what happened
    ROLE_CHANGED = "role changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    REMOVED = "removed"
    TOKEN_MADE = "token made"  # noqa: S105
    TOKEN_REVOKED = "token revoked"  # noqa: S105


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened."""

    sequence: int
    at: datetime
    what: str
    person: str
    """Whose account; of refused sign-ins to names that nobody has, empty: a password may have been typed there."""
    by: str
    """Who did it; empty where nobody was signed in."""
    detail: str


def record_event(
    connection: Connection, accounts: Accounts, what: Happening, person: str, *, by: str = "", detail: str = ""
) -> None:
    """Keep that something happened, in the transaction in which it does."""
    row = {"at": sortable_time(accounts.now()), "what": what.value, "person": person, "by": by, "detail": detail}
    connection.execute(events.insert(), row)


def read_events(accounts: Accounts, *, limit: int = 100, person: str | None = None) -> list[Event]:
    """Return what happened last, to one account or to all, the last first."""
    query = select(events).order_by(events.c.sequence.desc()).limit(limit)
    if person is not None:
        query = query.where(events.c.person == person)
    with accounts.reading() as connection:
        return [Event(**{**row._asdict(), "at": datetime.fromisoformat(row.at)}) for row in connection.execute(query)]
