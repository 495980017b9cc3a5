"""The kinds of entry through which a source is watched, as its source.yml declares them."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, ClassVar

from countersight.errors import BadSetting

GDELT_DOC = "https://api.gdeltproject.org/api/v2/doc/doc"
"""https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/"""
GDELT_LAST_UPDATE = "http://data.gdeltproject.org/gdeltv2/lastupdate.txt"
"""https://blog.gdeltproject.org/gdelt-2-0-our-global-world-in-realtime/"""


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
    """GDELT's Global Knowledge Graph 2.1 in bulk: a file every 15 minutes, filtered here."""

    kind: ClassVar[str] = "gdelt-bulk"
    address: str = GDELT_LAST_UPDATE
    """lastupdate.txt, masterfilelist.txt, or their `-translation` kin for other languages than English."""
    themes: tuple[str, ...] = ()
    """GDELT themes, as `SURVEILLANCE`. A row is found if it fits any of the three lists."""
    organizations: tuple[str, ...] = ()
    """Names that GDELT may have found, compared without case."""
    words: tuple[str, ...] = ()
    """Words of the address, compared without case; `-` and `_` in an address count as spaces."""
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
    return kind(**{name: _value(name, value) for name, value in said.items() if name != "kind"})


def _value(name: str, value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
