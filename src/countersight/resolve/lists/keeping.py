"""The folder in which a project keeps its lists: one packed file and one manifest for each.

A manifest names the file that counts. A new version is written beside the old one, and replacing the manifest, which is
one step for the file system, makes it count: whoever is killed in between leaves the old version whole.
"""

import fcntl
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from countersight.errors import BrokenRegistry, NotFound, StoreBusy, UsageError
from countersight.model.entity import Entity
from countersight.model.failure import Failure
from countersight.model.listing import Listing
from countersight.resolve.lists.lines import decode_entity, line_id, read_lines
from countersight.resolve.lists.listing_lines import read_listings
from countersight.resolve.lists.sorting import UNFINISHED
from countersight.values.digests import content_id

REGISTRY = "registry"
"""Folder, beside the lists, of the registry that is built from them."""

MOST_FAILURES = 1_000
"""Failures of one import that are kept; all are counted."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_ENTITIES = ".ndjson.gz"
LISTINGS = ".listings.gz"
"""How files with the listings of a list end."""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one list."""

    name: str
    form: str
    path: str
    """The file that it was last imported from, which `update` looks at again."""
    sha256: dict[str, str]
    """SHA-256 of that file and of those that belong to it, by name."""
    imported_at: datetime
    organizations: int
    left_out: dict[str, int]
    """How many were left out, by the reason."""
    failures: int
    """Rows that could not be read."""
    first_failures: list[Failure]
    entities: str
    """Name of the file with the organizations."""
    digest: str
    """SHA-256 of that file."""
    listings_file: str = ""
    """Name of the file with the listings; empty where an earlier version of Countersight imported the list."""
    listings: int = 0
    listed: dict[str, int] = {}
    """How many listings it has of each list in `reference/listed.yaml`, by key."""
    version: str = ""
    """The day of which the file says that it is, else that of its import."""


class ListFolder:
    """The lists of one project."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """Return the names of the lists, sorted."""
        return sorted(path.stem for path in self.folder.glob("*.json") if _NAME.fullmatch(path.stem))

    def manifest(self, name: str) -> Manifest:
        """Return what is known of a list.

        Raises:
            NotFound: there is no list of this name.
            BrokenRegistry: its manifest is damaged.
        """
        path = self._manifest_path(name)
        try:
            return msgspec.json.decode(path.read_bytes(), type=Manifest)
        except FileNotFoundError:
            there = ", ".join(self.names()) or "none"
            raise NotFound(f"no list is called {name}; there are: {there}") from None
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BrokenRegistry(path, f"{error}: remove the list {name} and import it again") from error

    def manifests(self) -> list[Manifest]:
        """Return what is known of every list, in order of name."""
        return [self.manifest(name) for name in self.names()]

    def lines(self, name: str) -> Iterator[bytes]:
        """Yield the organizations of a list as encoded lines, in order of id."""
        path = self.folder / self.manifest(name).entities
        try:
            yield from read_lines(path)
        except (OSError, EOFError, zlib.error) as error:
            raise BrokenRegistry(path, f"{error}: remove the list {name} and import it again") from error

    def entities(self, name: str) -> Iterator[Entity]:
        """Yield the organizations of a list in order of id."""
        return map(decode_entity, self.lines(name))

    def entity(self, name: str, entity_id: str) -> Entity:
        """Return one organization of a list.

        Raises:
            NotFound: the list has none of this id.
        """
        for line in self.lines(name):
            if line_id(line) == entity_id:
                return decode_entity(line)
        raise NotFound(f"the list {name} has no {entity_id}")

    def listings(self, name: str) -> Iterator[Listing]:
        """Yield the listings of a list in order of organization and id.

        Raises:
            BrokenRegistry: the file is damaged.
        """
        file = self.manifest(name).listings_file
        if not file:
            return
        path = self.folder / file
        try:
            yield from read_listings(path)
        except (OSError, EOFError, zlib.error, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BrokenRegistry(path, f"{error}: remove the list {name} and import it again") from error

    def put(self, manifest: Manifest) -> None:
        """Make a version count whose file is there, and drop what counted before."""
        path = self._manifest_path(manifest.name)
        with tempfile.NamedTemporaryFile(dir=self.folder, prefix=UNFINISHED, delete=False) as file:
            file.write(msgspec.json.format(msgspec.json.encode(manifest)))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
        self._drop_unnamed()

    def remove(self, name: str) -> None:
        """Forget a list, a damaged one too.

        Raises:
            NotFound: there is no list of this name.
        """
        if name not in self.names():
            self.manifest(name)  # which says why not
        with self.locked():
            self._manifest_path(name).unlink()
            self._drop_unnamed()

    @contextmanager
    def unfinished(self) -> Iterator[Path]:
        """Yield a path at which a new version can be written; what still lies there when the block ends is dropped."""
        with tempfile.TemporaryDirectory(dir=self.folder, prefix=UNFINISHED) as scratch:
            yield Path(scratch) / f"entities{_ENTITIES}"

    def accept(self, written: Path, name: str, digest: str, *, ending: str = _ENTITIES) -> str:
        """Give a written version its place beside the others; return its file's name."""
        file = f"{name}-{digest[:16]}{ending}"
        written.replace(self.folder / file)
        return file

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes from changing the lists while the block runs.

        Raises:
            StoreBusy: another process is changing them.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StoreBusy(f"another process is changing the lists in {self.folder}") from None
            yield

    def digest(self) -> str:
        """Return a digest over what is in all lists: equal contents give an equal one."""
        return content_id("lists", [[manifest.name, manifest.digest] for manifest in self.manifests()])

    def _manifest_path(self, name: str) -> Path:
        if not _NAME.fullmatch(name) or name == REGISTRY:
            raise UsageError(f"{name!r} is no name for a list: small letters, digits, - and _, and not {REGISTRY!r}")
        return self.folder / f"{name}.json"

    def _drop_unnamed(self) -> None:
        """Drop files of versions that no manifest names: old ones, and what killed imports left."""
        try:
            known = [self.manifest(name) for name in self.names()]
            named = {file for manifest in known for file in (manifest.entities, manifest.listings_file)}
        except BrokenRegistry:  # then nobody knows which file is still wanted
            return
        for path in _unnamed(self.folder.iterdir(), named):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def name_of_file(path: Path) -> str:
    """Return the name that a list gets from its file when none is given: `OFAC SDN.csv.gz` is `ofac-sdn`."""
    stem = path.name.casefold().partition(".")[0]
    return re.sub(r"[^a-z0-9_]+", "-", stem).strip("-_")[:60] or "list"


def _unnamed(paths: Iterable[Path], named: set[str]) -> list[Path]:
    return [
        path
        for path in paths
        if path.name.startswith(UNFINISHED) or (path.name.endswith((_ENTITIES, LISTINGS)) and path.name not in named)
    ]
