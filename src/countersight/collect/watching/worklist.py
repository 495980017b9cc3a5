"""The addresses of a source: which wait to be fetched, in which order, and what became of those that were."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, Row, bindparam, case, func, select, update
from sqlalchemy.dialects.sqlite import insert

from countersight.collect.discovery import Found
from countersight.collect.discovery.base import MAX_FOUND
from countersight.collect.sources.schedule import Recapture
from countersight.collect.watching.database import read_time
from countersight.collect.watching.outcomes import Catch, Outcome
from countersight.collect.watching.schema import addresses
from countersight.values.moments import sortable_time

LEAST_TRIES = 8
LEAST_PATIENCE = timedelta(days=7)
"""A page that was never had is given up after so many visits in vain, but not within so long: a machine may be offline
for days."""


class State(StrEnum):
    """What is known of an address."""

    WAITING = "waiting"
    KEPT = "kept"
    GONE = "gone"
    FAILED = "failed"


class Why(IntEnum):
    """Why an address waits; what has the lower number is fetched first."""

    NEW = 1
    MODIFIED = 2
    """Its source says that it has changed."""
    WATCHED = 3
    """It is a page that is watched itself."""
    AGAIN = 4
    """It is time to see whether it still is what was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An address that is to be asked for."""

    address: str
    publisher: str | None
    document: str | None
    """The last that was kept from there."""


def take_found(connection: Connection, source: str, found: Iterable[Found], *, is_watched: bool, now: datetime) -> None:
    """Put what a source offers on the list, where it is new, has changed, or is a page that is watched itself."""
    rows = [_offer(source, each, place, now) for place, each in enumerate(found)]
    if not rows:
        return
    new = insert(addresses)
    said, known = new.excluded, addresses.c
    # What waits for a source that is no longer visited would wait for ever: it is left to whoever offers it now. What
    # another source has kept stays its own, and so does what that says of the publisher.
    is_left = (known.document.is_(None)) & (known.state == State.WAITING.value)
    told = {
        "offered": func.coalesce(said.offered, known.offered),
        "source": case((is_left, said.source), else_=known.source),
        "publisher": case(
            (known.source == said.source, func.coalesce(said.publisher, known.publisher)),
            (is_left, said.publisher),
            else_=known.publisher,
        ),
    }
    connection.execute(new.on_conflict_do_update(index_elements=["address"], set_=told), rows)
    changed = [] if is_watched else [addresses.c.modified.is_distinct_from(addresses.c.offered)]
    again = (
        update(addresses)
        .where(addresses.c.address == bindparam("its_address"), addresses.c.state != State.WAITING.value, *changed)
        .values(state=State.WAITING.value, why=int(Why.WATCHED if is_watched else Why.MODIFIED), turn=bindparam("its"))
    )
    due = [row for row in rows if is_watched or row["offered"] is not None]
    if due:
        connection.execute(again, [{"its_address": row["address"], "its": row["turn"]} for row in due])


def _offer(source: str, found: Found, place: int, now: datetime) -> dict[str, Any]:
    return {
        "address": found.address,
        "host": _host(found.address),
        "source": source,
        "publisher": found.publisher,
        "state": State.WAITING.value,
        "why": int(Why.NEW),
        # What was offered last comes first, and of that what its source puts first.
        "turn": place - round(now.timestamp()) * MAX_FOUND,
        "found_at": sortable_time(now),
        "offered": found.modified,
    }


def plan_again(connection: Connection, source: str, now: datetime) -> None:
    """Put on the list what it is time to look at again."""
    table = addresses.c
    due = (
        table.source == source,
        table.again_at <= sortable_time(now),
        table.state.in_([State.KEPT.value, State.GONE.value]),
    )
    connection.execute(update(addresses).where(*due).values(state=State.WAITING.value, why=int(Why.AGAIN), turn=0))


def next_waiting(connection: Connection, source: str, visit: int, *, besides: Collection[str]) -> Waiting | None:
    """Return what to ask for next in a visit, if anything, leaving out hosts that are at rest."""
    table = addresses.c
    wanted = (table.source == source, table.state == State.WAITING.value, table.tried_in != visit)
    query = select(addresses).where(*wanted, table.host.not_in(list(besides)))
    row = connection.execute(query.order_by(table.why, table.turn).limit(1)).first()
    return None if row is None else _waiting(row)


def _waiting(row: Row[Any]) -> Waiting:
    return Waiting(address=row.address, publisher=row.publisher, document=row.document)


def count_waiting(connection: Connection, source: str) -> int:
    """Count what a source offered and what is still to be asked for."""
    table = addresses.c
    query = select(func.count()).where(table.source == source, table.state == State.WAITING.value)
    return int(connection.execute(query).scalar_one())


def settle(connection: Connection, visit: int, catch: Catch, recapture: Recapture | None) -> None:
    """Note what became of an address."""
    row = connection.execute(select(addresses).where(addresses.c.address == catch.address)).one()
    match catch.outcome:
        case Outcome.FAILED:
            values = _failed(row, catch, recapture)
        case Outcome.VANISHED | Outcome.MOVED:
            values = {"state": State.GONE.value, "tries": 0, "modified": row.offered, **_looked(row, catch, recapture)}
        case _:
            document = catch.collected.document.id if catch.collected else row.document
            kept = {"state": State.KEPT.value, "tries": 0, "document": document, "modified": row.offered}
            values = kept | _looked(row, catch, recapture)
    connection.execute(update(addresses).where(addresses.c.address == catch.address).values(tried_in=visit, **values))


def _looked(row: Row[Any], catch: Catch, recapture: Recapture | None) -> dict[str, Any]:
    first = read_time(row.first_at) or catch.at
    again = recapture.after(catch.at, first=first) if recapture else None
    return {
        "first_at": sortable_time(first),
        "looked_at": sortable_time(catch.at),
        "again_at": sortable_time(again) if again else None,
    }


def _failed(row: Row[Any], catch: Catch, recapture: Recapture | None) -> dict[str, Any]:
    """What may pass is tried in later visits; a page that was kept once stays on the list of those looked at again."""
    tries = row.tries + 1
    is_young = catch.at - datetime.fromisoformat(row.found_at) < LEAST_PATIENCE
    if catch.may_pass and (tries < LEAST_TRIES or is_young):
        return {"tries": tries}
    if row.document is not None:
        return {"tries": 0, "state": State.KEPT.value, "modified": row.offered, **_looked(row, catch, recapture)}
    return {"tries": tries, "state": State.FAILED.value, "modified": row.offered}


def _host(address: str) -> str:
    return urlsplit(address).netloc.lower()
