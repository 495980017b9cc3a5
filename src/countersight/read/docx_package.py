"""Opens the package of a Word document: bounded before anything of it is expanded, and parsed without entities."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from countersight.errors import UnreadableDocument

MAX_ENTRIES = 10_000
MAX_EXPANDED_BYTES = 200_000_000
MAX_RATIO = 200
"""How many times its own size an archive may expand to. Deflate's bound is 1,032; real ones stay under 50."""
_RATIO_FROM_BYTES = 10_000_000
"""Small archives may expand as they like: what cannot hurt is not refused."""

_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""The ones that Open Packaging Conventions allow (ECMA-376 part 2, annex B)."""
_BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, OverflowError)
"""What `zipfile` raises on archives that are not as they say. `ValueError` takes in names that are no UTF-8."""


class Package:
    """The parts of a document and how they relate.

    Raises:
        UnreadableDocument: from every method, where the archive or a part of it is not what it should be.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = _open_archive(data)
        self._names = frozenset(self._archive.namelist())

    def main_part(self) -> str:
        """Return the name of the part that the package is about."""
        return next(self.related("", "officeDocument"), "word/document.xml")

    def related(self, part: str, kind: str) -> Iterator[str]:
        """Yield names of parts that `part`, or the package itself, relates to as `kind`, the end of a type's URI."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self._names:
            return
        for relation in self.parse(relations).iter("{*}Relationship"):
            is_wanted = relation.get("Type", "").rsplit("/", 1)[-1] == kind and relation.get("TargetMode") != "External"
            if is_wanted and (target := relation.get("Target")):
                yield posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")

    def parse(self, part: str) -> Any:
        """Return the root element of a part."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        try:
            root: Any = etree.fromstring(self._archive.read(part), parser)
        except _BAD_ARCHIVE as error:
            raise UnreadableDocument(f"{part}: {error}") from None
        except etree.XMLSyntaxError as error:
            raise UnreadableDocument(f"{part}: not XML: {error}") from None
        if root.getroottree().docinfo.doctype:
            raise UnreadableDocument(f"{part}: has a document type declaration, which no Word document has")
        return root


def _open_archive(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _BAD_ARCHIVE as error:
        raise UnreadableDocument(f"not a ZIP archive: {error}") from None
    _check_bounds(archive.infolist(), len(data))
    return archive


def _check_bounds(entries: list[zipfile.ZipInfo], size: int) -> None:
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
        raise UnreadableDocument("compressed in a way that no Word document is")
