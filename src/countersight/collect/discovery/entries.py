"""The kinds of entry through which a source is watched, as its source.yml declares them."""

import re
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar

import msgspec

from countersight.collect.discovery.patterns import fits_pattern
from countersight.collect.discovery.tidying import tidy_address
from countersight.errors import BadSetting

GDELT_DOC = "https://api.gdeltproject.org/api/v2/doc/doc"
"""https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/"""
GDELT_LAST_UPDATE = "http://data.gdeltproject.org/gdeltv2/lastupdate.txt"
"""https://blog.gdeltproject.org/gdelt-2-0-our-global-world-in-realtime/"""


_TIMESPAN = re.compile(r"\d{1,4}(?:min|m|h|d|w|hours|days|weeks|months)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEntry:
    """An RSS, Atom or JSON feed; or a page that names its feeds (`<link rel="alternate">`)."""

    kind: ClassVar[str] = "feed"
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SitemapEntry:
    """A sitemap, an index of sitemaps, or a robots.txt that names some."""

    kind: ClassVar[str] = "sitemap"
    address: str
    include: tuple[str, ...] = ()
    """Patterns, one of which an address has to fit; all fit where there are none. See `Pattern`."""
    exclude: tuple[str, ...] = ()
    """Patterns, none of which an address may fit."""
    newest_days: int | None = None
    """Leave out what the sitemap says has not changed for so many days; what has no date is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionEntry:
    """A page whose links are followed: a list of news, notices or reports."""

    kind: ClassVar[str] = "section"
    address: str
    include: tuple[str, ...]
    """Patterns, one of which a link has to fit."""
    exclude: tuple[str, ...] = ()
    other_hosts: bool = False
    """Whether links may lead to other hosts."""
    pages: str | None = None
    """A pattern of links that lead to further pages of the same list."""
    max_pages: int = 5
    """Pages of the list that are read in one pass, the first included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GdeltEntry:
    """A search with GDELT's DOC 2.0 API: what news of the world's publishers fits, of the last three months."""

    kind: ClassVar[str] = "gdelt"
    query: str
    """In GDELT's language: words, "phrases", (a OR b), -word, theme:, domain:, near20:"a b"."""
    language: str | None = None
    """GDELT's operator sourcelang: a language's English name, or ISO 639-2 code."""
    territory: str | None = None
    """GDELT's operator sourcecountry: a country's English name without spaces, or FIPS 10-4 code."""
    timespan: str = "1d"
    """15min, 12h, 1d, 1w, 1m: back from now."""
    max_records: int = 250
    """At most 250, the API's own bound."""
    address: str = GDELT_DOC


@dataclass(frozen=True, slots=True, kw_only=True)
class GdeltBulkEntry:
    """GDELT's Global Knowledge Graph 2.1 in bulk: a file every 15 minutes, filtered here.

    Of the three filters at least one has to be given; where several are, an article has to pass them all.
    """

    kind: ClassVar[str] = "gdelt-bulk"
    address: str = GDELT_LAST_UPDATE
    """lastupdate.txt, masterfilelist.txt, or their `-translation` kin for other languages than English."""
    themes: tuple[str, ...] = ()
    """GDELT's themes, one of which an article must have: http://data.gdeltproject.org/api/v2/guides/LOOKUP-GKGTHEMES.TXT"""
    organizations: tuple[str, ...] = ()
    """Names, one of which GDELT must have found in it, whatever the case."""
    words: tuple[str, ...] = ()
    """Words or phrases, one of which must stand in its address, whatever the case; signs there count as spaces."""
    max_files: int = 8
    """Files that are fetched in one pass, the newest first: two hours of news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A single page to keep watching."""

    kind: ClassVar[str] = "page"
    address: str


Entry = FeedEntry | SitemapEntry | SectionEntry | GdeltEntry | GdeltBulkEntry | PageEntry

ENTRIES: tuple[type[Entry], ...] = (FeedEntry, SitemapEntry, SectionEntry, GdeltEntry, GdeltBulkEntry, PageEntry)


def read_entry(said: Mapping[str, Any]) -> Entry:
    """Make an entry of what a source.yml says: `kind` and the fields of that kind.

    Raises:
        BadSetting: there is no such kind or field, one is missing, or has a value that it cannot have.
    """
    kinds: dict[str, type[Entry]] = {entry.kind: entry for entry in ENTRIES}
    kind = kinds.get(str(said.get("kind")))
    if kind is None:
        raise BadSetting("kind", str(said.get("kind")), f"there are {', '.join(kinds)}")
    known = {field.name: field for field in fields(kind)}
    unknown = set(said) - {"kind", *known}
    if unknown:
        raise BadSetting(min(unknown), str(said[min(unknown)]), f"a {kind.kind} has {', '.join(known)}")
    missing = [name for name, field in known.items() if field.default is MISSING and name not in said]
    if missing:
        raise BadSetting(missing[0], "", f"a {kind.kind} needs it")
    try:
        entry = msgspec.convert({name: said[name] for name in said if name != "kind"}, type=kind)
    except msgspec.ValidationError as error:
        raise BadSetting(kind.kind, str(dict(said)), str(error)) from None
    _check(entry)
    return entry


def _check(entry: Entry) -> None:
    address = getattr(entry, "address", "")
    if tidy_address(address) is None:
        raise BadSetting("address", address, "not an address that begins with http:// or https://")
    for name in ("newest_days", "max_pages", "max_records", "max_files"):
        number = getattr(entry, name, None)
        if number is not None and number < 1:
            raise BadSetting(name, str(number), "must be at least 1")
    patterns = [*getattr(entry, "include", ()), *getattr(entry, "exclude", ()), getattr(entry, "pages", None)]
    for pattern in patterns:
        if pattern is not None:
            fits_pattern(pattern)
    if isinstance(entry, SectionEntry) and not entry.include:
        raise BadSetting("include", "", "a section needs at least one pattern of links")
    if isinstance(entry, GdeltEntry) and not (entry.query.strip() and _TIMESPAN.fullmatch(entry.timespan)):
        raise BadSetting("gdelt", f"{entry.query} {entry.timespan}", "needs a query, and a timespan such as 12h or 1d")
    if isinstance(entry, GdeltBulkEntry) and not (entry.themes or entry.organizations or entry.words):
        raise BadSetting("gdelt-bulk", "", "needs themes, organizations or words: the whole world's news is too much")
