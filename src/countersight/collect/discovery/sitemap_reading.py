"""Reads what one sitemap lists: plain ones, those of news, indexes of sitemaps, and lists of addresses as text.

Formats: https://www.sitemaps.org/protocol.html (0.9);
https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace

from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.dates import iso_date
from countersight.collect.discovery.feeds import read_feed
from countersight.collect.discovery.languages import language_code
from countersight.collect.discovery.plain_words import plain_words
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.discovery.xml_feeds import ROOTS
from countersight.collect.discovery.xml_reading import Node, decode_xml, read_items
from countersight.errors import UnreadableFeed

MAX_BYTES = 52_428_800
MAX_ADDRESSES = 50_000
"""What one sitemap may have, uncompressed, by the protocol."""
_GZIP = b"\x1f\x8b"
_BITE = 4_096
"""Bytes decompressed at once: they expand to 4 MiB at most."""


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


def read_listing(listing: Listing) -> Sitemap:
    """Read a sitemap of whatever form, compressed or not.

    Raises:
        UnreadableFeed: it is none, is damaged, or holds more than the protocol allows.
    """
    data = unpack(listing)
    if data.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith(b"<"):
        return read_sitemap(data, listing)
    return read_lines(data, listing)


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
