"""Rounds: who is due, who is visited beside whom, and how it ends."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from tests.collect.watching.conftest import START, Hand, Watcher

from countersight.collect.sources import Source
from countersight.collect.sources.schedule import Every
from countersight.collect.watching import Rounds, VisitSummary, look_over
from countersight.errors import BrokenChain

MakeSource = Callable[..., Source]


def rounds_of(watcher: Watcher, sources: list[Source], stop: threading.Event, *, workers: int = 2) -> Rounds:
    def visit(source: Source) -> VisitSummary:
        for _ in watcher.visitor.visit(source):
            pass
        return watcher.visitor.summary(source)

    return Rounds(sources, watcher.database, visit, stop=stop, workers=workers, clock=watcher.clock)


def test_unvisited_sources_are_due(watcher: Watcher, press, make_source: MakeSource) -> None:
    sources = [make_source(name=name) for name in ("b", "a")]
    rounds = rounds_of(watcher, sources, threading.Event())
    assert [source.name for source in rounds.due()] == ["a", "b"]
    assert {summary.source for summary in rounds.visit_all(rounds.due())} == {"a", "b"}
    assert rounds.due() == []
    watcher.clock.turn(hours=2)
    assert len(rounds.due()) == 2


def test_tighter_schedule_counts_at_once(watcher: Watcher, press, make_source: MakeSource) -> None:
    slow, quick = make_source(schedule=Every(86_400)), make_source(schedule=Every(60))
    rounds_of(watcher, [slow], threading.Event()).visit_all([slow])
    watcher.clock.turn(minutes=2)
    assert rounds_of(watcher, [slow], threading.Event()).due() == []
    assert rounds_of(watcher, [quick], threading.Event()).due() == [quick]


def test_cut_off_visit_is_due(watcher: Watcher, press, make_source: MakeSource) -> None:
    press.publish("/one")
    source = make_source()
    next(watcher.visitor.visit(source))
    assert rounds_of(watcher, [source], threading.Event()).due() == [source]


def test_stopped_watcher_begins_no_visit(watcher: Watcher, press, make_source: MakeSource) -> None:
    stop = threading.Event()
    stop.set()
    rounds = rounds_of(watcher, [make_source()], stop)
    assert rounds.visit_all(rounds.due()) == []
    assert list(rounds.run()) == []


def test_run_sleeps_until_something_is_due(watcher: Watcher, press, make_source: MakeSource) -> None:
    stop, told = threading.Event(), []
    rounds = rounds_of(watcher, [make_source()], stop)

    def idle(until: object) -> None:
        told.append(until)
        stop.set()

    assert len(list(rounds.run(idle=idle))) == 1
    assert told[0] - START == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=1))


def test_broken_store_ends_the_round(watcher: Watcher, make_source: MakeSource) -> None:
    stop = threading.Event()

    def visit(source: Source) -> VisitSummary:
        raise BrokenChain("a link is missing")

    rounds = Rounds([make_source()], watcher.database, visit, stop=stop, workers=1, clock=Hand())
    with pytest.raises(BrokenChain):
        rounds.visit_all(rounds.sources)
    assert stop.is_set()


def test_sources_are_looked_over(watcher: Watcher, press, make_source: MakeSource) -> None:
    press.publish("/one")
    watched, bundled = make_source(pages_per_visit=1), make_source(name="bundled")
    press.publish("/two")
    watcher.visit(watched)
    own, other = look_over([watched, bundled], watcher.database, own={watched.name})
    assert own.last is not None
    assert (own.is_own, own.last.brought, own.waiting) == (True, 1, 1)
    assert (other.is_own, other.last, other.next_visit, other.waiting) == (False, None, None, 0)
