"""Finds the row of a sheet that names its columns, and gives every cell the name of its column."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from countersight.read.tables.base import Cell, Table
from countersight.values.table_shape import SAMPLE, find_header, is_filled


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
    stream = (row for row in rows if is_filled(row.cells))
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
