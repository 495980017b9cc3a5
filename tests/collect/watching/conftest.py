"""A watcher of made-up sources on a real server on this machine, with a clock that tests can set."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.collect.conftest import Site

from countersight.collect import CollectLimits
from countersight.collect.discovery import Entry
from countersight.collect.discovery.entries import FeedEntry
from countersight.collect.politeness import Manners, PoliteFetcher
from countersight.collect.sources import Expected, Source, SourceKind, Span
from countersight.collect.sources.schedule import Every, Recapture
from countersight.collect.watching import Catch, Outcome, StoredMemory, Visitor, WatchDatabase
from countersight.collect.web import WebFetcher
from countersight.model.source import Reliability

START = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@dataclass
class Hand:
    """A clock that stands still unless it is set, and that waiting sets forward."""

    now: datetime = START

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)  # no two moments are the same
        return self.now

    def turn(self, **by: float) -> None:
        self.now += timedelta(**by)

    def pause(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Press:
    """A made-up publisher on a site: a feed, and pages that it can change, move and take away."""

    site: Site
    items: list[str] = field(default_factory=list)

    def publish(self, path: str, words: str = "") -> str:
        """Serve a page, and name it in the feed."""
        self.items.insert(0, path)
        self.write_feed()
        return self.page(path, words or f"What {path} tells")

    def page(self, path: str, words: str, **headers: str) -> str:
        body = f"<html><body><p>{words}</p></body></html>".encode()
        return self.site.page(path, body, content_type="text/html", **headers)

    def write_feed(self) -> None:
        entries = "".join(
            f"<item><title>{path}</title><link>{self.site.url(path)}</link></item>" for path in self.items
        )
        rss = f'<rss version="2.0"><channel><title>Made up</title>{entries}</channel></rss>'
        self.site.page("/feed.xml", rss.encode(), content_type="application/rss+xml")

    def asked(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.site.requests)


@dataclass
class Watcher:
    """A visitor whose catches are kept in a list instead of a store."""

    visitor: Visitor
    database: WatchDatabase
    clock: Hand
    is_stopped: bool = False

    def visit(self, source: Source) -> dict[str, Outcome]:
        return {catch.address: catch.outcome for catch in self.visitor.visit(source)}

    def catches(self, source: Source) -> list[Catch]:
        return list(self.visitor.visit(source))


@pytest.fixture
def press(site: Site) -> Press:
    press = Press(site)
    press.write_feed()
    return press


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def open_watcher(tmp_path: Path, clock: Hand, lab: CollectLimits) -> Iterator[Callable[[], Watcher]]:
    """Open a watcher on the files of `tmp_path`; again, as after a restart."""
    opened: list[WatchDatabase] = []

    def open_one() -> Watcher:
        database = WatchDatabase(tmp_path)
        opened.append(database)
        memory = StoredMemory(database)
        web = WebFetcher(lab, clock=clock, pause=clock.pause)
        manners = Manners(delay_s=0.0, first_rest_s=60.0, longest_wait_s=5.0)
        fetcher = PoliteFetcher(web, memory=memory, manners=manners, clock=clock, pause=clock.pause)
        watcher: Watcher
        visitor = Visitor(database, fetcher, memory=memory, clock=clock, is_stopped=lambda: watcher.is_stopped)
        watcher = Watcher(visitor, database, clock)
        return watcher

    yield open_one
    for database in opened:
        database.close()


@pytest.fixture
def watcher(open_watcher: Callable[[], Watcher]) -> Watcher:
    return open_watcher()


@pytest.fixture
def make_source(site: Site, tmp_path: Path) -> Callable[..., Source]:
    """Declare a source with a feed, or other entries."""

    def make(*entries: Entry, name: str = "glimmer_post", **said: object) -> Source:
        fields: dict[str, object] = {
            "name": name,
            "path": tmp_path / "sources" / name / "source.yml",
            "publisher": "The Glimmer Post",
            "territory": "no",
            "kind": SourceKind.NEWS,
            "website": site.url("/"),
            "reliability": Reliability.F,
            "basis": "made up",
            "entries": entries or (FeedEntry(address=site.url("/feed.xml")),),
            "schedule": Every(3_600),
            "recapture": Recapture(86_400),
            "expected": Expected(least=0, most=100, per=Span.VISIT),
        }
        return Source(**(fields | said))  # type: ignore[arg-type]

    return make
