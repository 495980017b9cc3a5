"""The folder of a project's web captures: which archives there are, and where in them a capture lies."""

from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from countersight.collect.archives.flaws import BrokenArchive
from countersight.collect.archives.index import Entry, index_warc, read_index
from countersight.collect.archives.packing import INDEX
from countersight.collect.archives.zip_directory import DAMAGE, open_stored, open_zip
from countersight.errors import UnreadableSource

CAPTURES = "captures"
"""Folder of a project: `open/` has what is being written, `<year>/<month>/` what is packed."""
OPEN = "open"
DAMAGED = ".damaged"
"""Ending of an open file that could not be read to its end, kept beside what could be."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A response in one of a project's archives."""

    archive: Path
    entry: Entry


def list_archives(project: Path) -> list[Path]:
    """Return every archive of a project, the packed ones first, each in order of time."""
    folder = project / CAPTURES
    return [*sorted(folder.glob("[0-9]*/[0-9]*/*.wacz")), *sorted((folder / OPEN).glob("*.warc.gz"))]


def list_kept(project: Path, wanted: Collection[str] | None = None) -> Iterator[Kept]:
    """Yield the responses in a project's archives, in the order in which they were received within each.

    Args:
        wanted: ids of captures or records, to yield those alone, with the redirects that led to them.

    Raises:
        UnreadableSource: an archive, or its index, cannot be read.
    """
    for path in list_archives(project):
        with open_archive(path) as (_, entries):
            records = None if wanted is None else _records(entries, wanted)
            for entry in sorted(entries, key=lambda entry: entry.offset):
                if records is None or entry.record in records or entry.event in records:
                    yield Kept(path, entry)


@contextmanager
def open_archive(path: Path) -> Iterator[tuple[BinaryIO, list[Entry]]]:
    """Open the WARC file of an archive, packed or not, and give it with its index.

    Raises:
        UnreadableSource: it, or its index, cannot be read.
    """
    address = path.resolve().as_uri()
    with ExitStack() as stack:
        try:
            opened = _open(path, address, stack)
        except (KeyError, StopIteration, *DAMAGE) as error:
            raise UnreadableSource(address, f"no archive of captures: {error}") from error
        except BrokenArchive as error:
            raise UnreadableSource(address, str(error)) from error
        yield opened


def _open(path: Path, address: str, stack: ExitStack) -> tuple[BinaryIO, list[Entry]]:
    file = stack.enter_context(path.open("rb"))
    if path.suffix == ".gz":
        return file, index_warc(file, path.name).entries
    archive = stack.enter_context(open_zip(file, address=address))
    with archive.open(INDEX) as lines:
        entries = list(read_index(iter(lines)))
    warc = next(entry for entry in archive.infolist() if entry.filename.startswith("archive/"))
    return open_stored(file, warc, address=address), entries


def _records(entries: list[Entry], wanted: Collection[str]) -> frozenset[str]:
    return frozenset(entry.record for entry in entries if entry.record in wanted or entry.capture in wanted)
