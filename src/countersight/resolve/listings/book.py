"""Every listing of a project's lists by organization and by number, on disk, made again whenever the lists change."""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Lock
from typing import Any

from countersight.errors import BrokenRegistry
from countersight.model.listing import Coverage, Listing
from countersight.resolve.listings.numbers import numbers_of
from countersight.resolve.lists.history import gone_listings
from countersight.resolve.lists.keeping import ListFolder
from countersight.resolve.lists.listed import profiles
from countersight.resolve.lists.listing_lines import decode_listing, encode_listing
from countersight.resolve.lists.sorting import UNFINISHED
from countersight.values.digests import content_id

LAYOUT = 1
"""Raised when the file is laid out otherwise, or numbers are compared otherwise."""
LISTS = "lists"
"""Folder of a project with its lists."""

_TABLES = """
    create table listings (entity_id text not null, id text not null, list text not null, payload blob not null);
    create table numbers (number text not null, entity_id text not null);
"""
_INDEXES = """
    create index listings_by_entity on listings (entity_id);
    create index listings_by_list on listings (list, entity_id, id);
    create index numbers_by_number on numbers (number);
"""


class ListingBook:
    """The listings of a project, for reading; many threads may ask at once."""

    def __init__(self, path: Path, coverage: tuple[Coverage, ...]) -> None:
        self.path = path
        self.coverage = coverage
        self._lock = Lock()
        self._file = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True,
                                     check_same_thread=False)  # fmt: skip

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    @property
    def is_searched(self) -> bool:
        """Whether any list with listings is imported."""
        return any(one.imported for one in self.coverage)

    def of(self, entity_id: str) -> tuple[Listing, ...]:
        """Return the listings of one entry, in order of id."""
        rows = self._ask("select payload from listings where entity_id = ? order by id", entity_id)
        return tuple(decode_listing(payload) for (payload,) in rows)

    def has(self, entity_id: str) -> bool:
        """Whether there is a listing of an entry."""
        return bool(self._ask("select 1 from listings where entity_id = ? limit 1", entity_id))

    def holders(self, numbers: Iterable[str]) -> dict[str, str]:
        """Return the entries that have one of these numbers, each with the first that it has."""
        found: dict[str, str] = {}
        for number in numbers:
            for (entity_id,) in self._ask("select entity_id from numbers where number = ?", number):
                found.setdefault(entity_id, number)
        return found

    def of_list(self, name: str) -> Iterator[Listing]:
        """Yield the listings of one imported list, those included that it no longer has, in order of organization."""
        place = ("", "")
        while rows := self._ask(
            "select entity_id, id, payload from listings where list = ? and (entity_id, id) > (?, ?) "
            "order by entity_id, id limit 500", name, *place,
        ):  # fmt: skip
            for entity_id, own, payload in rows:
                place = (entity_id, own)
                yield decode_listing(payload)

    def _ask(self, question: str, *values: str) -> list[Any]:
        try:
            with self._lock:
                found: list[Any] = self._file.execute(question, values).fetchall()
            return found
        except sqlite3.DatabaseError as error:
            raise BrokenRegistry(self.path, f"{error}: remove the file, and it is made again") from error


def open_book(project: Path) -> ListingBook:
    """Open the listings of the project in a folder, put together anew where its lists have changed.

    Raises:
        StoreBusy: another process is changing the lists.
        BrokenRegistry: a list is damaged.
    """
    folder = ListFolder(project / LISTS)
    path = _path(folder)
    if not path.is_file():
        with folder.locked():
            _build(folder, path)
    return ListingBook(path, read_coverage(folder))


def book_at_hand(project: Path) -> ListingBook | None:
    """Open the listings of a project where they are put together: a reader never does that."""
    folder = ListFolder(project / LISTS)
    path = _path(folder)
    return ListingBook(path, read_coverage(folder)) if path.is_file() else None


def read_coverage(folder: ListFolder) -> tuple[Coverage, ...]:
    """Return each list that is known of, with the imported lists that hold it, if any; by territory and name."""
    manifests = folder.manifests()
    found = []
    for key, profile in profiles().items():
        holding = [manifest for manifest in manifests if key in manifest.listed]
        if profile.authority or holding:  # streams of many authorities are no list that could be lacking
            found.append(
                Coverage(
                    list_name=profile.name, authority=profile.authority, territory=profile.territory, kind=profile.kind,
                    imported=tuple(manifest.name for manifest in holding),
                    newest=max((manifest.imported_at for manifest in holding), default=None),
                )
            )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.territory, one.authority, one.list_name)))


def _path(folder: ListFolder) -> Path:
    told = [[one.name, one.digest, one.listings_file, one.imported_at.isoformat()] for one in folder.manifests()]
    return folder.folder / f"{_STEM}{content_id('book', LAYOUT, told)[5:21]}.db"


_STEM = "listings-"


def _build(folder: ListFolder, path: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.folder, prefix=UNFINISHED) as scratch:
        written = Path(scratch) / "listings.db"
        with closing(sqlite3.connect(written)) as file:
            file.executescript(f"pragma journal_mode = off; pragma synchronous = off; {_TABLES}")
            for name in folder.names():
                file.executemany("insert into listings values (?, ?, ?, ?)", _rows(folder, name))
            file.executescript(_INDEXES)
            for name in folder.names():
                if folder.manifest(name).listings:
                    file.executemany("insert into numbers values (?, ?)", _numbers(folder, name, file))
            file.commit()
        for old in folder.folder.glob(f"{_STEM}*.db"):
            old.unlink()
        written.replace(path)


def _rows(folder: ListFolder, name: str) -> Iterator[tuple[str, str, str, bytes]]:
    present = (listing.id for listing in folder.listings(name))
    for listing in gone_listings(folder.folder, name, present):
        yield listing.entity_id, listing.id, name, encode_listing(listing)
    for listing in folder.listings(name):
        yield listing.entity_id, listing.id, name, encode_listing(listing)


def _numbers(folder: ListFolder, name: str, file: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for entity in folder.entities(name):
        if file.execute("select 1 from listings where entity_id = ? limit 1", (entity.id,)).fetchone():
            yield from ((number, entity.id) for number in dict.fromkeys(numbers_of(entity)))
