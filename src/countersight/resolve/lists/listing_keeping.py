"""Writing the listings of a new version beside the list, while it is compared with the version before."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

import msgspec

from countersight.model.entity import Entity
from countersight.model.listing import Listing
from countersight.resolve.lists.drafts import Draft
from countersight.resolve.lists.history import Happened, Line
from countersight.resolve.lists.lines import LineWriter, write_lines
from countersight.resolve.lists.listing_lines import (
    Version,
    encode_listing,
    keep_first_seen,
    make_listings,
    says_the_same,
)


@dataclass(slots=True)
class ListingChanges:
    """How the listings of a new version differ from those of the one before."""

    total: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    """`added`, `changed`, and `gone`: those that the list no longer has."""
    by_profile: Counter[str] = field(default_factory=Counter)
    """How many listings there are of each list, by the key in `reference/listed.yaml`."""


class ListingKeeper:
    """Writes the listings of organizations that come in order of id."""

    def __init__(self, lines: LineWriter, history: BinaryIO, old: Iterator[Listing], version: Version) -> None:
        self._lines, self._history, self._old, self._version = lines, history, old, version
        self._before = next(old, None)
        self._has_old = self._before is not None
        self.changes = ListingChanges()

    def keep(self, entity: Entity, drafts: Sequence[Draft]) -> None:
        """Write the listings of one organization, and note how they differ from what was known."""
        self.changes.by_profile.update(listed.profile for draft in drafts for listed in draft.listed)
        for listing in make_listings(entity, drafts, self._version):
            before = self._take(listing)
            if before is not None:
                listing = keep_first_seen(listing, before)
                if not says_the_same(listing, before):
                    self._note(Happened.CHANGED, before)
            elif self._has_old:
                self.changes.counts["added"] += 1
            self._lines.write(encode_listing(listing))
            self.changes.total += 1

    def finish(self) -> None:
        """Note what is left of the old version as gone, and then the version itself."""
        while self._before is not None:
            self._let_go()
        line = Line(act=Happened.VERSION, version=self._version, listings=self.changes.total)
        self._history.write(msgspec.json.encode(line) + b"\n")

    def _take(self, listing: Listing) -> Listing | None:
        """Return what the old version said of a listing; those of it that would stand before are gone."""
        place = (listing.entity_id, listing.id)
        while self._before is not None and (self._before.entity_id, self._before.id) < place:
            self._let_go()
        if self._before is None or (self._before.entity_id, self._before.id) != place:
            return None
        before, self._before = self._before, next(self._old, None)
        return before

    def _let_go(self) -> None:
        if self._before is not None:
            self._note(Happened.GONE, self._before)
            self._before = next(self._old, None)

    def _note(self, act: Happened, listing: Listing) -> None:
        self.changes.counts[act.value] += 1
        self._history.write(msgspec.json.encode(Line(act=act, version=self._version, listing=listing)) + b"\n")


@contextmanager
def keep_listings(written: Path, history: Path, *, old: Iterator[Listing], version: Version) -> Iterator[ListingKeeper]:
    """Write listings to `written` and lines of the history to `history` while the block runs."""
    with write_lines(written) as lines, history.open("xb") as told:
        keeper = ListingKeeper(lines, told, old, version)
        yield keeper
        keeper.finish()


def append_lines(path: Path, lines: Path) -> None:
    """Append whole lines from one file to another; they are on the disk when this returns.

    Whoever is killed between this and the new version's counting leaves lines that the same import appends again:
    readers take equal ones for one. A last line that was broken off then is ended first.
    """
    with path.open("a+b") as file, lines.open("rb") as source:
        if file.tell() and not _ends_line(file):
            file.write(b"\n")
        while chunk := source.read(1 << 20):
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())


def _ends_line(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"
