"""What a declared source is: who publishes it, how far it is relied on, where to look, and how often."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from countersight.collect.discovery import Entry
from countersight.collect.sources.schedule import Recapture, Schedule
from countersight.model.source import Reliability


class SourceKind(StrEnum):
    """What sort of publisher a source is."""

    GAZETTE = "gazette"
    """An official gazette or register of a state's acts."""
    PROCUREMENT = "procurement"
    """A portal of public contracts."""
    SANCTIONS = "sanctions"
    """An authority that lists, or tells of listing, who may not be dealt with."""
    NEWS = "news"
    NGO = "ngo"
    """A research or rights organization."""
    COMPANY = "company"
    OTHER = "other"


class Span(StrEnum):
    """Over what an expected yield is counted."""

    VISIT = "visit"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    """Of thirty days."""


SPAN_DAYS = {Span.DAY: 1, Span.WEEK: 7, Span.MONTH: 30}


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """How many new or changed documents a source is expected to give; anything else is reported."""

    least: int
    most: int
    per: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One declared source: a folder with its `source.yml`."""

    name: str
    """Of its folder."""
    path: Path
    """The file that declares it."""
    publisher: str
    owner: str | None = None
    """Whoever owns the publisher: publishers of one owner are one family."""
    territory: str
    """Where it publishes, as `reference/territories.yaml` codes it."""
    languages: tuple[str, ...] = ()
    """ISO 639-1 where there is one, else 639-3; none where nobody has seen which."""
    kind: SourceKind
    website: str
    licence: str | None = None
    """Licence or terms of what it publishes, as read; nothing where none was read."""
    reliability: Reliability
    basis: str
    """Why this letter, in words."""
    entries: tuple[Entry, ...]
    schedule: Schedule
    recapture: Recapture | None = None
    expected: Expected
    pages_per_visit: int = 200
    """Pages that one visit fetches at most; what is left waits for the next."""
    mapping: str | None = None
    """The mapping that reads its tables, where it publishes some."""
    read_in: tuple[str, ...] = ()
    """Where its addresses and facts were read: public pages, or files of public repositories."""
    checked: date | None = None
    """When somebody last saw that its entries give what they should; nothing if nobody has."""
    note: str | None = None

    @property
    def host(self) -> str:
        """The host of its website, without `www.`."""
        return (urlsplit(self.website).hostname or "").removeprefix("www.")

    def publishes(self, address: str) -> bool:
        """Whether a page at `address` stands on the source's own site."""
        host = (urlsplit(address).hostname or "").removeprefix("www.")
        return bool(self.host) and (host == self.host or host.endswith(f".{self.host}"))
