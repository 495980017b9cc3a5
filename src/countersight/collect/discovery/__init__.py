"""Discovery: what a source offers, found through its feeds, sitemaps, pages, and GDELT."""

from collections.abc import Iterator, Mapping
from typing import Any

from countersight.collect.discovery.base import MAX_FOUND, Discover, Found
from countersight.collect.discovery.entries import (
    Entry,
    FeedEntry,
    GdeltBulkEntry,
    GdeltEntry,
    PageEntry,
    SectionEntry,
    SitemapEntry,
    read_entry,
)
from countersight.collect.discovery.feeds import discover_feed
from countersight.collect.discovery.gdelt import discover_gdelt
from countersight.collect.discovery.gdelt_bulk import discover_gdelt_bulk
from countersight.collect.discovery.pages import discover_page
from countersight.collect.discovery.sections import discover_section
from countersight.collect.discovery.sitemaps import discover_sitemap
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import UnreadableFeed
from countersight.model.failure import Failure, Stage, make_failure

__all__ = ["DISCOVERERS", "Entry", "Found", "discover", "read_entry"]

DISCOVERERS: Mapping[type[Entry], Discover[Any]] = {
    FeedEntry: discover_feed,
    SitemapEntry: discover_sitemap,
    SectionEntry: discover_section,
    GdeltEntry: discover_gdelt,
    GdeltBulkEntry: discover_gdelt_bulk,
    PageEntry: discover_page,
}
"""How each kind of entry is looked through."""


def discover(entry: Entry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield what `entry` offers now, each address once, as `discovery.base.Discover` promises.

    Args:
        state: what has to outlive the process, of this source alone; that of `fetch` is for all sources.

    Raises:
        BadSetting: a pattern of the entry is none.
    """
    seen: set[str] = set()
    for item in DISCOVERERS[type(entry)](entry, fetch=fetch, state=state):
        if isinstance(item, Failure):
            yield item
        elif item.address not in seen:
            if len(seen) >= MAX_FOUND:
                reason = f"more than the {MAX_FOUND:,} addresses that one pass takes; narrow it by patterns"
                yield make_failure(Stage.COLLECT, item.seen_in, UnreadableFeed(item.seen_in, reason))
                return
            seen.add(item.address)
            yield item
