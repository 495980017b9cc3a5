"""The rows of a table as they stand in its document text: each cell with its label, its place and its address."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from countersight.extract.mapping.rules import fold_column
from countersight.model.text import DocumentText

HEAD = "Table: "
"""What the first line on a table begins with; a row's first line has its words right behind it, a head has none."""
_COLUMN = re.compile(r"^Column \d+: (.*)$")


@dataclass(frozen=True, slots=True)
class Cell:
    """One value: `words == text[start:end]`, its line beginning at `line`."""

    label: str
    line: int
    start: int
    end: int
    words: str
    at: str


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of a row, in their order."""

    cells: tuple[Cell, ...]

    def of(self, column: str) -> Iterator[Cell]:
        """Yield the cells of a column; more than one where a record has a list."""
        name = fold_column(column)
        return (cell for cell in self.cells if fold_column(cell.label) == name)

    def words(self, column: str) -> str:
        """Return the words of the first cell of a column, or none."""
        return next((cell.words for cell in self.of(column)), "")


@dataclass(slots=True)
class TableWords:
    """A table within a document text."""

    told: str
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)


def read_tables(text: DocumentText) -> list[TableWords]:
    """Return the tables of a text that the reader `table` made."""
    tables: list[TableWords] = []
    cells: list[Cell] = []
    reached = head_end = 0
    for part in text.parts:
        *blocks, before = text.text[reached : part.start].split("\n\n")
        begins = bool(blocks) or reached == 0
        if begins and cells:
            tables[-1].rows.append(Row(tuple(cells)))
            cells = []
        tables += [_read_head(block) for block in blocks if block.startswith(HEAD)]
        if begins and before.startswith(HEAD) and "\n" in before:
            start = part.start - len(before)
            head_end = text.text.find("\n\n", start) % (len(text.text) + 1)
            tables.append(_read_head(text.text[start:head_end]))
        reached = part.end
        if part.start >= head_end and tables:
            label = before.removeprefix("\n").removesuffix(": ")
            words = text.text[part.start : part.end]
            cells.append(Cell(label, part.start - len(label) - 2, part.start, part.end, words, part.at))
    if cells:
        tables[-1].rows.append(Row(tuple(cells)))
    return tables


def _read_head(block: str) -> TableWords:
    told, *columns = block.split("\n")
    names = (match[1] for line in columns if (match := _COLUMN.match(line)))
    return TableWords(told=told.removeprefix(HEAD), columns=tuple(names))


def row_at(rows: Sequence[Row], offset: int) -> Row | None:
    """Return the row in which `offset` stands."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) // 2
        if rows[middle].cells[-1].end <= offset:
            low = middle + 1
        else:
            high = middle
    return rows[low] if low < len(rows) and rows[low].cells[0].line <= offset else None
