"""How each source stands: its last visit, its next one, and what waits."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from countersight.collect.sources import Source
from countersight.collect.watching import ledger, worklist
from countersight.collect.watching.database import WatchDatabase
from countersight.collect.watching.outcomes import VisitSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one source stands."""

    source: Source
    is_own: bool
    """Whether the project watches it; otherwise it only comes with Countersight."""
    last: VisitSummary | None
    next_visit: datetime | None
    """None where it is not watched; long past where it is due."""
    waiting: int
    """Addresses that it offered and that are still to be asked for."""


def look_over(sources: Sequence[Source], database: WatchDatabase, *, own: Collection[str]) -> list[Standing]:
    """Say how sources stand; `own` names those that the project watches."""
    with database.reading() as connection:
        last = ledger.last_visits(connection)
        return [
            Standing(
                source=source,
                is_own=source.name in own,
                last=last.get(source.name),
                next_visit=plan_visit(source, last.get(source.name)) if source.name in own else None,
                waiting=worklist.count_waiting(connection, source.name),
            )
            for source in sources
        ]


def plan_visit(source: Source, last: VisitSummary | None) -> datetime:
    """Return when a source is next visited: at once where it never was, or where a visit was cut off.

    A schedule that was made tighter counts at once, one that was made looser from the next visit on.
    """
    if last is None:
        return datetime.min.replace(tzinfo=UTC)
    if last.ended_at is None:
        return last.begun_at
    by_schedule = source.schedule.after(last.begun_at)
    return by_schedule if last.next_visit is None else min(by_schedule, last.next_visit)
