"""Reads OpenDocument text: headings, paragraphs, lists and table rows in their order, then the notes."""

from collections.abc import Iterator
from typing import Any

from countersight.read.base import Reading
from countersight.read.open_document import DROPPED, NOTE, PARAGRAPHS, TABLE, TEXT, open_document, paragraph_words

_ROW = TABLE + "table-row"
_CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")
_CITATION = TEXT + "note-citation"


class OdtReader:
    """Takes the words of body, lists, tables and text boxes, then of footnotes and endnotes.

    Words that a tracked change removed are left out, and so are comments and tables of contents. The dates of the file
    are none of publication.
    """

    name = "odt"
    version = "1"
    libraries: tuple[str, ...] = ("lxml",)
    media_types = frozenset({"application/vnd.oasis.opendocument.text"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        document = open_document(data, "text")
        notes: list[Any] = []
        blocks = list(_blocks(document.body, notes))
        for note in notes:  # grows while it is gone through: a note may have notes
            blocks += _blocks(note, notes)
        return Reading(
            text="\n\n".join(blocks), title=document.title, author=document.author, language=document.language
        )


def _blocks(root: Any, notes: list[Any]) -> Iterator[str]:
    """Yield the words of each paragraph and of each plain row of a table, and put the notes on them by for later."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start",))
    for _, node in walker:
        if node is root:
            continue
        if node.tag in DROPPED or node.tag == _CITATION:
            walker.skip_subtree()
        elif node.tag == NOTE:
            notes.append(node)
            walker.skip_subtree()
        elif node.tag in PARAGRAPHS and (words := paragraph_words(node)):
            yield words
        elif node.tag == _ROW and (row := _row_words(node)):
            yield row
            notes += node.iter(NOTE)
            walker.skip_subtree()


def _row_words(row: Any) -> str:
    """Return the cells parted by tabs; nothing for a row used as layout, with many paragraphs in a cell."""
    cells = []
    for cell in row.iterchildren(*_CELLS):
        paragraphs = [paragraph for paragraph in cell.iter(*PARAGRAPHS) if not _is_of_note(paragraph, cell)]
        found = list(filter(None, map(paragraph_words, paragraphs)))
        if len(found) > 1:
            return ""
        cells.append("".join(found))
    return "\t".join(cells).strip()


def _is_of_note(paragraph: Any, cell: Any) -> bool:
    for ancestor in paragraph.iterancestors():
        if ancestor is cell:
            return False
        if ancestor.tag == NOTE or ancestor.tag in DROPPED:
            return True
    return False
