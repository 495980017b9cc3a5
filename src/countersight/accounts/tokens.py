"""Tokens: for programs that act for a person, with a role no higher than theirs and a day on which they end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, func, select, update

from countersight.accounts.database import Accounts
from countersight.accounts.events import Happening, record_event
from countersight.accounts.people import MAY_SIGN_IN, Person, fetch_person, read_person
from countersight.accounts.roles import Role
from countersight.accounts.schema import people, tokens
from countersight.accounts.secret_words import digest, new_secret
from countersight.errors import BadToken
from countersight.values.moments import sortable_time

PREFIX = "countersight_"
"""So that a token that got into a file or message can be searched for, by people and by scanners."""
LONGEST = timedelta(days=366)
AT_MOST = 20
"""Tokens of one person."""
PURPOSE_CHARACTERS = 80


class TokenScope(StrEnum):
    """What a token opens, and where it has to stand to do so."""

    API = "api"
    """All that its role may do; sent in a header."""
    PRIVATE = "private"
    """A private address: the token is part of it, for programs that can send no header. It only reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token, without the word that opens."""

    digest: str
    scope: TokenScope
    purpose: str
    role: Role
    made_at: datetime
    expires_at: datetime
    used_on: str | None
    """The last day on which it was used."""


def make_token(
    accounts: Accounts,
    person: str,
    *,
    purpose: str,
    role: Role,
    lasts: timedelta,
    scope: TokenScope = TokenScope.API,
) -> str:
    """Make a token for a person's key; return its word, which is shown once and not kept.

    That of a private address has the role of a reader, whatever `role` says: addresses get about.

    Raises:
        BadToken: no purpose is given, it would last too long or have a higher role than the person, or there are many.
    """
    if not purpose.strip() or len(purpose) > PURPOSE_CHARACTERS:
        raise BadToken(f"say in up to {PURPOSE_CHARACTERS} characters what the token is for")
    if not timedelta(0) < lasts <= LONGEST:
        raise BadToken(f"a token lasts from one to {LONGEST.days} days")
    secret, now = PREFIX + new_secret(), accounts.now()
    role = Role.READER if scope is TokenScope.PRIVATE else role
    with accounts.writing() as connection:
        if not fetch_person(connection, person).role.includes(role):
            raise BadToken(f"a token cannot be {role}, as its person is not")
        connection.execute(delete(tokens).where(tokens.c.expires_at <= sortable_time(now)))
        if connection.execute(select(func.count()).where(tokens.c.person == person)).scalar_one() >= AT_MOST:
            raise BadToken(f"nobody has more than {AT_MOST} tokens: revoke one first")
        row = {
            "digest": digest(secret),
            "person": person,
            "scope": scope.value,
            "purpose": purpose.strip(),
            "role": role.value,
            "made_at": sortable_time(now),
            "expires_at": sortable_time(now + lasts),
        }
        connection.execute(tokens.insert(), row)
        told = scope.value if scope is TokenScope.PRIVATE else role.value
        record_event(connection, accounts, Happening.TOKEN_MADE, person, by=person, detail=told)
    return secret


def find_token(accounts: Accounts, secret: str, *, scope: TokenScope = TokenScope.API) -> tuple[Person, Role] | None:
    """Return for whom a token acts and with which role, if it is good; never a higher role than the person now has.

    One that stands where those of another scope do is no good.
    """
    now = accounts.now()
    query = select(tokens.c.role.label("token_role"), tokens.c.used_on, people)
    query = query.join(people, people.c.key == tokens.c.person)
    one = (tokens.c.digest == digest(secret)) & (tokens.c.scope == scope.value)
    with accounts.reading() as connection:
        row = connection.execute(query.where(one, tokens.c.expires_at > sortable_time(now))).first()
    person = None if row is None else read_person(row)
    if row is None or person is None or person.state not in MAY_SIGN_IN:
        return None
    today = now.date().isoformat()
    if row.used_on != today:
        with accounts.writing() as connection:
            connection.execute(update(tokens).where(one).values(used_on=today))
    role = Role(row.token_role)
    return person, role if person.role.includes(role) else person.role


def list_tokens(accounts: Accounts, person: str) -> list[Token]:
    """Return the tokens of a person (a key) that have not expired, the newest first."""
    query = select(tokens).where(tokens.c.person == person, tokens.c.expires_at > sortable_time(accounts.now()))
    with accounts.reading() as connection:
        return [
            Token(
                digest=row.digest,
                scope=TokenScope(row.scope),
                purpose=row.purpose,
                role=Role(row.role),
                made_at=datetime.fromisoformat(row.made_at),
                expires_at=datetime.fromisoformat(row.expires_at),
                used_on=row.used_on,
            )
            for row in connection.execute(query.order_by(tokens.c.made_at.desc()))
        ]


def revoke_token(accounts: Accounts, digest_: str, *, of: str) -> bool:
    """End a token of a person (a key); return whether there was such a one."""
    with accounts.writing() as connection:
        ended = connection.execute(delete(tokens).where(tokens.c.digest == digest_, tokens.c.person == of))
        if ended.rowcount:
            record_event(connection, accounts, Happening.TOKEN_REVOKED, of, by=of)
        return ended.rowcount > 0
