"""What a table is before it is frozen, and how much of one is taken in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from countersight.errors import UnreadableDocument
from countersight.read.freezing import LABEL
from countersight.values.table_shape import MAX_COLUMNS

MAX_ROWS = 200_000
MAX_CELLS = 1_000_000
MAX_CHARACTERS = 50_000_000
"""Of all words and labels together. What is larger has to be cut into files: half a table would be a wrong one."""

Line = tuple[str | None, str]
"""The address of some words in the document, if they have one, and the words with their label: see `freeze_parts`."""


class Cell(NamedTuple):
    """One value, with the name of its column and its address in the document."""

    label: str
    at: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: what is said of the whole, its columns, and its rows as they come."""

    told: str
    """What it is and how it was read: `comma-separated, utf-8, header in row 1`."""
    columns: Sequence[tuple[str | None, str]]
    """The address of each column's name, if it stands in the document, and the name."""
    rows: Iterable[Sequence[Cell]]
    above: Sequence[Sequence[Cell]] = ()
    """Rows above the header: a title, a remark."""


def table_blocks(tables: Iterable[Table]) -> Iterator[list[Line]]:
    """Yield the blocks of lines that `freeze_parts` takes: first what is said of a table, then a block a row.

    Raises:
        UnreadableDocument: there is more than is taken in.
    """
    meter = _Meter()
    for table in tables:
        if len(table.columns) > MAX_COLUMNS:
            raise UnreadableDocument(f"{len(table.columns):,} columns are over the limit of {MAX_COLUMNS:,}")
        named = [(at, f"Column {number}{LABEL}{name}") for number, (at, name) in enumerate(table.columns, 1)]
        yield [(None, f"Table{LABEL}{table.told}"), *named]
        for rows in (table.above, table.rows):
            for row in rows:
                meter.count(row)
                yield [(cell.at, f"{cell.label}{LABEL}{cell.words}") for cell in row]


class _Meter:
    """Counts what a table has, and refuses what is too much."""

    def __init__(self) -> None:
        self.rows = self.cells = self.characters = 0

    def count(self, row: Sequence[Cell]) -> None:
        self.rows += 1
        self.cells += len(row)
        self.characters += sum(len(cell.label) + len(cell.words) for cell in row)
        for what, number, limit in (
            ("rows", self.rows, MAX_ROWS),
            ("cells", self.cells, MAX_CELLS),
            ("characters", self.characters, MAX_CHARACTERS),
        ):
            if number > limit:
                raise UnreadableDocument(
                    f"a table of more than {limit:,} {what}; cut into smaller files it can be read"
                )
