"""Watching: visits whichever sources are due, several at once, until it is told to stop."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import datetime, timedelta

from countersight.collect.base import Clock, utc_now
from countersight.collect.sources import Source
from countersight.collect.watching import ledger
from countersight.collect.watching.database import WatchDatabase
from countersight.collect.watching.outcomes import VisitSummary
from countersight.collect.watching.standing import plan_visit

Visit = Callable[[Source], VisitSummary]
"""Visits one source, keeps what comes of it, and says what that was."""

LONGEST_SLEEP = timedelta(minutes=5)
"""A clock that is set anew, or a machine that was asleep, is noticed within this time."""


class Rounds:
    """The rounds of one watcher."""

    def __init__(
        self,
        sources: Sequence[Source],
        database: WatchDatabase,
        visit: Visit,
        *,
        stop: threading.Event,
        workers: int,
        clock: Clock = utc_now,
    ) -> None:
        """Args: stop: set by whoever wants it to end, after the current addresses. workers: visits at once."""
        self.sources = tuple(sources)
        self._database = database
        self._visit = visit
        self._stop = stop
        self._workers = workers
        self._clock = clock

    def next_visits(self) -> dict[str, datetime]:
        """Return when each source is next visited, as `plan_visit` says."""
        with self._database.reading() as connection:
            last = ledger.last_visits(connection)
        return {source.name: plan_visit(source, last.get(source.name)) for source in self.sources}

    def due(self) -> list[Source]:
        """Return the sources that are to be visited now, those that waited longest first."""
        now, planned = self._clock(), self.next_visits()
        ready = [source for source in self.sources if planned[source.name] <= now]
        return sorted(ready, key=lambda source: (planned[source.name], source.name))

    def visit_all(self, sources: Sequence[Source]) -> list[VisitSummary]:
        """Visit sources, several at once, and return what came of each, in the order in which they ended.

        Told to stop, it begins no further visit and waits for those under way to end after their current address.
        """
        summaries: list[VisitSummary] = []
        with ThreadPoolExecutor(self._workers, thread_name_prefix="visit") as pool:
            try:
                for done in as_completed([pool.submit(self._visit_one, source) for source in sources]):
                    summaries += _result(done)
            except BaseException:  # a broken store, or an interrupt: no further visit may begin
                self._stop.set()
                pool.shutdown(wait=True, cancel_futures=True)
                raise
        return summaries

    def run(self, *, idle: Callable[[datetime], None] = lambda _: None) -> Iterator[list[VisitSummary]]:
        """Yield what came of each round, until told to stop.

        Args: idle: told, before each sleep, when the next visit is.
        """
        while not self._stop.is_set():
            due = self.due()
            if due:
                yield self.visit_all(due)
                continue
            following = min(self.next_visits().values(), default=None)
            wake = self._clock() + LONGEST_SLEEP
            if following is not None:
                idle(following)
                wake = min(wake, following)
            self._stop.wait(max(0.01, (wake - self._clock()).total_seconds()))

    def _visit_one(self, source: Source) -> VisitSummary | None:
        return None if self._stop.is_set() else self._visit(source)


def _result(done: Future[VisitSummary | None]) -> list[VisitSummary]:
    summary = done.result()
    return [] if summary is None else [summary]
