"""Finds when a page says that it was published, where it says so in so many words."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from countersight.read.iso_date import make_date, parse_iso_date

_META_NAMES = (
    "article:published_time",
    "og:published_time",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "citation_publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "date",
    "dc.date",
    "dcterms.date",
)
"""Names of `meta` elements that hold the date of publication, the most exact first."""

_DATE_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/\-_.]|$)")
_MAX_JSON = 1_000_000


def find_published(tree: Any, address: str | None) -> date | None:
    """Return the date of publication that the page declares: JSON-LD, `meta`, `time`, else the date in its address.

    A date that merely stands in the text is never taken: it may be of anything.
    """
    declared = (*_linked_data_dates(tree), *_meta_dates(tree), *_time_dates(tree))
    stated = next((found for words in declared if (found := parse_iso_date(words))), None)
    return stated or _date_in_path(address)


def _meta_dates(tree: Any) -> Iterator[str]:
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        for attribute in ("property", "name", "itemprop"):
            named.setdefault((meta.get(attribute) or "").strip().lower(), meta.get("content") or "")
    yield from (named[name] for name in _META_NAMES if name in named)


def _time_dates(tree: Any) -> Iterator[str]:
    for element in tree.iter("time", "span", "abbr", "div"):
        if (element.get("itemprop") or "").lower() == "datepublished" or element.get("pubdate") is not None:
            yield element.get("datetime") or element.get("content") or (element.text or "")


def _linked_data_dates(tree: Any) -> Iterator[str]:
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() == "application/ld+json" and script.text:
            yield from _published_in(_load_json(script.text[:_MAX_JSON]))


def _load_json(payload: str) -> Any:
    try:
        return json.loads(payload, strict=False)
    except (ValueError, RecursionError):
        return None


def _published_in(value: Any) -> Iterator[str]:
    """Yield `datePublished` of the things a page is about: the top ones, and those of its graph."""
    things = value if isinstance(value, list) else [value]
    for thing in things:
        if isinstance(thing, dict):
            graph = thing.get("@graph")
            for part in (thing, *(graph if isinstance(graph, list) else ())):
                if isinstance(part, dict) and isinstance(part.get("datePublished"), str):
                    yield part["datePublished"]


def _date_in_path(address: str | None) -> date | None:
    found = _DATE_IN_PATH.search((address or "").split("?", 1)[0])
    return make_date(*found.groups()) if found else None
