"""The visits of each source: begun, taken up again after a death, ended, and what each gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from countersight.collect.sources import Expected, Source, Span
from countersight.collect.sources.source import SPAN_DAYS
from countersight.collect.watching.database import read_time
from countersight.collect.watching.outcomes import BROUGHT, PASSING, Outcome, VisitSummary
from countersight.collect.watching.schema import entries, sources, visits
from countersight.values.moments import sortable_time


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVisit:
    """A visit under way."""

    id: int
    begun_at: datetime
    asked: int
    """Addresses asked for so far."""
    entries_done: frozenset[str]


def open_visit(connection: Connection, source: str, now: datetime) -> OpenVisit:
    """Begin a visit, or take up the one that was cut off."""
    table = visits.c
    cut_off = select(visits).where(table.source == source, table.ended_at.is_(None)).order_by(table.id.desc()).limit(1)
    row = connection.execute(cut_off).first()
    if row is None:
        known = upsert(sources).values(name=source, first_visit=sortable_time(now))
        connection.execute(known.on_conflict_do_nothing(index_elements=["name"]))
        begun = insert(visits).values(source=source, begun_at=sortable_time(now)).returning(visits.c.id)
        number = connection.execute(begun).scalar_one()
        return OpenVisit(id=number, begun_at=now, asked=0, entries_done=frozenset())
    done = connection.execute(select(entries.c.entry).where(entries.c.visit == row.id)).scalars()
    return OpenVisit(
        id=row.id,
        begun_at=datetime.fromisoformat(row.begun_at),
        asked=sum(getattr(row, outcome.value) for outcome in Outcome),
        entries_done=frozenset(done),
    )


def note_entry(connection: Connection, visit: int, entry: str) -> None:
    """Note that an entry was looked through in a visit."""
    connection.execute(upsert(entries).values(visit=visit, entry=entry).on_conflict_do_nothing())


def note_outcome(connection: Connection, visit: int, outcome: Outcome) -> None:
    """Count an outcome."""
    column = visits.c[outcome.value]
    connection.execute(update(visits).where(visits.c.id == visit).values({column: column + 1}))


def note_trouble(connection: Connection, visit: int, trouble: str) -> None:
    """Note what goes wrong with the source itself; the first of a visit stays, unless it alone is one that lasts."""
    noted = connection.execute(select(visits.c.trouble).where(visits.c.id == visit)).scalar()
    if noted is None or (may_pass(trouble) and not may_pass(noted)):
        connection.execute(update(visits).where(visits.c.id == visit).values(trouble=trouble[:500]))


def may_pass(trouble: str) -> bool:
    """Whether a trouble, which begins with the reason of its failure, may pass by itself."""
    return trouble.partition(":")[0] in PASSING


def is_to_be_retried(connection: Connection, visit: int) -> bool:
    """Whether something went wrong with the source itself that may pass."""
    return may_pass(connection.execute(select(visits.c.trouble).where(visits.c.id == visit)).scalar() or "")


def end_visit(
    connection: Connection, visit: int, source: Source, now: datetime, *, next_visit: datetime, waiting: int
) -> VisitSummary:
    """End a visit, judge what it gave, and set when the next one is."""
    ended = {"ended_at": sortable_time(now), Outcome.WAITING.value: waiting}
    connection.execute(update(visits).where(visits.c.id == visit).values(ended))
    verdict = judge_yield(connection, visit, source.name, source.expected, now)
    connection.execute(update(visits).where(visits.c.id == visit).values(verdict=verdict))
    connection.execute(
        update(sources).where(sources.c.name == source.name).values(next_visit=sortable_time(next_visit))
    )
    row = connection.execute(select(visits).where(visits.c.id == visit)).one()
    return _summary(row, next_visit)


def judge_yield(connection: Connection, visit: int, source: str, expected: Expected, now: datetime) -> str | None:
    """Say in words what is odd about what a source gave; nothing if it is as expected.

    Over a day, week or month, too little is told only once the source has been watched for so long. The first visit,
    which finds all that has piled up, is never too much.
    """
    begun = read_time(connection.execute(select(sources.c.first_visit).where(sources.c.name == source)).scalar_one())
    first = connection.execute(select(func.min(visits.c.id)).where(visits.c.source == source)).scalar_one()
    if expected.per is Span.VISIT:
        brought, is_long_enough = _brought(connection, visits.c.id == visit), True
        most_counted = 0 if visit == first else brought
    else:
        since = now - timedelta(days=SPAN_DAYS[expected.per])
        within = (visits.c.source == source, visits.c.begun_at > sortable_time(since))
        brought = _brought(connection, *within)
        most_counted = _brought(connection, *within, visits.c.id != first)
        is_long_enough = begun is not None and begun <= since
    if brought < expected.least and is_long_enough:
        return f"{brought:,} a {expected.per}, at least {expected.least:,} expected"
    if most_counted > expected.most:
        return f"{most_counted:,} a {expected.per}, at most {expected.most:,} expected"
    return None


def _brought(connection: Connection, *conditions: Any) -> int:
    totals = [func.coalesce(func.sum(visits.c[outcome.value]), 0) for outcome in BROUGHT]
    return sum(connection.execute(select(*totals).where(*conditions)).one())


def last_visits(connection: Connection) -> Mapping[str, VisitSummary]:
    """Return the last visit of each source that was ever visited, by name."""
    newest = select(func.max(visits.c.id)).group_by(visits.c.source)
    planned = {row.name: read_time(row.next_visit) for row in connection.execute(select(sources))}
    rows = connection.execute(select(visits).where(visits.c.id.in_(newest)))
    return {row.source: _summary(row, planned.get(row.source)) for row in rows}


def _summary(row: Row[Any], next_visit: datetime | None) -> VisitSummary:
    return VisitSummary(
        source=row.source,
        begun_at=datetime.fromisoformat(row.begun_at),
        ended_at=read_time(row.ended_at),
        counts={outcome: getattr(row, outcome.value) for outcome in Outcome},
        trouble=row.trouble,
        verdict=row.verdict,
        next_visit=next_visit,
    )
