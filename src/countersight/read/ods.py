"""Reads OpenDocument spreadsheets as text: a line a row, each cell with its address."""

from collections.abc import Iterator
from typing import Any

from countersight.errors import UnreadableDocument
from countersight.read.base import Reading
from countersight.read.freezing import freeze_pieces
from countersight.read.open_document import TABLE, TEXT, open_document, paragraph_words, repetitions

MAX_CELLS = 500_000
"""With words in them. Elements that repeat themselves could otherwise make billions of a few."""

_MOST = 1 << 24
_REPEATED = {"row": TABLE + "number-rows-repeated", "cell": TABLE + "number-columns-repeated"}
_CELLS = (TABLE + "table-cell", TABLE + "covered-table-cell")


class OdsReader:
    """Takes what cells show; formulas, formats, comments and drawings are left out."""

    name = "ods"
    version = "1"
    libraries: tuple[str, ...] = ("lxml",)
    media_types = frozenset({"application/vnd.oasis.opendocument.spreadsheet"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        document = open_document(data, "spreadsheet")
        text, parts = freeze_pieces(_pieces(document.body))
        return Reading(text=text, parts=parts, title=document.title, author=document.author, language=document.language)


def _pieces(spreadsheet: Any) -> Iterator[tuple[str, str | None, str]]:
    """Yield each cell with words: the gap before it, its address, its words."""
    count = 0
    for sheet in spreadsheet.iterchildren(TABLE + "table"):
        name = sheet.get(TABLE + "name") or ""
        yield "\n\n", None, name
        gap, row = "\n\n", 0
        for element in sheet.iter(TABLE + "table-row"):
            cells = list(_cells(element))
            times = repetitions(element, _REPEATED["row"], most=_MOST)
            if (count := count + times * len(cells)) > MAX_CELLS:
                raise UnreadableDocument(f"cells with words are over the limit of {MAX_CELLS:,}")
            for number in range(row + 1, row + 1 + (times if cells else 0)):
                for place, words in cells:
                    yield gap, f"{name}!{_letters(place)}{number}", words
                    gap = "\t"
                gap = "\n"
            row += times


def _cells(row: Any) -> Iterator[tuple[int, str]]:
    """Yield the column, counted from zero, and the words of each cell that has some."""
    column = 0
    for cell in row.iterchildren(*_CELLS):
        times = repetitions(cell, _REPEATED["cell"], most=_MOST)
        words = "\n".join(filter(None, map(paragraph_words, cell.iterchildren(TEXT + "p"))))
        if words:
            if times > MAX_CELLS:
                raise UnreadableDocument(f"a cell repeated {times:,} times")
            yield from ((place, words) for place in range(column, column + times))
        column += times


def _letters(column: int) -> str:
    """Write a column as spreadsheets do: A to Z, AA, AB."""
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
