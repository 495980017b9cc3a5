"""Finds what sitemaps list, going through indexes of sitemaps and those that a robots.txt names.

Formats: https://www.sitemaps.org/protocol.html (0.9);
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from countersight.collect.discovery.asking import Listing, ask_for_listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.entries import SitemapEntry
from countersight.collect.discovery.patterns import make_filter
from countersight.collect.discovery.sitemap_reading import MAX_BYTES, Child, read_listing
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import InputError, TransientError, UnreadableFeed
from countersight.model.failure import Failure, Stage, make_failure

MAX_DEPTH = 3
"""Of indexes in indexes. The protocol allows none; some sites nest one."""
MAX_SITEMAPS = 100
"""Fetched in one pass. An index may name 50,000; the newest come first, and what was read is not read again."""

KIND = "sitemap"
"""The kind of memory that keeps when a sitemap last changed, as its index said when it was read to its end."""


def discover_sitemap(entry: SitemapEntry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield what a sitemap lists, or all those that an index or a robots.txt names, the newest first."""
    walk = _Walk(entry=entry, fetch=fetch, state=state, oldest=_oldest(entry, fetch))
    yield from walk.through_root()
    if walk.nowhere:
        reason = f"entries that lead nowhere on the web: {walk.nowhere:,}"
        yield make_failure(Stage.COLLECT, entry.address, UnreadableFeed(entry.address, reason))


@dataclass(slots=True, kw_only=True)
class _Walk:
    """One pass through a sitemap and all that it names."""

    entry: SitemapEntry
    fetch: PoliteFetcher
    state: Memory
    oldest: datetime | None
    asked: set[str] = field(default_factory=set)
    indexes: set[str] = field(default_factory=set)
    """What turned out to name other sitemaps. An index is always asked for whole: that it has not changed says nothing
    of the sitemaps that it names without a date."""
    nowhere: int = 0
    """Entries that lead nowhere on the web, in all that was read."""
    is_wanted: Callable[[str], bool] = field(init=False)

    def __post_init__(self) -> None:
        self.is_wanted = make_filter(self.entry.include, self.entry.exclude)

    def through_root(self) -> Iterator[Found | Failure]:
        address = self.entry.address
        if urlsplit(address).path == "/robots.txt":
            try:
                named = self.fetch.sitemaps(address)
            except TransientError as error:
                yield make_failure(Stage.COLLECT, address, error)
                return
            children = [Child(address=found) for name in named if (found := tidy_address(name, address))]
            yield from self.through_children(children, 1)
        else:
            yield from self.through(Child(address=address), 1)

    def through_children(self, children: Iterable[Child], depth: int) -> Iterator[Found | Failure]:
        for child in sorted(children, key=lambda child: child.modified or "", reverse=True):
            if child.modified is None or self.state.recall(KIND, child.address) != child.modified:
                yield from self.through(child, depth)

    def through(self, child: Child, depth: int) -> Iterator[Found | Failure]:
        """Go through one sitemap; that it was seen is noted when all in it has been taken without a failure."""
        if child.address in self.asked:
            return
        self.asked.add(child.address)
        has_failed = False
        try:
            if len(self.asked) > MAX_SITEMAPS:
                raise UnreadableFeed(child.address, f"more than the {MAX_SITEMAPS} sitemaps that one pass takes")
            listing = ask_for_listing(child.address, fetch=self.fetch, state=self.state, max_bytes=MAX_BYTES)
            for item in self.within(listing, depth) if listing is not None else ():
                has_failed = has_failed or isinstance(item, Failure)
                yield item
        except (InputError, TransientError) as error:
            yield make_failure(Stage.COLLECT, child.address, error)
            return
        if not has_failed:
            if listing is not None and child.address not in self.indexes:
                listing.take_note(self.state)
            if child.modified is not None and child.address not in self.indexes:
                self.state.remember(KIND, child.address, child.modified)

    def within(self, listing: Listing, depth: int) -> Iterator[Found | Failure]:
        sitemap = read_listing(listing)
        self.nowhere += sitemap.nowhere
        yield from self.kept(iter(sitemap.found))
        if sitemap.is_index:
            yield from self.below(sitemap.children, listing, depth)

    def below(self, children: tuple[Child, ...], listing: Listing, depth: int) -> Iterator[Found | Failure]:
        self.indexes.add(listing.address)
        if depth >= MAX_DEPTH:
            raise UnreadableFeed(listing.address, f"indexes of sitemaps are nested deeper than {MAX_DEPTH}")
        # The protocol wants the sitemaps of an index on its own site; elsewhere they could send us against anybody.
        ours = [child for child in children if _site(child.address) == _site(listing.base)]
        if len(ours) < len(children):
            reason = f"sitemaps on other hosts, which are left out: {len(children) - len(ours):,}"
            yield make_failure(Stage.COLLECT, listing.address, UnreadableFeed(listing.address, reason))
        yield from self.through_children(ours, depth + 1)

    def kept(self, found: Iterator[Found]) -> Iterator[Found]:
        for item in found:
            if self.is_wanted(item.address) and not self.is_old(item):
                yield item

    def is_old(self, item: Found) -> bool:
        said = item.modified or item.published
        return self.oldest is not None and said is not None and said[:10] < f"{self.oldest:%Y-%m-%d}"[: len(said)]


def _site(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _oldest(entry: SitemapEntry, fetch: PoliteFetcher) -> datetime | None:
    return None if entry.newest_days is None else fetch.now() - timedelta(days=entry.newest_days)
