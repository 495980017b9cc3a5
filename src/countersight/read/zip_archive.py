"""Opens the ZIP archive that a document is kept in: bounded before anything is expanded, parsed without entities."""

import io
import posixpath
import zipfile
import zlib
from typing import Any

from countersight.errors import UnreadableDocument

MAX_ENTRIES = 10_000
MAX_EXPANDED_BYTES = 200_000_000
MAX_RATIO = 200
"""How many times its own size an archive may expand to. Deflate's bound is 1,032; real ones stay under 50."""
_RATIO_FROM_BYTES = 10_000_000
"""Small archives may expand as they like: what cannot hurt is not refused."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The ones that Open Packaging Conventions (ECMA-376 part 2, annex B), OpenDocument 1.3 (part 2, 3.1) and EPUB 3.3
(4.2.2) allow."""
_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, OverflowError)
"""What `zipfile` raises on archives that are not as they say. `ValueError` takes in names that are no UTF-8."""


class ZipArchive:
    """The files of a document, read in memory alone: no name in it ever becomes a path of this machine.

    Raises:
        UnreadableDocument: from every method, where the archive or a file in it is not what it should be.
    """

    def __init__(self, data: bytes, *, kind: str) -> None:
        """`kind` says what the document is, for messages: `Word document`."""
        self._kind = kind
        self._archive = self._open(data)
        self.names = frozenset(self._archive.namelist())

    def read(self, name: str) -> bytes:
        """Return the bytes of a file."""
        try:
            return self._archive.read(name)
        except _BAD_ARCHIVE as error:
            raise UnreadableDocument(f"{name}: {error}") from None

    def parse(self, name: str, *, may_declare: bool = False) -> Any:
        """Return the root element of an XML file.

        A document type declaration is refused unless it `may_declare` one; its entities are expanded in no case.
        """
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root: Any = etree.fromstring(self.read(name), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise UnreadableDocument(f"{name}: not XML: {error}") from None
        if root.getroottree().docinfo.doctype and not may_declare:
            raise UnreadableDocument(f"{name}: has a document type declaration, which no {self._kind} has")
        return root

    def _open(self, data: bytes) -> zipfile.ZipFile:
        try:
            archive = zipfile.ZipFile(io.BytesIO(data))
        except _BAD_ARCHIVE as error:
            raise UnreadableDocument(f"not a ZIP archive: {error}") from None
        _check_bounds(archive.infolist(), len(data), self._kind)
        return archive


def join_name(folder: str, reference: str) -> str:
    """Return the name that `reference`, as written in a file of `folder`, has in the archive.

    One that leads out of the archive keeps its `..`, and so names no file in it.
    """
    return posixpath.normpath(posixpath.join(folder, reference)).lstrip("/")


def _check_bounds(entries: list[zipfile.ZipInfo], size: int, kind: str) -> None:
    """Refuse an archive by its central directory.

    The directory may lie, but not to our harm: `zipfile` expands no entry beyond the size stated there.
    """
    expanded = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise UnreadableDocument(f"{len(entries):,} parts are over the limit of {MAX_ENTRIES:,}")
    if expanded > MAX_EXPANDED_BYTES:
        raise UnreadableDocument(f"would expand to {expanded:,} bytes, over the limit of {MAX_EXPANDED_BYTES:,}")
    if expanded > _RATIO_FROM_BYTES and expanded > MAX_RATIO * size:
        raise UnreadableDocument(f"would expand {expanded // size:,} times, over the limit of {MAX_RATIO}")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableDocument("encrypted")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise UnreadableDocument(f"compressed in a way that no {kind} is")
