"""Reads JSON Feed 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from countersight.collect.discovery.asking import Listing
from countersight.collect.discovery.base import Found
from countersight.collect.discovery.dates import iso_date
from countersight.collect.discovery.languages import language_code
from countersight.collect.discovery.plain_words import plain_words
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.discovery.xml_feeds import MAX_ITEMS, FeedItems
from countersight.collect.discovery.xml_reading import decode_xml
from countersight.errors import UnreadableFeed

_VERSION = "https://jsonfeed.org/version/"


def is_json_feed(listing: Listing) -> bool:
    """Whether it begins as JSON does."""
    return listing.data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_json_feed(listing: Listing) -> FeedItems:
    """Read the items of a feed, in its order; each attached PDF is found too.

    Raises:
        UnreadableFeed: it is no JSON, or no JSON Feed.
    """
    try:
        feed = msgspec.json.decode(decode_xml(listing.data, listing.declared))
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnreadableFeed(listing.address, f"no JSON: {error}") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not str(feed.get("version", "")).startswith(_VERSION):
        raise UnreadableFeed(listing.address, "JSON, but no JSON Feed")
    found: list[Found] = []
    nowhere = 0
    for item in items[:MAX_ITEMS]:
        offered = list(_item(item, feed, listing)) if isinstance(item, dict) else []
        nowhere += not offered
        found += offered
    return FeedItems(found=tuple(found), nowhere=nowhere, is_cut=len(items) > MAX_ITEMS)


def _item(item: Mapping[str, Any], feed: Mapping[str, Any], listing: Listing) -> Iterator[Found]:
    page = _address(item, "url", listing) or _address(item, "external_url", listing) or _address(item, "id", listing)
    attachments = item.get("attachments")
    attached = [each for each in attachments if isinstance(each, dict)] if isinstance(attachments, list) else []
    pdfs = [_address(each, "url", listing) for each in attached if each.get("mime_type") == "application/pdf"]
    for address in dict.fromkeys([page, *pdfs]):
        if address is not None:
            yield Found(
                address=address,
                seen_in=listing.address,
                title=plain_words(_string(item, "title")),
                published=iso_date(_string(item, "date_published")),
                modified=iso_date(_string(item, "date_modified")),
                language=language_code(_string(item, "language") or _string(feed, "language")),
            )


def _address(said: Mapping[str, Any], name: str, listing: Listing) -> str | None:
    # An id may be anything, so it counts as an address only where it is a whole one.
    return tidy_address(_string(said, name) or "", "" if name == "id" else listing.base)


def _string(said: Mapping[str, Any], name: str) -> str | None:
    value = said.get(name)
    return value if isinstance(value, str) else None
