"""What is odd about a yield, and what is not."""

from collections.abc import Callable

import pytest
from tests.collect.watching.conftest import Press, Watcher

from countersight.collect.sources import Expected, Source, Span

MakeSource = Callable[..., Source]


def verdict(watcher: Watcher, source: Source) -> str | None:
    watcher.visit(source)
    return watcher.visitor.summary(source).verdict


def test_too_little_a_visit_is_told(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    source = make_source(expected=Expected(least=1, most=5, per=Span.VISIT))
    assert verdict(watcher, source) == "0 a visit, at least 1 expected"
    press.publish("/one")
    assert verdict(watcher, source) is None


def test_first_visit_is_never_too_much(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    source = make_source(expected=Expected(least=0, most=1, per=Span.VISIT))
    for number in range(3):
        press.publish(f"/{number}")
    assert verdict(watcher, source) is None
    for number in range(3, 5):
        press.publish(f"/{number}")
    assert verdict(watcher, source) == "2 a visit, at most 1 expected"


@pytest.mark.parametrize(("span", "hours"), [(Span.DAY, 25), (Span.WEEK, 169), (Span.MONTH, 721)])
def test_too_little_waits_for_its_span(
    watcher: Watcher, press: Press, make_source: MakeSource, span: Span, hours: int
) -> None:
    source = make_source(expected=Expected(least=1, most=5, per=span))
    assert verdict(watcher, source) is None
    watcher.clock.turn(hours=hours)
    assert verdict(watcher, source) == f"0 a {span}, at least 1 expected"
    press.publish("/one")
    assert verdict(watcher, source) is None


def test_span_counts_all_its_visits(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    source = make_source(expected=Expected(least=0, most=2, per=Span.WEEK))
    watcher.visit(source)
    for number in range(3):
        press.publish(f"/{number}")
        watcher.clock.turn(hours=1)
        told = verdict(watcher, source)
    assert told == "3 a week, at most 2 expected"
    watcher.clock.turn(days=8)
    assert verdict(watcher, source) is None


def test_changed_pages_count(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    source = make_source(expected=Expected(least=1, most=5, per=Span.VISIT))
    press.publish("/one", "Before")
    watcher.visit(source)
    press.page("/one", "After")
    watcher.clock.turn(days=2)
    assert verdict(watcher, source) is None
