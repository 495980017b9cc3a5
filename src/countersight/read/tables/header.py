"""Finds the row of a sheet that names its columns, and gives every cell the name of its column."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from statistics import median
from typing import NamedTuple

from countersight.read.tables.base import Cell, Table

SAMPLE = 50
"""Rows that are looked at before anything is decided."""
WITHIN = 10
"""Rows among which the header is looked for: titles and remarks may stand above it."""
LONGEST_NAME = 200
"""Characters of a column's name; what is longer is a sentence."""
SHARE = 0.6
"""Of the cells that rows usually have filled, a header has at least so many."""

_VALUE = re.compile(r"[-+(]?[\d.,'\s%$€£¥/:()-]+\)?|(?:https?|ftp)://\S+|\d{4}-\d\d-\d\d(?:[T ].*)?|-0-", re.IGNORECASE)
"""What stands in a cell and names no column: a number, an amount, a date, an address, OFAC's sign for nothing."""
_YEAR = re.compile(r"(?:1[89]|20)\d\d")


class Row(NamedTuple):
    """A row as it stands: the addresses of its cells are made from where it is."""

    number: int
    """Counted from one, as the format counts."""
    cells: Sequence[str]


def sheet_table(rows: Iterable[Row], *, told: str, address: "AddressOf") -> Table | None:
    """Make a table of the rows of a sheet; none where no cell has words.

    Args:
        told: what is said of the sheet before how its header was found.
        address: makes the address of a cell from its row and column, both counted from one.
    """
    stream = (row for row in rows if any(cell.strip() for cell in row.cells))
    sample = list(islice(stream, SAMPLE))
    if not sample:
        return None
    place = find_header([row.cells for row in sample])
    width = max(len(row.cells) for row in sample)
    header = sample[place] if place is not None else None
    names = _names(header.cells if header else (), width)
    begin = 0 if place is None else place + 1
    return Table(
        told=f"{told}, header in row {header.number}" if header else f"{told}, without a header",
        columns=[_column(header, index, name, address) for index, name in enumerate(names)],
        rows=(_cells(row, names, address) for row in chain(sample[begin:], stream)),
        above=[_cells(row, (), address) for row in sample[: place or 0]],
    )


class AddressOf:
    """Makes the address of a cell of a delimited file (RFC 7111)."""

    def __call__(self, row: int, column: int) -> str:
        """Return the fragment for a cell."""
        return f"cell={row},{column}"


def find_header(rows: Sequence[Sequence[str]]) -> int | None:
    """Return which of the first rows of a sheet names the columns: the first filled one with nothing but names."""
    usual = median(_filled(row) for row in rows)
    for place, row in enumerate(rows[:WITHIN]):
        if _is_header(row, usual):
            return place
        if _filled(row) > 1 and any(_VALUE.fullmatch(cell.strip()) for cell in row):
            return None  # values have begun: no header comes after them
    return None


def _is_header(row: Sequence[str], usual: float) -> bool:
    names = [name for cell in row if (name := cell.strip())]
    if not names or len(names) < SHARE * usual or _VALUE.fullmatch(names[0]):
        return False
    if len({name.casefold() for name in names}) < 0.8 * len(names) or max(map(len, names)) > LONGEST_NAME:
        return False
    return not any(_VALUE.fullmatch(name) and not _YEAR.fullmatch(name) for name in names)


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _names(header: Sequence[str], width: int) -> list[str]:
    """Name the columns; what has no name is called by its place, and so are cells past the header."""
    given = [" ".join(cell.split()) for cell in header]
    names = [name or unnamed(index) for index, name in enumerate(given)]
    return names + [unnamed(index) for index in range(len(names), width)]


def unnamed(index: int) -> str:
    """Name the column at `index`, counted from zero, that has no name of its own."""
    return f"Column {index + 1}"


def _column(header: Row | None, index: int, name: str, address: AddressOf) -> tuple[str | None, str]:
    is_given = header is not None and index < len(header.cells) and header.cells[index].strip()
    return (address(header.number, index + 1) if header and is_given else None), name


def _cells(row: Row, names: Sequence[str], address: AddressOf) -> list[Cell]:
    return list(_labelled(row, names, address))


def _labelled(row: Row, names: Sequence[str], address: AddressOf) -> Iterator[Cell]:
    for index, words in enumerate(row.cells):
        if words and not words.isspace():
            label = names[index] if index < len(names) else unnamed(index)
            yield Cell(label, address(row.number, index + 1), words)
