"""Finds what sitemaps list: plain ones, those of news, indexes of sitemaps, and lists of addresses as text.

Formats: https://www.sitemaps.org/protocol.html (0.9);
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from countersight.collect.discovery.asking import Listing, ask_for_listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.dates import iso_date
from countersight.collect.discovery.entries import SitemapEntry
from countersight.collect.discovery.feeds import read_feed
from countersight.collect.discovery.languages import language_code
from countersight.collect.discovery.patterns import make_filter
from countersight.collect.discovery.plain_words import plain_words
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.discovery.xml_feeds import ROOTS
from countersight.collect.discovery.xml_reading import Node, decode_xml, read_items
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import InputError, TransientError, UnreadableFeed
from countersight.model.failure import Failure, Stage, make_failure

MAX_BYTES = 52_428_800
MAX_ADDRESSES = 50_000
"""What one sitemap may have, uncompressed, by the protocol."""
MAX_DEPTH = 3
"""Of indexes in indexes. The protocol allows none; some sites nest one."""
MAX_SITEMAPS = 100
"""Fetched in one pass. An index may name 50,000; the newest come first, and what was read is not read again."""

KIND = "sitemap"
"""The kind of memory that keeps when a sitemap last changed, as its index said when it was read to its end."""

_GZIP = b"\x1f\x8b"
_BITE = 4_096
"""Bytes decompressed at once: they expand to 4 MiB at most."""


def discover_sitemap(entry: SitemapEntry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield what a sitemap lists, or all those that an index or a robots.txt names, the newest first."""
    walk = _Walk(entry=entry, fetch=fetch, state=state, oldest=_oldest(entry, fetch))
    yield from walk.through_root()
    if walk.nowhere:
        reason = f"entries that lead nowhere on the web: {walk.nowhere:,}"
        yield make_failure(Stage.COLLECT, entry.address, UnreadableFeed(entry.address, reason))


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A sitemap that an index names."""

    address: str
    modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitemap:
    """What a sitemap lists."""

    found: tuple[Found, ...] = ()
    children: tuple[Child, ...] = ()
    is_index: bool = False
    nowhere: int = 0
    """Entries that lead nowhere on the web."""


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
        data = unpack(listing)
        if not data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
            sitemap = read_lines(data, listing)
        else:
            sitemap = read_sitemap(data, listing)
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


def unpack(listing: Listing) -> bytes:
    """Decompress a sitemap that is a gzip file, to the size that the protocol allows and no further.

    Raises:
        UnreadableFeed: it expands to more, or is damaged.
    """
    if not listing.data.startswith(_GZIP):
        return listing.data
    data = bytearray()
    try:
        for piece in _expanded(listing.data):
            data += piece
            if len(data) > MAX_BYTES:
                raise UnreadableFeed(listing.address, f"it expands to more than the {MAX_BYTES:,} bytes of a sitemap")
    except zlib.error as error:
        raise UnreadableFeed(listing.address, f"a damaged gzip file: {error}") from error
    except EOFError:
        raise UnreadableFeed(listing.address, "a gzip file that ends too soon") from None
    return bytes(data)


def _expanded(data: bytes) -> Iterator[bytes]:
    """Yield what a gzip file expands to; it may have several members (RFC 1952, 2.2). What follows them is passed over.

    Raises:
        zlib.error: it is damaged.
        EOFError: it ends within a member.
    """
    at, stream = 0, zlib.decompressobj(zlib.MAX_WBITS | 16)
    while at < len(data):
        piece = data[at : at + _BITE]
        yield stream.decompress(piece)
        at += len(piece) - len(stream.unused_data)
        if stream.eof:
            if not data.startswith(_GZIP, at):
                return
            stream = zlib.decompressobj(zlib.MAX_WBITS | 16)
    raise EOFError


def read_sitemap(data: bytes, listing: Listing) -> Sitemap:
    """Read a sitemap or index in XML, or a feed, which the protocol takes for a sitemap too.

    Raises:
        UnreadableFeed: it is none, or holds more than the protocol allows.
    """
    found: list[Found] = []
    children: list[Child] = []
    nowhere = 0

    def take(item: Node) -> None:
        nonlocal nowhere
        if len(found) + len(children) + nowhere >= MAX_ADDRESSES:
            raise ValueError(f"more than the {MAX_ADDRESSES:,} addresses of a sitemap")
        address = tidy_address(item.said("loc") or "", listing.base)
        if address is None:
            nowhere += 1
        elif item.name == "url":
            found.append(_found(item, address, listing))
        else:
            children.append(Child(address=address, modified=iso_date(item.said("lastmod"))))

    try:
        root = read_items(decode_xml(data, listing.declared), ("url", "sitemap"), take)
    except ValueError as error:
        raise UnreadableFeed(listing.address, str(error)) from error
    name = root.name if root is not None else ""
    if name in ROOTS:
        feed = read_feed(replace(listing, data=data))
        return Sitemap(found=feed.found, nowhere=feed.nowhere)
    if name not in {"urlset", "sitemapindex"}:
        raise UnreadableFeed(listing.address, f"its root is {name[:40]!r}, which is no sitemap")
    is_index = name == "sitemapindex"
    return Sitemap(found=tuple(found), children=tuple(children), is_index=is_index, nowhere=nowhere)


def _found(item: Node, address: str, listing: Listing) -> Found:
    news = item.child("news")
    publication = news.child("publication") if news is not None else None
    return Found(
        address=address,
        seen_in=listing.address,
        publisher=plain_words(publication.said("name")) if publication is not None else None,
        title=plain_words(news.said("title")) if news is not None else None,
        published=iso_date(news.said("publication_date")) if news is not None else None,
        modified=iso_date(item.said("lastmod")),
        language=language_code(publication.said("language")) if publication is not None else None,
    )


def read_lines(data: bytes, listing: Listing) -> Sitemap:
    """Read a sitemap that is plain text, with an address a line.

    Raises:
        UnreadableFeed: it is none, or holds more than the protocol allows.
    """
    lines = list(filter(str.strip, decode_xml(data, listing.declared).splitlines()))
    if len(lines) > MAX_ADDRESSES:
        raise UnreadableFeed(listing.address, f"more than the {MAX_ADDRESSES:,} addresses of a sitemap")
    found = [Found(address=address, seen_in=listing.address) for line in lines if (address := tidy_address(line))]
    if not found:
        raise UnreadableFeed(listing.address, "neither XML nor a list of addresses")
    return Sitemap(found=tuple(found), nowhere=len(lines) - len(found))


def _site(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _oldest(entry: SitemapEntry, fetch: PoliteFetcher) -> datetime | None:
    return None if entry.newest_days is None else fetch.now() - timedelta(days=entry.newest_days)
