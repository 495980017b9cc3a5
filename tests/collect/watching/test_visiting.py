"""Visiting a source: what is new, what changed, what is gone, and what a death in between leaves."""

from collections.abc import Callable
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from itertools import islice

from tests.collect.watching.conftest import Press, Watcher

from countersight.collect.discovery.entries import FeedEntry, PageEntry
from countersight.collect.sources import Source
from countersight.collect.sources.schedule import Recapture
from countersight.collect.watching import Outcome

MakeSource = Callable[..., Source]


def redirect(to: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(302)
        request.send_header("location", to)
        request.send_header("content-length", "0")
        request.end_headers()

    return answer


def test_new_pages_are_fetched_once(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one, two = press.publish("/one"), press.publish("/two")
    assert watcher.visit(make_source()) == {one: Outcome.NEW, two: Outcome.NEW}
    assert watcher.visit(make_source()) == {}
    assert press.asked("/one") == 1


def test_later_items_come_later(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    watcher.visit(make_source())
    two = press.publish("/two")
    assert watcher.visit(make_source()) == {two: Outcome.NEW}


def test_capture_names_source_and_publisher(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    [catch] = watcher.catches(make_source())
    assert catch.collected is not None
    capture = catch.collected.capture
    assert (capture.source, capture.publisher) == ("glimmer_post", "The Glimmer Post")


def test_pages_elsewhere_are_not_the_sources_own(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    [catch] = watcher.catches(make_source(website="https://elsewhere.example/"))
    assert catch.collected is not None
    assert catch.collected.capture.publisher is None


def test_recapture_waits_for_its_time(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one")
    watcher.visit(make_source())
    watcher.clock.turn(hours=23)
    assert watcher.visit(make_source()) == {}
    watcher.clock.turn(hours=2)
    assert watcher.visit(make_source()) == {one: Outcome.UNCHANGED}
    assert watcher.visit(make_source()) == {}


def test_changed_page_keeps_both(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one", "Before")
    [first] = watcher.catches(make_source())
    press.page("/one", "After")
    watcher.clock.turn(days=2)
    [again] = watcher.catches(make_source())
    assert first.collected is not None
    assert again.collected is not None
    assert again.outcome is Outcome.CHANGED
    assert again.before == first.collected.document.id != again.collected.document.id


def test_vanished_page_is_told(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    [first] = watcher.catches(make_source())
    press.site.page("/one", b"gone", status=410)
    watcher.clock.turn(days=2)
    [again] = watcher.catches(make_source())
    assert (again.outcome, again.detail) == (Outcome.VANISHED, "410 Gone")
    assert first.collected is not None
    assert again.before == first.collected.document.id


def test_vanished_page_can_come_back(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one", "Here")
    watcher.visit(make_source())
    press.site.pages.pop("/one")
    watcher.clock.turn(days=2)
    assert watcher.visit(make_source()) == {one: Outcome.VANISHED}
    press.page("/one", "Here")
    watcher.clock.turn(days=2)
    assert watcher.visit(make_source()) == {one: Outcome.UNCHANGED}


def test_redirect_to_front_page_is_moved(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one")
    watcher.visit(make_source())
    press.page("/en/", "Welcome")
    press.site.pages["/one"] = redirect("/en/")
    watcher.clock.turn(days=2)
    [again] = watcher.catches(make_source())
    assert (again.address, again.outcome, again.detail) == (one, Outcome.MOVED, press.site.url("/en/"))


def test_new_page_that_is_a_front_page_fails(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    press.page("/", "Welcome")
    press.site.pages["/one"] = redirect("/")
    [catch] = watcher.catches(make_source())
    assert catch.outcome is Outcome.FAILED
    assert catch.failure is not None
    assert "front page" in catch.failure.detail


def test_unchanged_page_is_asked_conditionally(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one")
    body = b"<p>Words that stay</p>"

    def answer(request: BaseHTTPRequestHandler) -> None:
        is_known = request.headers.get("if-none-match") == '"v1"'
        request.send_response(304 if is_known else 200)
        request.send_header("etag", '"v1"')
        request.send_header("content-length", "0" if is_known else str(len(body)))
        request.end_headers()
        request.wfile.write(b"" if is_known else body)

    press.site.pages["/one"] = answer
    assert watcher.visit(make_source()) == {one: Outcome.NEW}
    watcher.clock.turn(days=2)
    [again] = watcher.catches(make_source())
    assert (again.outcome, again.collected) == (Outcome.UNCHANGED, None)


def test_page_entry_is_asked_each_visit(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    page = press.page("/list", "First")
    source = make_source(PageEntry(address=page), recapture=None)
    assert watcher.visit(source) == {page: Outcome.NEW}
    assert watcher.visit(source) == {page: Outcome.UNCHANGED}
    press.page("/list", "Second")
    assert watcher.visit(source) == {page: Outcome.CHANGED}


def test_missing_page_is_given_up(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    press.site.pages.pop("/one")
    [catch] = watcher.catches(make_source())
    assert catch.outcome is Outcome.FAILED
    assert watcher.visit(make_source()) == {}
    assert press.asked("/one") == 1


def test_failing_page_is_tried_in_later_visits(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one")
    press.site.page("/one", b"broken", status=500)
    assert watcher.visit(make_source()) == {one: Outcome.FAILED}
    press.page("/one", "Mended")
    watcher.clock.turn(hours=1)
    assert watcher.visit(make_source()) == {one: Outcome.NEW}


def test_failing_page_is_given_up_in_the_end(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    press.site.page("/one", b"broken", status=500)
    for _ in range(12):
        watcher.visit(make_source())
        watcher.clock.turn(days=2)
    tried = press.asked("/one")
    watcher.visit(make_source())
    assert press.asked("/one") == tried


def test_a_day_offline_gives_nothing_up(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one")
    press.site.page("/one", b"broken", status=500)
    for _ in range(20):
        watcher.visit(make_source())
        watcher.clock.turn(hours=2)
    press.page("/one", "Mended")
    watcher.clock.turn(days=1)
    assert watcher.visit(make_source()) == {one: Outcome.NEW}


def test_busy_host_is_left_alone(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one, two = press.publish("/one"), press.publish("/two")
    press.site.page("/two", b"slow down", status=429, retry_after="600")
    source = make_source()
    assert watcher.visit(source) == {two: Outcome.FAILED}
    assert press.asked("/one") == 0
    summary = watcher.visitor.summary(source)
    assert summary.counts[Outcome.WAITING] == 2
    assert summary.next_visit is not None
    assert timedelta(minutes=9) < summary.next_visit - watcher.clock.now < timedelta(minutes=11)
    press.page("/two", "Now")
    watcher.clock.turn(minutes=11)
    assert watcher.visit(source) == {one: Outcome.NEW, two: Outcome.NEW}


def test_dead_feed_is_trouble(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.site.page("/feed.xml", b"", status=503)
    source = make_source()
    assert list(watcher.visit(source).values()) == [Outcome.FAILED]
    summary = watcher.visitor.summary(source)
    assert summary.trouble is not None
    assert "503" in summary.trouble
    press.publish("/one")
    watcher.clock.turn(hours=1)
    assert Outcome.NEW in watcher.visit(source).values()
    assert watcher.visitor.summary(source).trouble is None


def test_no_more_pages_than_declared(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    for number in range(5):
        press.publish(f"/{number}")
    source = make_source(pages_per_visit=2)
    assert [len(watcher.visit(source)) for _ in range(4)] == [2, 2, 1, 0]


def test_what_was_not_kept_comes_again(
    open_watcher: Callable[[], Watcher], press: Press, make_source: MakeSource
) -> None:
    for number in range(4):
        press.publish(f"/{number}")
    first = open_watcher()
    two = list(islice(first.visitor.visit(make_source()), 2))  # the second was yielded, but never noted as kept
    second = open_watcher()
    rest = second.catches(make_source())
    assert rest[0].address == two[1].address
    assert len({catch.address for catch in (*two, *rest)}) == 4
    assert (press.asked("/feed.xml"), press.asked("/3"), press.asked("/2")) == (1, 1, 2)
    assert second.visitor.summary(make_source()).counts[Outcome.NEW] == 4


def test_stopped_visit_goes_on_later(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    for number in range(3):
        press.publish(f"/{number}")
    source = make_source()
    visit = watcher.visitor.visit(source)
    next(visit)
    watcher.is_stopped = True
    assert list(visit) == []
    assert watcher.visitor.summary(source).ended_at is None
    watcher.is_stopped = False
    assert len(watcher.visit(source)) == 2
    summary = watcher.visitor.summary(source)
    assert (summary.counts[Outcome.NEW], summary.ended_at is not None) == (3, True)
    assert press.asked("/feed.xml") == 1


def test_two_sources_share_an_address(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one")
    assert watcher.visit(make_source()) == {one: Outcome.NEW}
    assert watcher.visit(make_source(name="other")) == {}


def test_changed_entries_are_looked_through(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    visit = watcher.visitor.visit(make_source())
    next(visit)
    visit.close()
    page = press.page("/list", "A list")
    later = make_source(FeedEntry(address=press.site.url("/feed.xml")), PageEntry(address=page))
    assert watcher.visit(later)[page] is Outcome.NEW


def test_recapture_ends(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    source = make_source(recapture=Recapture(86_400, 2 * 86_400))
    watcher.visit(source)
    seen = []
    for _ in range(5):
        watcher.clock.turn(days=1, minutes=1)
        seen.append(len(watcher.visit(source)))
    assert seen == [1, 0, 0, 0, 0]


def test_broken_off_visit_ends_with_its_trouble(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.publish("/one")
    next(watcher.visitor.visit(make_source()))
    summary = watcher.visitor.break_off(make_source(), "the disk is full")
    assert (summary.trouble, summary.ended_at is not None) == ("the disk is full", True)
    assert len(watcher.visit(make_source())) == 1


def test_lasting_trouble_does_not_hurry(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.site.page("/feed.xml", b"<!doctype html><p>No feed here", etag='"1"')
    source = make_source()
    watcher.visit(source)
    summary = watcher.visitor.summary(source)
    assert (summary.trouble or "").startswith("UnreadableFeed")
    assert summary.next_visit == source.schedule.after(summary.begun_at)


def test_trouble_that_may_pass_is_tried_soon(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    press.site.page("/feed.xml", b"", status=503)
    no_feed = FeedEntry(address=press.page("/about", "No feed here"))
    source = make_source(no_feed, FeedEntry(address=press.site.url("/feed.xml")))
    watcher.visit(source)
    summary = watcher.visitor.summary(source)
    assert (summary.trouble or "").startswith(("SourceUnavailable", "HostResting"))
    assert summary.next_visit is not None
    assert summary.next_visit < source.schedule.after(summary.begun_at)


def test_what_a_source_left_waiting_another_takes_over(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    addresses = {press.publish("/one"), press.publish("/two")}
    [first] = watcher.visit(make_source(pages_per_visit=1))
    assert watcher.visit(make_source(name="other")) == {(addresses - {first}).pop(): Outcome.NEW}


def test_another_source_does_not_rename_a_publisher(watcher: Watcher, press: Press, make_source: MakeSource) -> None:
    one = press.publish("/one")
    watcher.visit(make_source())
    aggregated = f"<rss><channel><item><link>{one}</link><source>Somebody else</source></item></channel></rss>"
    feed = press.site.page("/others.xml", aggregated.encode())
    watcher.visit(make_source(FeedEntry(address=feed), name="other"))
    press.page("/one", "Other words")
    watcher.clock.turn(days=40)
    changed = [catch for catch in watcher.catches(make_source()) if catch.outcome is Outcome.CHANGED]
    assert [catch.collected.capture.publisher for catch in changed if catch.collected] == [make_source().publisher]
