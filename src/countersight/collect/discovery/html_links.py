"""Finds the links of a web page: where it leads, which feeds it names, which address it calls its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree, html

from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.plain_words import plain_words
from countersight.collect.discovery.tidying import join_base, tidy_address
from countersight.collect.discovery.xml_reading import declared_charset
from countersight.errors import UnreadableFeed

MAX_LINKS = 20_000
"""Of one page."""

_FEED_TYPES = frozenset(
    {"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/json"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a page."""

    address: str
    """Tidied."""
    words: str | None
    """What is written on it."""


class Page:
    """A web page as far as its links go."""

    def __init__(self, listing: Listing) -> None:
        """Raises: UnreadableFeed: there is no markup in it."""
        # libxml2 knows how a page names its encoding; only a header of the server stands above that.
        charset = declared_charset(listing.declared)
        try:
            parser = html.HTMLParser(encoding=charset, recover=True, no_network=True, huge_tree=False)
        except LookupError:  # Python knows more encodings than libxml2
            parser = html.HTMLParser(recover=True, no_network=True, huge_tree=False)
        try:
            tree = html.document_fromstring(listing.data, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableFeed(listing.address, f"no web page: {error}") from error
        self._tree = tree
        self._base = listing.base
        for base in tree.iter("base"):
            if base.get("href"):
                self._base = join_base(listing.base, base.get("href", ""))
                break

    def links(self) -> Iterator[Link]:
        """Yield where the page leads, in its order, each address once with the first words written on it."""
        seen: dict[str, str | None] = {}
        for anchor in self._tree.iter("a", "area"):
            address = tidy_address(anchor.get("href") or "", self._base)
            if address is not None:
                seen[address] = seen.get(address) or plain_words("".join(map(str, anchor.itertext()))) or None
            if len(seen) >= MAX_LINKS:
                break
        for address, words in seen.items():
            yield Link(address=address, words=words)

    def feeds(self) -> Iterator[str]:
        """Yield the addresses of the feeds that the page names, in its order.

        As the HTML standard has it: `<link rel="alternate">` of a feed's type, the first being the main one
        (https://html.spec.whatwg.org/multipage/links.html#rel-alternate).
        """
        for link in self._tree.iter("link"):
            kind = (link.get("type") or "").split(";", 1)[0].strip().lower()
            if "alternate" in (link.get("rel") or "").lower().split() and kind in _FEED_TYPES:
                address = tidy_address(link.get("href") or "", self._base)
                if address is not None:
                    yield address

    def canonical(self) -> str | None:
        """Return the address that the page calls its own (RFC 6596), if it is of the same host; it may be mistaken."""
        for link in self._tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split():
                address = tidy_address(link.get("href") or "", self._base)
                if address and urlsplit(address).hostname == urlsplit(self._base).hostname:
                    return address
        return None
