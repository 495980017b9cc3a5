"""The tables of `watch.db`: when each source is next visited, what it gave, and what still waits to be fetched."""

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, Table, Text

from countersight.collect.watching.outcomes import Outcome

VERSION = 1
"""Kept in the file's `user_version`."""

metadata = MetaData()


def _moment(name: str, *, optional: bool = True) -> Column[str]:
    """A time in ISO 8601, UTC, with microseconds, so that it sorts as time does."""
    return Column(name, Text, nullable=optional)


memory = Table(
    "memory",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
"""What politeness and discovery remember: hosts at rest, robots.txt, validators, places in feeds."""

sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    _moment("first_visit", optional=False),
    _moment("next_visit"),
)

visits = Table(
    "visits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", Text, nullable=False),
    _moment("begun_at", optional=False),
    _moment("ended_at"),
    *(Column(outcome.value, Integer, nullable=False, default=0, server_default="0") for outcome in Outcome),
    Column("trouble", Text),
    Column("verdict", Text),
    Index("ix_visits_source", "source", "begun_at"),
    sqlite_autoincrement=True,
)
"""A visit without an end is under way, or was cut off and is taken up again. `verdict` is what is odd of the yield."""

entries = Table(
    "entries",
    metadata,
    Column("visit", Integer, ForeignKey("visits.id"), primary_key=True),
    Column("entry", Text, primary_key=True),
)
"""The entries of a source that a visit has looked through."""

addresses = Table(
    "addresses",
    metadata,
    Column("address", Text, primary_key=True),
    Column("host", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("publisher", Text),
    Column("state", Text, nullable=False),
    Column("why", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("tried_in", Integer, nullable=False, default=0, server_default="0"),
    Column("tries", Integer, nullable=False, default=0, server_default="0"),
    _moment("found_at", optional=False),
    Column("document", Text),
    _moment("first_at"),
    _moment("looked_at"),
    _moment("again_at"),
    Column("offered", Text),
    Column("modified", Text),
    Index("ix_addresses_work", "source", "state", "why", "turn"),
    Index("ix_addresses_again", "source", "again_at"),
)
"""What has the lower `why`, and then the lower `turn`, is fetched first. `document` is the last that was kept from
there; `offered` when the source says that it last changed, `modified` what it said when that document was fetched;
`tried_in` the visit that last asked for it, `tries` how often in vain since.
"""
