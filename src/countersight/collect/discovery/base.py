"""The plug point of discovery: what a source's entry may be, and what is found through it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from countersight.collect.discovery.entries import Entry
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.model.failure import Failure

MAX_FOUND = 50_000
"""Addresses that one entry may give in one pass: as many as one sitemap may hold (sitemaps.org, protocol 0.9)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An address at which a source says that there is something to fetch, and what it says of it."""

    address: str
    """Absolute, tidied: the same page found in two places has the same address."""
    seen_in: str
    """Address of the feed, sitemap, page or answer that names it."""
    publisher: str | None = None
    """The true publisher, where the source names one other than itself, as aggregators do."""
    title: str | None = None
    published: str | None = None
    """ISO 8601, with the zone that the source gave, in its precision: `2026-01-02`, `2026-01-02T12:00:00+03:00`."""
    seen: str | None = None
    """As `published`: when an index of others' pages, such as GDELT, came upon it; nobody says that it was new then."""
    modified: str | None = None
    """As `published`: when the source says that it last changed. If it is what it was at the last capture, there is
    nothing to fetch; if there is none, only a conditional request can tell."""
    language: str | None = None
    """ISO 639-1 where there is one, else 639-3."""


EntryKind = TypeVar("EntryKind", bound=Entry, contravariant=True)


class Discover(Protocol[EntryKind]):
    """Finds what one kind of entry offers."""

    def __call__(self, entry: EntryKind, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
        """Yield what `entry` offers, newest first where the source has an order, each address once.

        What could not be had is yielded as a failure of the stage collect, and the rest goes on. A server that says
        "not modified" gives nothing. `state` is written when the last item has been taken: whoever stops before
        sees everything again. It costs one request, or a few of bounded number. Two entries that are the same share
        what is remembered, so that each of two sources needs a state of its own.

        Raises:
            BadSetting: a pattern of the entry is none.
        """
        ...
