"""Finds what a feed offers; a page is asked for the feed that it names."""

from collections.abc import Iterator

from countersight.collect.discovery.asking import Listing, ask_for_listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.entries import FeedEntry
from countersight.collect.discovery.html_links import Page
from countersight.collect.discovery.json_feeds import is_json_feed, read_json_feed
from countersight.collect.discovery.xml_feeds import MAX_ITEMS, FeedItems, read_xml_feed
from countersight.collect.media_type import sniff_media_type
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import InputError, TransientError, UnreadableFeed
from countersight.model.failure import Failure, Stage, make_failure


def discover_feed(entry: FeedEntry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield the items of a feed, in its order."""
    try:
        listing = _feed(entry.address, fetch, state)
        if listing is None:
            return
        items = read_feed(listing)
    except (InputError, TransientError) as error:
        yield make_failure(Stage.COLLECT, entry.address, error)
        return
    yield from items.found
    for reason in _lacks(items):
        yield make_failure(Stage.COLLECT, entry.address, UnreadableFeed(listing.address, reason))
    listing.take_note(state)


def read_feed(listing: Listing) -> FeedItems:
    """Read a feed of any kind.

    Raises:
        UnreadableFeed: it is none, or not to be read.
    """
    return read_json_feed(listing) if is_json_feed(listing) else read_xml_feed(listing)


def _lacks(items: FeedItems) -> Iterator[str]:
    if items.nowhere:
        yield f"items that lead nowhere on the web: {items.nowhere:,}"
    if items.is_cut:
        yield f"more than the {MAX_ITEMS:,} items that are taken of a feed"


def _feed(address: str, fetch: PoliteFetcher, state: Memory) -> Listing | None:
    listing = ask_for_listing(address, fetch=fetch, state=state)
    if listing is None or not _is_page(listing):
        return listing
    named = next(Page(listing).feeds(), None)
    if named is None:
        raise UnreadableFeed(address, "a web page that names no feed")
    return ask_for_listing(named, fetch=fetch, state=state)


def _is_page(listing: Listing) -> bool:
    return sniff_media_type(listing.data) == "text/html" and not is_json_feed(listing)
