"""Reads RSS (0.9x, 1.0, 2.0) and Atom (0.3, 1.0) feeds.

Formats: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec, RFC 4287.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.dates import iso_date
from countersight.collect.discovery.languages import language_code
from countersight.collect.discovery.plain_words import plain_words, split_publisher
from countersight.collect.discovery.tidying import join_base, tidy_address
from countersight.collect.discovery.xml_reading import Enough, Node, decode_xml, read_items
from countersight.errors import UnreadableFeed

MAX_ITEMS = 10_000
"""Of one feed."""

ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
ITEMS = frozenset({"item", "entry"})

_DC = "http://purl.org/dc/elements/1.1/"
_ATOM = frozenset({"http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#"})
_RDF_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PDF = "application/pdf"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItems:
    """What a feed offers."""

    found: tuple[Found, ...]
    nowhere: int
    """Items that lead nowhere on the web."""
    is_cut: bool = False
    """Whether there are more items than are taken."""


def read_xml_feed(listing: Listing) -> FeedItems:
    """Read the items of a feed, in its order; each PDF that an item encloses is found too.

    Raises:
        UnreadableFeed: it is no feed of these kinds, or not to be read even with repairs.
    """
    found: list[Found] = []
    nowhere, is_cut = 0, False

    def take(item: Node) -> None:
        nonlocal nowhere, is_cut
        if len(found) + nowhere >= MAX_ITEMS:
            is_cut = True
            raise Enough
        offered = list(_item(item, listing))
        nowhere += not offered
        found.extend(offered)

    try:
        root = read_items(decode_xml(listing.data, listing.declared), ITEMS, take)
    except ValueError as error:
        raise UnreadableFeed(listing.address, str(error)) from error
    _check_root(root, listing.address, is_empty=not (found or nowhere))
    language = _feed_language(root) if root is not None else None
    said = tuple(replace(item, language=item.language or language) for item in found)
    return FeedItems(found=said, nowhere=nowhere, is_cut=is_cut)


def _check_root(root: Node | None, address: str, *, is_empty: bool) -> None:
    if root is None:
        raise UnreadableFeed(address, "it has no element of XML")
    if root.name not in ROOTS:
        raise UnreadableFeed(address, f"its root is {root.name[:40]!r}, which is no feed")
    if is_empty and not any(root.children):
        raise UnreadableFeed(address, "a feed that breaks off at once")


def _item(item: Node, listing: Listing) -> Iterator[Found]:
    base = _base(item, listing.base)
    publisher = _publisher(item, base)
    title = plain_words(item.said("title", item.namespace) or item.said("title", _DC))
    if _source(item) is not None:
        title = split_publisher(title, publisher)
    page = _page(item, base)
    whole = Found(
        address=page or "",
        seen_in=listing.address,
        publisher=publisher,
        title=title,
        published=_first_date(item, "pubdate", "published", "issued", "date", "created"),
        modified=_first_date(item, "updated", "modified"),
        language=language_code(item.said("language", _DC) or item.language),
    )
    if page is not None:
        yield whole
    for enclosure in _enclosed_pdfs(item, base):
        if enclosure != page:
            yield replace(whole, address=enclosure)


def _page(item: Node, base: str) -> str | None:
    """Return where an item leads: its link, else a guid that says it is one, else its name in RDF."""
    for link in item.children:
        is_link = link.name == "link" and (link.namespace == item.namespace or link.namespace in _ATOM)
        if is_link and link.attributes.get("rel", "alternate") == "alternate":
            address = tidy_address(link.attributes.get("href") or link.text(), base)
            if address is not None:
                return address
    guid = item.child("guid")
    if guid is not None and guid.attributes.get("isPermaLink", "true").lower() == "true":
        return tidy_address(guid.text())  # a guid is never relative
    return tidy_address(item.attributes.get(_RDF_ABOUT, ""), base)


def _enclosed_pdfs(item: Node, base: str) -> Iterator[str]:
    for child in item.children:
        said = child.attributes
        if child.name == "enclosure" or (child.name == "link" and said.get("rel") == "enclosure"):
            address = tidy_address(said.get("url") or said.get("href") or "", base)
            if address and (said.get("type", "").lower() == _PDF or urlsplit(address).path.lower().endswith(".pdf")):
                yield address


def _source(item: Node) -> Node | None:
    """Return the element by which RSS (2.0) and Atom (4.2.11) say where a copied item comes from."""
    return item.child("source", item.namespace)


def _publisher(item: Node, base: str) -> str | None:
    source = _source(item)
    if source is not None:
        named = plain_words(source.said("title", source.namespace) or _own_words(source))
        address = tidy_address(source.attributes.get("url", ""), base)
        if named or address:
            return named or urlsplit(address or "").hostname
    return plain_words(item.said("publisher", _DC))


def _own_words(node: Node) -> str:
    return "".join(part for part in node.content if isinstance(part, str))


def _first_date(item: Node, *names: str) -> str | None:
    dates = (iso_date(item.said(name)) for name in names)
    return next((date for date in dates if date is not None), None)


def _feed_language(root: Node) -> str | None:
    said = (node.said("language") for node in (root, *root.children))
    return next((code for words in said if (code := language_code(words))), None)


def _base(item: Node, base: str) -> str:
    for step in item.bases:
        base = join_base(base, step)
    return base
