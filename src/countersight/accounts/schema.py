"""The tables of `accounts.db`: who may sign in and what each of them keeps; nothing of the evidence is here."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

VERSION = 2
"""Kept in the file's `user_version`."""

STEPS = {1: ("ALTER TABLE tokens ADD COLUMN scope TEXT NOT NULL DEFAULT 'api'",)}
"""What makes a file of each older version one of the next. Version 2 tells apart what a token opens."""

metadata = MetaData()


def _person(*, primary_key: bool = False) -> Column[str]:
    return Column("person", Text, ForeignKey("people.key"), primary_key=primary_key, nullable=False)


def _moment(name: str, *, optional: bool = False) -> Column[str]:
    """A time in ISO 8601, UTC, with microseconds, so that it sorts as time does."""
    return Column(name, Text, nullable=optional)


people = Table(
    "people",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("state", Text, nullable=False),
    _moment("added_at"),
    Column("password", Text),
    Column("totp_secret", Text),
    Column("totp_step", Integer, nullable=False, default=0),
    Column("subject", Text, unique=True),
)
"""`key` is `values.person_names.person_key` of the name; a name is never given to somebody else later.

`password` is an argon2id hash with its parameters and salt. `totp_secret` has to be kept as it is, since codes are
computed from it. `totp_step` is the last time step whose code was used. `subject` is an OIDC provider's issuer and
subject.
"""

recovery_codes = Table(
    "recovery_codes", metadata, Column("digest", Text, primary_key=True), _person(), Index("ix_codes_person", "person")
)

invitations = Table(
    "invitations",
    metadata,
    Column("digest", Text, primary_key=True),
    _person(),
    Column("drops_second_factor", Integer, nullable=False),
    _moment("expires_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    _person(),
    Column("level", Text, nullable=False),
    _moment("begun_at"),
    _moment("seen_at"),
    _moment("ends_at"),
    Column("device", Text, nullable=False),
    Index("ix_sessions_person", "person"),
)

tokens = Table(
    "tokens",
    metadata,
    Column("digest", Text, primary_key=True),
    _person(),
    Column("scope", Text, nullable=False, server_default="api"),
    Column("purpose", Text, nullable=False),
    Column("role", Text, nullable=False),
    _moment("made_at"),
    _moment("expires_at"),
    Column("used_on", Text),
    Index("ix_tokens_person", "person"),
)

saved_searches = Table(
    "saved_searches",
    metadata,
    _person(primary_key=True),
    Column("name", Text, primary_key=True),
    Column("what", Text, nullable=False),
    Column("query", Text, nullable=False),
    _moment("saved_at"),
    _moment("looked_at"),
)

key_bindings = Table(
    "key_bindings",
    metadata,
    _person(primary_key=True),
    Column("action", Text, primary_key=True),
    Column("keys", Text, nullable=False),
)

preferences = Table(
    "preferences",
    metadata,
    _person(primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("sequence", Integer, primary_key=True),
    _moment("at"),
    Column("what", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("detail", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""What happened to accounts; never an address. Triggers refuse to change or remove a row."""
