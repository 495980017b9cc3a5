"""Reads RSS (0.9x, 1.0, 2.0) and Atom (0.3, 1.0) feeds.

Formats: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec, RFC 4287.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml import etree

from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.dates import iso_date
from countersight.collect.discovery.languages import language_code
from countersight.collect.discovery.plain_words import plain_words, split_publisher
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.discovery.xml_reading import decode_xml, local_name, namespace, read_elements
from countersight.errors import UnreadableFeed

MAX_ITEMS = 10_000
"""Of one feed."""

ROOTS = frozenset({"rss", "rdf", "feed", "channel"})
ITEMS = frozenset({"item", "entry"})

_XML = "http://www.w3.org/XML/1998/namespace"
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


def read_xml_feed(listing: Listing) -> FeedItems:
    """Read the items of a feed, in its order; each PDF that an item encloses is found too.

    Raises:
        UnreadableFeed: it is no feed of these kinds, or not to be read even with repairs.
    """
    found: list[Found] = []
    nowhere = 0
    root: etree._Element | None = None
    try:
        for element in read_elements(decode_xml(listing.data, listing.declared), ITEMS):
            if root is None:
                root = _checked_root(element, listing.address)
                continue
            offered = list(_item(element, listing))
            nowhere += not offered
            found += offered
            if len(found) + nowhere >= MAX_ITEMS:
                break
    except ValueError as error:
        raise UnreadableFeed(listing.address, str(error)) from error
    if root is None:
        raise UnreadableFeed(listing.address, "it has no element of XML")
    language = _feed_language(root)
    said = tuple(replace(item, language=item.language or language) for item in found)
    return FeedItems(found=said, nowhere=nowhere)


def _checked_root(root: etree._Element, address: str) -> etree._Element:
    name = local_name(root)
    if name not in ROOTS:
        raise UnreadableFeed(address, f"its root is {name[:40]!r}, which is no feed")
    return root


def _item(item: etree._Element, listing: Listing) -> Iterator[Found]:
    base = _base(item, listing.base)
    publisher = _publisher(item, base)
    title = plain_words(_own_text(item, "title") or _text(item, "title", _DC))
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
        language=_own_language(item),
    )
    if page is not None:
        yield whole
    for enclosure in _enclosed_pdfs(item, base):
        if enclosure != page:
            yield replace(whole, address=enclosure)


def _page(item: etree._Element, base: str) -> str | None:
    """Return where an item leads: its link, else a guid that says it is one, else its name in RDF."""
    for link in item:
        if local_name(link) == "link" and (_is_own(link, item) or namespace(link) in _ATOM):
            address = tidy_address(link.get("href") or link.text or "", base)
            if link.get("rel", "alternate") == "alternate" and address is not None:
                return address
    for guid in item:
        if local_name(guid) == "guid" and guid.get("isPermaLink", "true").lower() == "true":
            return tidy_address(guid.text or "")  # a guid is never relative
    return tidy_address(item.get(_RDF_ABOUT) or "", base)


def _enclosed_pdfs(item: etree._Element, base: str) -> Iterator[str]:
    for child in item:
        name = local_name(child)
        is_enclosure = name == "enclosure" or (name == "link" and child.get("rel") == "enclosure")
        address = tidy_address(child.get("url") or child.get("href") or "", base) if is_enclosure else None
        if address and (child.get("type", "").lower() == _PDF or urlsplit(address).path.lower().endswith(".pdf")):
            yield address


def _source(item: etree._Element) -> etree._Element | None:
    """Return the element by which RSS (2.0) and Atom (4.2.11) say where a copied item comes from."""
    return next((child for child in item if local_name(child) == "source" and _is_own(child, item)), None)


def _publisher(item: etree._Element, base: str) -> str | None:
    source = _source(item)
    if source is not None:
        named = plain_words(_own_text(source, "title") or source.text)
        address = tidy_address(source.get("url") or "", base)
        if named or address:
            return named or urlsplit(address or "").hostname
    return plain_words(_text(item, "publisher", _DC))


def _first_date(item: etree._Element, *names: str) -> str | None:
    dates = (iso_date(_text(item, name)) for name in names)
    return next((date for date in dates if date is not None), None)


def _own_language(item: etree._Element) -> str | None:
    said = _text(item, "language", _DC) or next(
        (lang for element in (item, *item.iterancestors()) if (lang := element.get(f"{{{_XML}}}lang"))), None
    )
    return language_code(said)


def _feed_language(root: etree._Element) -> str | None:
    channels = (child for child in root if local_name(child) == "channel")
    said = (_text(element, "language") for element in (root, *channels))
    return next((code for words in said if (code := language_code(words))), None)


def _base(item: etree._Element, base: str) -> str:
    """Join what `xml:base` says on the way from the root (https://www.w3.org/TR/xmlbase/)."""
    named = [element.get(f"{{{_XML}}}base") for element in (item, *item.iterancestors())]
    for step in reversed([name for name in named if name]):
        try:
            base = urljoin(base, step)
        except ValueError:
            continue
    return base


def _is_own(child: etree._Element, parent: etree._Element) -> bool:
    """Whether a child is of its parent's vocabulary: `media:title` is no title of an item."""
    return namespace(child) == namespace(parent)


def _own_text(parent: etree._Element, name: str) -> str | None:
    return _text(parent, name, namespace(parent))


def _text(parent: etree._Element, name: str, of: str | None = None) -> str | None:
    """Return the words of the first child of that name that has any: its text, or for XHTML all that is in it."""
    for child in parent:
        if local_name(child) == name and (of is None or namespace(child) == of):
            words = "".join(map(str, child.itertext())) if len(child) else child.text
            if words and words.strip():
                return words
    return None
