"""Reads Word documents (Office Open XML, ECMA-376): paragraphs and table rows in their order, then the notes."""

from collections.abc import Iterator
from typing import Any

from countersight.errors import UnreadableDocument
from countersight.read.base import Reading
from countersight.read.docx_package import Package

_NAMESPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
"""Of the transitional and of the strict form."""
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}


class DocxReader:
    """Takes the words of body, tables and text boxes, then of footnotes and endnotes.

    Words that a tracked change removed are left out. Its dates are of the file, not of publication.
    """

    name = "docx"
    version = "1"
    libraries: tuple[str, ...] = ("lxml",)
    media_types = frozenset({"application/vnd.openxmlformats-officedocument.wordprocessingml.document"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        package = Package(data)
        main = package.main_part()
        parts = [main, *package.related(main, "footnotes"), *package.related(main, "endnotes")]
        blocks = [block for part in parts for block in _blocks(package.parse(part), part)]
        title, author = _core_properties(package)
        return Reading(text="\n\n".join(blocks), title=title, author=author)


def _core_properties(package: Package) -> tuple[str | None, str | None]:
    part = next(package.related("", "core-properties"), None)
    root = None if part is None else package.parse(part)
    if root is None:
        return None, None
    return root.findtext(f"{_DUBLIN_CORE}title"), root.findtext(f"{_DUBLIN_CORE}creator")


def _blocks(root: Any, part: str) -> Iterator[str]:
    """Yield the words of each paragraph and of each plain row of a table, in document order.

    Those of a text box come after the paragraph that holds it.
    """
    words = _Words(root, part)
    done: set[Any] = set()
    for node in root.iter(words.paragraph, words.row):
        if node in done or words.is_dropped(node):
            continue
        if node.tag == words.paragraph:
            found = words.of_paragraph(node)
        else:
            found = words.of_row(node)
            done.update(node.iter(words.paragraph, words.row) if found else ())
        if found:
            yield found


class _Words:
    """Takes words out of elements, by the names that they have in this part."""

    def __init__(self, root: Any, part: str) -> None:
        prefix = next((f"{{{uri}}}" for uri in _NAMESPACES if root.tag.startswith(f"{{{uri}}}")), None)
        if prefix is None:
            raise UnreadableDocument(f"{part}: not of a Word document but {root.tag[:80]}")
        self.paragraph, self.row = prefix + "p", prefix + "tr"
        self._cells = (prefix + "tc", prefix + "sdt")
        self._text = prefix + "t"
        self._breaks = {prefix + name: letter for name, letter in _BREAKS.items()}
        # The copy of a text box for old programs is dropped too.
        self._dropped = frozenset({prefix + "del", prefix + "moveFrom", _FALLBACK})

    def is_dropped(self, node: Any) -> bool:
        return any(ancestor.tag in self._dropped for ancestor in node.iterancestors())

    def of_paragraph(self, paragraph: Any) -> str:
        return "".join(self._pieces(paragraph)).strip()

    def of_row(self, row: Any) -> str:
        """Return the cells parted by tabs; nothing for a row used as layout, with many paragraphs in a cell."""
        cells = []
        for cell in row.iterchildren(*self._cells):
            paragraphs = [found for node in cell.iter(self.paragraph) if (found := self.of_paragraph(node))]
            if len(paragraphs) > 1:
                return ""
            cells.append("".join(paragraphs))
        return "\t".join(cells).strip()

    def _pieces(self, paragraph: Any) -> Iterator[str]:
        stack = list(reversed(paragraph))
        while stack:
            node = stack.pop()
            if node.tag == self._text:
                yield node.text or ""
            elif node.tag in self._breaks:
                yield self._breaks[node.tag]
            elif node.tag != self.paragraph and node.tag not in self._dropped:
                stack.extend(reversed(node))
