"""The history of a list: an append-only file of its versions, and of what each no longer had or said otherwise."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from pathlib import Path

import msgspec

from countersight.errors import BrokenRegistry
from countersight.model.listing import Gone, Listing
from countersight.resolve.lists.listing_lines import Version

ENDING = ".history.ndjson"


class Happened(StrEnum):
    """What a line of a history tells."""

    VERSION = "version"
    """A version was imported."""
    GONE = "gone"
    """It no longer has a listing that the one before had."""
    CHANGED = "changed"
    """It says something else of a listing; the line has what was said before."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One line."""

    act: Happened
    version: Version
    listings: int = 0
    """Of a version: how many it has."""
    listing: Listing | None = None


_DECODER = msgspec.json.Decoder(Line)


def history_path(folder: Path, name: str) -> Path:
    """Return where the history of a list lies."""
    return folder / f"{name}{ENDING}"


def read_history(folder: Path, name: str) -> Iterator[Line]:
    """Yield what happened to a list, oldest first; a line that was broken off is passed over.

    Raises:
        BrokenRegistry: a line is damaged.
    """
    path = history_path(folder, name)
    if not path.is_file():
        return
    seen: set[tuple[str, str, str]] = set()
    with path.open("rb") as file:
        for number, text in enumerate(file, start=1):
            try:
                line = _DECODER.decode(text)
            except msgspec.DecodeError as error:  # an import that was killed in the middle of a line is told again
                if isinstance(error, msgspec.ValidationError):
                    raise BrokenRegistry(path, f"line {number:,}: {error}") from error
                continue
            key = (line.act, line.version.sha256, line.listing.id if line.listing else "")
            if key not in seen:
                seen.add(key)
                yield line


def gone_listings(folder: Path, name: str, present: Iterable[str]) -> Iterator[Listing]:
    """Yield, by its last state, each listing that earlier versions had and that is not `present` by id."""
    last: dict[str, Listing] = {}
    for line in read_history(folder, name):
        if line.act is Happened.GONE and line.listing is not None:
            version = line.version
            gone = Gone(version=version.day, imported_at=version.imported_at, sha256=version.sha256)
            last[line.listing.id] = replace(line.listing, gone_since=gone)
    for own in present:
        last.pop(own, None)
    yield from last.values()
