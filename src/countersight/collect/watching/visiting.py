"""One visit of one source: look what it offers, fetch what is new or due, one address after the other."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from countersight.collect.base import Clock, Collected, utc_now
from countersight.collect.discovery import Entry, Found, discover
from countersight.collect.discovery.entries import PageEntry
from countersight.collect.politeness import NotModified, PoliteFetcher, recall_validators, remember_validators
from countersight.collect.sources import Source
from countersight.collect.watching import ledger, worklist
from countersight.collect.watching.database import WatchDatabase
from countersight.collect.watching.memories import HeldMemory, StoredMemory
from countersight.collect.watching.outcomes import PASSING, Catch, Outcome, Stopped, VisitSummary
from countersight.collect.watching.worklist import Waiting
from countersight.errors import HostResting, InputError, TransientError, UnreadableSource
from countersight.model.failure import Failure, Stage, failure_id, make_failure
from countersight.values.digests import content_id

RETRY = timedelta(minutes=15)
"""How soon a source is visited again that cannot be asked just now what it offers, unless its host said when. One that
forbids it, or offers what is no list, is asked on its schedule: to ask more often would be no use, and rude."""
GONE = re.compile(r"(404|410|451)\b")
"""Answers by which a server says that a page is no longer there (RFC 9110, 15.5.5 and 15.5.11; RFC 7725)."""
FRONT = re.compile(r"/?([a-z]{2}([-_][A-Za-z]{2})?/?)?((index|home|default)(\.[a-z]{3,5})?)?", re.IGNORECASE)
"""The path of a front page, also that of one language."""


class Visitor:
    """Visits sources. Several may be visited at once, each by one thread."""

    def __init__(
        self,
        database: WatchDatabase,
        fetcher: PoliteFetcher,
        *,
        memory: StoredMemory,
        clock: Clock = utc_now,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """Args: is_stopped: asked before each address; a visit that is stopped is taken up by the next."""
        self._database = database
        self._fetcher = fetcher
        self._memory = memory
        self._clock = clock
        self._is_stopped = is_stopped

    def visit(self, source: Source) -> Iterator[Catch]:
        """Yield what comes of each address, to be kept before the next is asked for.

        What was yielded is noted as done when the next is asked for: whoever stops before, or dies, gets it again. A
        visit that was cut off is taken up where it was.
        """
        with self._database.writing() as connection:
            visit = ledger.open_visit(connection, source.name, self._clock())
        resting: dict[str, datetime] = {}
        try:
            for entry in source.entries:
                if _key(entry) not in visit.entries_done:
                    yield from self._look_through(source, entry, visit.id)
            with self._database.writing() as connection:
                worklist.plan_again(connection, source.name, self._clock())
            yield from self._fetch_waiting(source, visit, resting)
        except Stopped:
            return
        if not self._is_stopped():
            self._end(source, visit, resting)

    def summary(self, source: Source) -> VisitSummary:
        """Return what came of the last visit of a source."""
        with self._database.reading() as connection:
            return ledger.last_visits(connection)[source.name]

    def break_off(self, source: Source, trouble: str) -> VisitSummary:
        """End the visit that is under way, because it cannot go on."""
        with self._database.writing() as connection:
            visit = ledger.open_visit(connection, source.name, self._clock())
            ledger.note_trouble(connection, visit.id, trouble)
        return self._end(source, visit, {}, is_broken_off=True)

    def _look_through(self, source: Source, entry: Entry, visit: int) -> Iterator[Catch]:
        """Put what an entry offers on the list, and yield what could not be had."""
        held, found, failures = HeldMemory(self._memory, source.name), list[Found](), list[Failure]()
        self._check_stopped()
        try:
            for item in discover(entry, fetch=self._fetcher, state=held):
                (found.append(item) if isinstance(item, Found) else failures.append(_of_entry(entry, item)))
        except (InputError, TransientError) as error:
            failures.append(make_failure(Stage.COLLECT, entry.address, error))
        now = self._clock()
        for failure in failures:
            yield _failed(source.name, failure, now)
        with self._database.writing() as connection:
            worklist.take_found(connection, source.name, found, is_watched=isinstance(entry, PageEntry), now=now)
            held.settle(connection)
            ledger.note_entry(connection, visit, _key(entry))
            for failure in failures:
                ledger.note_outcome(connection, visit, Outcome.FAILED)
                ledger.note_trouble(connection, visit, f"{failure.reason}: {failure.detail}")

    def _fetch_waiting(self, source: Source, visit: ledger.OpenVisit, resting: dict[str, datetime]) -> Iterator[Catch]:
        left = source.pages_per_visit - visit.asked
        while left > 0:
            self._check_stopped()
            with self._database.reading() as connection:
                waiting = worklist.next_waiting(connection, source.name, visit.id, besides=resting)
            if waiting is None:
                return
            try:
                catch = self._ask(source, waiting)
            except HostResting as rest:
                resting[urlsplit(waiting.address).netloc.lower()] = rest.until
                continue
            left -= 1
            yield catch
            self._settle(source, visit.id, catch)

    def _ask(self, source: Source, waiting: Waiting) -> Catch:
        """Ask for one address.

        Raises:
            HostResting: its host is to be left alone for a while.
        """
        known = recall_validators(self._memory, waiting.address) if waiting.document else None
        try:
            answer = self._fetcher.fetch(waiting.address, known=known)
        except HostResting:
            raise
        except UnreadableSource as error:
            if waiting.document is not None and GONE.match(error.reason):
                return self._catch(source, waiting, Outcome.VANISHED, detail=error.reason)
            return self._failure(source, waiting, error)
        except (InputError, TransientError) as error:
            return self._failure(source, waiting, error)
        if isinstance(answer, NotModified):
            return self._catch(source, waiting, Outcome.UNCHANGED, detail="not modified")
        return self._fetched(source, waiting, answer)

    def _fetched(self, source: Source, waiting: Waiting, collected: Collected) -> Catch:
        final = collected.capture.final_address
        if final is not None and _is_front(final) and not _is_front(waiting.address):
            if waiting.document is not None:
                return self._catch(source, waiting, Outcome.MOVED, detail=final)
            reason = f"it leads to the front page {final}"
            return self._failure(source, waiting, UnreadableSource(waiting.address, reason))
        publisher = waiting.publisher or (source.publisher if source.publishes(final or waiting.address) else None)
        capture = replace(collected.capture, source=source.name, publisher=publisher)
        collected = replace(collected, capture=capture)
        if waiting.document is None:
            outcome = Outcome.NEW
        else:
            is_same = waiting.document == collected.document.id
            outcome = Outcome.UNCHANGED if is_same else Outcome.CHANGED
        return self._catch(source, waiting, outcome, collected=collected)

    def _catch(
        self,
        source: Source,
        waiting: Waiting,
        outcome: Outcome,
        *,
        collected: Collected | None = None,
        detail: str = "",
    ) -> Catch:
        return Catch(
            source=source.name,
            address=waiting.address,
            outcome=outcome,
            at=collected.capture.captured_at if collected else self._clock(),
            collected=collected,
            before=waiting.document,
            detail=detail,
        )

    def _failure(self, source: Source, waiting: Waiting, error: Exception) -> Catch:
        failure = make_failure(Stage.COLLECT, waiting.address, error)
        return replace(_failed(source.name, failure, self._clock()), address=waiting.address, before=waiting.document)

    def _settle(self, source: Source, visit: int, catch: Catch) -> None:
        with self._database.writing() as connection:
            worklist.settle(connection, visit, catch, source.recapture)
            ledger.note_outcome(connection, visit, catch.outcome)
        if catch.collected is not None:
            remember_validators(self._memory, catch.collected.capture)

    def _end(
        self, source: Source, visit: ledger.OpenVisit, resting: dict[str, datetime], *, is_broken_off: bool = False
    ) -> VisitSummary:
        now = self._clock()
        following = source.schedule.after(visit.begun_at)
        if following <= now:
            following = source.schedule.after(now)
        with self._database.writing() as connection:
            if resting:
                following = min(following, max(min(resting.values()), now))
            elif is_broken_off or ledger.is_to_be_retried(connection, visit.id):
                following = min(following, now + RETRY)
            waiting = worklist.count_waiting(connection, source.name)
            return ledger.end_visit(connection, visit.id, source, now, next_visit=following, waiting=waiting)

    def _check_stopped(self) -> None:
        if self._is_stopped():
            raise Stopped


def _failed(source: str, failure: Failure, at: datetime) -> Catch:
    return Catch(
        source=source,
        address=failure.item,
        outcome=Outcome.FAILED,
        at=at,
        failure=failure,
        may_pass=failure.reason in PASSING,
        detail=failure.detail,
    )


def _of_entry(entry: Entry, failure: Failure) -> Failure:
    """Tell of what could not be had as a failure of the entry that led there, which the next visit looks through."""
    if failure.item == entry.address:
        return failure
    detail = failure.detail if failure.item in failure.detail else f"{failure.item}: {failure.detail}"
    return replace(failure, id=failure_id(Stage.COLLECT, entry.address), item=entry.address, detail=detail)


def _key(entry: Entry) -> str:
    """Name an entry by all that it says, so that one that was changed is looked through anew."""
    return content_id("entry", entry.kind, asdict(entry))


def _is_front(address: str) -> bool:
    parts = urlsplit(address)
    return FRONT.fullmatch(parts.path) is not None and not parts.query
