"""Reads Word documents (Office Open XML): paragraphs and table cells in their order."""

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from countersight.errors import UnreadableDocument
from countersight.read.base import Reading

MAX_ENTRIES = 10_000
MAX_EXPANDED_BYTES = 200_000_000
MAX_RATIO = 200
"""How many times its own size an archive may expand to. Deflate's bound is 1,032; real ones stay under 50."""
_RATIO_FROM_BYTES = 10_000_000
"""Small archives may expand as they like: what cannot hurt is not refused."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DROPPED = frozenset({_W + "del", _W + "moveFrom", _FALLBACK})
"""Words that a tracked change removed, and the copy of a text box for old programs."""
_MARKS = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "\u2011",
}
_NOTES = ("footnotes", "endnotes")


class DocxReader:
    """Takes the words of the body, its tables and text boxes, then of footnotes and endnotes."""

    name = "docx"
    version = "1"
    libraries: tuple[str, ...] = ("python-docx", "lxml")
    media_types = frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        check_archive(data)
        document = _open(data)
        blocks = [*_blocks(document.element.body), *_notes(document)]
        facts = document.core_properties
        return Reading(text="\n\n".join(blocks), title=facts.title or None, author=facts.author or None)


def check_archive(data: bytes) -> None:
    """Refuse an archive by its central directory, before anything of it is expanded.

    The directory may lie, but not to our harm: `zipfile` expands no entry beyond the size stated there.

    Raises:
        UnreadableDocument: not a ZIP archive, encrypted, or one that would expand beyond bounds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise UnreadableDocument(f"not a ZIP archive: {error}") from None
    expanded = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES:
        raise UnreadableDocument(f"{len(entries):,} parts are over the limit of {MAX_ENTRIES:,}")
    if expanded > MAX_EXPANDED_BYTES:
        raise UnreadableDocument(f"would expand to {expanded:,} bytes, over the limit of {MAX_EXPANDED_BYTES:,}")
    if expanded > _RATIO_FROM_BYTES and expanded > MAX_RATIO * len(data):
        raise UnreadableDocument(f"would expand {expanded // len(data):,} times, over the limit of {MAX_RATIO}")
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise UnreadableDocument("encrypted")


def _open(data: bytes) -> Any:
    import zlib

    import docx
    from docx.opc.exceptions import OpcError
    from lxml import etree

    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.body is None:
            raise UnreadableDocument("a Word document without a body")
    except (
        OpcError,
        etree.LxmlError,
        zipfile.BadZipFile,
        zlib.error,
        KeyError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise UnreadableDocument(f"not a readable Word document: {error}") from None
    return document


def _notes(document: Any) -> Iterator[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in _NOTES:
            try:
                yield from _blocks(etree.fromstring(relation.target_part.blob, parser))
            except etree.XMLSyntaxError as error:
                raise UnreadableDocument(f"notes: {error}") from None


def _blocks(root: Any) -> Iterator[str]:
    """Yield the words of each paragraph and of each plain row of a table, in document order.

    Those of a text box come after the paragraph that holds it.
    """
    done: set[Any] = set()
    for node in root.iter(_W + "p", _W + "tr"):
        if node in done or any(ancestor.tag in _DROPPED for ancestor in node.iterancestors()):
            continue
        if node.tag == _W + "p":
            words = "".join(_words(node)).strip()
        else:
            words = _row_words(node)
            done.update(node.iter(_W + "p", _W + "tr") if words else ())
        if words:
            yield words


def _row_words(row: Any) -> str:
    """Return the cells of a row, parted by tabs; nothing for a row used as layout, with many paragraphs in a cell."""
    cells = []
    for cell in row.iterchildren(_W + "tc", _W + "sdt"):
        paragraphs = [words for paragraph in cell.iter(_W + "p") if (words := "".join(_words(paragraph)).strip())]
        if len(paragraphs) > 1:
            return ""
        cells.append("".join(paragraphs))
    return "\t".join(cells).strip()


def _words(paragraph: Any) -> Iterator[str]:
    stack = list(reversed(paragraph))
    while stack:
        node = stack.pop()
        if node.tag == _W + "t":
            yield node.text or ""
        elif node.tag in _MARKS:
            yield _MARKS[node.tag]
        elif node.tag != _W + "p" and node.tag not in _DROPPED:
            stack.extend(reversed(node))
