"""Reads the rows of a workbook's first sheet one after the other, in memory that does not grow with them."""

import tempfile
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path, PurePosixPath
from typing import IO, Any

from countersight.errors import UnreadableDocument
from countersight.values.table_shape import MAX_COLUMNS, SAMPLE, find_header, is_filled

MAX_RATIO = 200
"""How many times its own size a workbook may expand to, beyond the first bytes."""
_FREE_BYTES = 200_000_000
"""Bytes that any part may expand to."""
_OFFSET_BYTES = 8
_DAMAGED = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError)
"""What `zipfile` raises on archives that are not as they say; `RuntimeError` where one is encrypted."""

Numbered = tuple[str, list[str]]


def read_sheet_rows(path: Path | IO[bytes]) -> Generator[Numbered, None, None]:
    """Yield where each filled row of the first sheet with words stands (`row 7`), and its cells, from the header on.

    Numbers are words as the file has them, whole ones without a fraction; days are the numbers that the file keeps.
    Strings, which a workbook keeps apart from its cells, lie in a file of their own meanwhile.

    Raises:
        UnreadableDocument: it is no workbook, is damaged or encrypted, or would expand beyond bounds.
    """
    from lxml.etree import XMLSyntaxError

    try:
        with zipfile.ZipFile(path) as archive, _shared_strings(archive) as strings:
            for sheet in _sheets(archive):
                with closing(_rows(archive, sheet, strings)) as rows:
                    stream = (row for row in rows if is_filled(row[1]))
                    if sample := list(islice(stream, SAMPLE)):
                        yield from chain(sample[find_header([cells for _, cells in sample]) or 0 :], stream)
                        return
    except (*_DAMAGED, XMLSyntaxError) as error:
        raise UnreadableDocument(f"not a workbook that can be read: {error}") from None


def _sheets(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts with the sheets, in the order in which the workbook shows them (ECMA-376 part 1, 18.2.20)."""
    targets = {
        element.get("Id"): element.get("Target", "")
        for element in _elements(archive, "xl/_rels/workbook.xml.rels", "{*}Relationship")
    }
    found = []
    for element in _elements(archive, "xl/workbook.xml", "{*}sheet"):
        own = next((value for name, value in element.attrib.items() if name.endswith("}id")), "")
        target = targets.get(own, "")
        found.append(target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target))
    return [name for name in found if name in archive.NameToInfo]


def _rows(archive: zipfile.ZipFile, sheet: str, strings: "_Strings") -> Generator[Numbered, None, None]:
    cells: list[str] = []
    number = 0
    for element in _elements(archive, sheet, "{*}c", "{*}row"):
        if element.tag.endswith("}row"):
            number = int(element.get("r") or number + 1)
            yield f"row {number}", cells
            cells = []
            continue
        place = _column(element.get("r") or "") if element.get("r") else len(cells)
        if place >= MAX_COLUMNS:
            raise UnreadableDocument(f"{sheet}: over {MAX_COLUMNS:,} columns")
        cells += [""] * (place + 1 - len(cells))
        cells[place] = _words(element, strings)


def _words(cell: Any, strings: "_Strings") -> str:
    """Return what a cell holds (ECMA-376 part 1, 18.3.1.4 and 18.18.11)."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return "".join(text.text or "" for text in cell.iterfind(".//{*}t"))
    value = (cell.findtext("{*}v") or "").strip()
    if kind == "s":
        return strings.at(int(value)) if value else ""
    if kind == "n" and value:
        return _number(value)
    return {"1": "true", "0": "false"}.get(value, value) if kind == "b" else value


def _number(words: str) -> str:
    number = float(words)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else words


def _column(reference: str) -> int:
    place = 0
    for letter in reference.upper():
        if not "A" <= letter <= "Z":
            break
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


class _Strings:
    """The strings of a workbook, in two files: all of them, and where each ends."""

    def __init__(self, words: IO[bytes], ends: IO[bytes]) -> None:
        self._words, self._ends = words, ends

    def add(self, words: str) -> None:
        self._words.write(words.encode("utf-8", "surrogatepass"))
        self._ends.write(self._words.tell().to_bytes(_OFFSET_BYTES, "little"))

    def at(self, place: int) -> str:
        """Raises: ValueError: there is no such string."""
        self._ends.seek(max(0, place - 1) * _OFFSET_BYTES)
        found = self._ends.read(_OFFSET_BYTES * (2 if place else 1))
        if place < 0 or len(found) < _OFFSET_BYTES * (2 if place else 1):
            raise ValueError(f"no string {place}")
        end = int.from_bytes(found[-_OFFSET_BYTES:], "little")
        start = int.from_bytes(found[:_OFFSET_BYTES], "little") if place else 0
        self._words.seek(start)
        return self._words.read(end - start).decode("utf-8", "surrogatepass")


@contextmanager
def _shared_strings(archive: zipfile.ZipFile) -> Iterator[_Strings]:
    with tempfile.TemporaryFile() as words, tempfile.TemporaryFile() as ends:
        strings = _Strings(words, ends)
        if "xl/sharedStrings.xml" in archive.NameToInfo:
            for element in _elements(archive, "xl/sharedStrings.xml", "{*}si"):
                # A reading of Japanese signs (rPh) stands beside the words and is none of them.
                texts = (one for one in element.iterfind(".//{*}t") if not one.getparent().tag.endswith("}rPh"))
                strings.add("".join(text.text or "" for text in texts))
        yield strings


def _elements(archive: zipfile.ZipFile, name: str, *tags: str) -> Iterator[Any]:
    """Yield each element of a part as it closes, and let go of it and of all before it."""
    from lxml import etree

    with archive.open(name) as part:
        bounded = _Bounded(part, name, _FREE_BYTES + MAX_RATIO * archive.getinfo(name).compress_size)
        for _, element in etree.iterparse(bounded, tag=tags, resolve_entities=False, no_network=True, load_dtd=False):
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]


class _Bounded:
    """A part of the archive that refuses to be more than it may, or to declare entities."""

    def __init__(self, part: IO[bytes], name: str, most: int) -> None:
        self._part, self._name, self._left = part, name, most
        self._is_begun = False

    def read(self, size: int = -1) -> bytes:
        data = self._part.read(min(size, 1 << 16) if size > 0 else 1 << 16)
        self._left -= len(data)
        if self._left < 0:
            raise UnreadableDocument(f"{self._name} expands beyond {MAX_RATIO} times its size")
        if not self._is_begun and b"<!DOCTYPE" in data:
            raise UnreadableDocument(f"{self._name}: has a document type declaration, which no workbook has")
        self._is_begun = True
        return data
