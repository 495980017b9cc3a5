"""What the command `watch` is put together from: the watcher itself, and what it tells while it works."""

import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import partial
from typing import Any

from countersight.cli.console import error_console
from countersight.cli.printing import print_counts, print_json
from countersight.cli.printing_watch import print_visits, visit_record
from countersight.collect import CollectLimits
from countersight.collect.archives.capturing import CaptureArchive
from countersight.collect.politeness import Manners, PoliteFetcher
from countersight.collect.sources import Source
from countersight.collect.watching import (
    Catch,
    Outcome,
    Rounds,
    Stopped,
    StoredMemory,
    Visitor,
    VisitSummary,
    WatchDatabase,
)
from countersight.collect.web import WebFetcher
from countersight.model.failure import Stage
from countersight.pipeline import StageCount, visit_source
from countersight.project import Project
from countersight.store.base import Store

STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def stoppable(after_s: int | None) -> Iterator[threading.Event]:
    """Give an event that is set `after_s` seconds from now, or by Ctrl-C or SIGTERM, a second of which ends all."""
    stop = threading.Event()
    timer = threading.Timer(after_s or 0, stop.set)
    timer.daemon = True

    def ask(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    before = {number: signal.getsignal(number) for number in STOPS}
    for number in STOPS:
        signal.signal(number, ask)
    if after_s is not None:
        timer.start()
    try:
        yield stop
    finally:
        timer.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def open_rounds(
    project: Project,
    store: Store,
    sources: Sequence[Source],
    limits: CollectLimits,
    stop: threading.Event,
    teller: "Teller",
) -> Iterator[Rounds]:
    """Put the watcher of a project together, and close its files when the block ends."""

    def pause(seconds: float) -> None:
        if stop.wait(seconds):
            raise Stopped

    settings = project.settings
    manners = Manners(delay_s=settings.host_delay_ms / 1_000, first_rest_s=settings.host_rest_s)
    with closing(WatchDatabase(project.folder)) as database, CaptureArchive(project.folder) as recorder:
        memory = StoredMemory(database)
        web = WebFetcher(limits, pause=pause, recorder=recorder)
        fetcher = PoliteFetcher(web, memory=memory, manners=manners, pause=pause)
        visitor = Visitor(database, fetcher, memory=memory, is_stopped=stop.is_set)
        visit = partial(_visit, store, visitor, limits, teller)
        yield Rounds(sources, database, visit, stop=stop, workers=settings.watchers)


def _visit(store: Store, visitor: Visitor, limits: CollectLimits, teller: "Teller", source: Source) -> VisitSummary:
    teller.visit_begun(source)
    summary = visit_source(store, visitor, source, limits, tell=teller.caught)
    teller.visit_ended(summary)
    return summary


class Teller:
    """Tells what a watcher does: one line on a terminal, tables after each round, or events for programs."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        console = error_console()
        self._status = console.status("looking what is due") if console.is_terminal and not as_json else None
        self._counts: dict[str, dict[Outcome, int]] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> "Teller":
        if self._status is not None:
            self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()

    def visit_begun(self, source: Source) -> None:
        """Tell that a visit begins."""
        with self._lock:
            self._counts[source.name] = {}
            self._show()
            self._event("visit_begun", source=source.name)

    def caught(self, catch: Catch) -> None:
        """Tell what came of one address."""
        with self._lock:
            counts = self._counts.setdefault(catch.source, {})
            counts[catch.outcome] = counts.get(catch.outcome, 0) + 1
            self._show()
            document = catch.collected.document.id if catch.collected else None
            self._event(
                "address",
                source=catch.source,
                address=catch.address,
                outcome=catch.outcome,
                document=document,
                before=catch.before,
                detail=catch.detail or None,
            )

    def visit_ended(self, summary: VisitSummary) -> None:
        """Tell that a visit ended, or was cut off."""
        with self._lock:
            self._counts.pop(summary.source, None)
            self._show()
            self._event("visit_ended", **visit_record(summary))

    def round_ended(self, summaries: list[VisitSummary]) -> None:
        """Show what a round gave."""
        self._event("round_ended", visits=len(summaries), brought=sum(each.brought for each in summaries))
        if not self._as_json:
            print_visits(summaries)

    def idle(self, until: datetime) -> None:
        """Tell until when there is nothing to do."""
        self._event("idle", until=until)
        if self._status is not None:
            self._status.update(f"nothing is due until {until.astimezone():%Y-%m-%d %H:%M}; Ctrl-C ends")

    def observe(self, stage: Stage, done: int, total: int | None) -> None:
        """Show how far a stage has come."""
        if self._status is not None:
            self._status.update(f"{stage.value}: {done:,}{f' of {total:,}' if total else ''}")

    def stages_ended(self, counts: dict[Stage, StageCount]) -> None:
        """Tell what the stages did with what was brought."""
        if self._as_json:
            told = {
                stage.value: {"done": count.done, "new": count.produced, "failed": count.failed}
                for stage, count in counts.items()
            }
            self._event("stages_ended", stages=told)
        else:
            print_counts(counts, as_json=False)

    def _show(self) -> None:
        if self._status is not None:
            self._status.update("; ".join(_told(name, counts) for name, counts in sorted(self._counts.items())))

    def _event(self, what: str, **told: Any) -> None:
        if self._as_json:
            print_json([{"event": what, **told}])
            sys.stdout.flush()


def _told(name: str, counts: dict[Outcome, int]) -> str:
    return f"{name}: " + (", ".join(f"{count:,} {outcome.value}" for outcome, count in counts.items()) or "looking")
