"""Rows of CSV files, one after the other: by the columns' names, or by position where a list has no header."""

import csv
import io
from collections.abc import Generator, Iterator
from typing import BinaryIO

from countersight.errors import UnreadableRow
from countersight.resolve.lists.sources import Source

LONGEST_FIELD = 1 << 20
"""Characters of the longest field that is taken; an unclosed quote would otherwise swallow the rest of a file."""


class Row(dict[str, str]):
    """A row by the names of its columns, stripped; a column that is not there is empty."""

    def __missing__(self, column: str) -> str:
        return ""


_END_OF_FILE = "\x1a"
"""What DOS programs put at the end of a text, as OFAC's files still have it."""


def plain_rows(
    stream: BinaryIO, *, delimiter: str = ","
) -> Generator[tuple[str, list[str] | UnreadableRow], None, None]:
    """Yield each row with where it stands, its fields stripped; empty rows are passed over.

    UTF-8, with or without byte order mark. A row with bytes of another encoding is bad: its names could not be trusted.
    """
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="surrogateescape", newline="")
    csv.field_size_limit(LONGEST_FIELD)
    rows = csv.reader(text, delimiter=delimiter)
    number = 0
    try:
        while (row := _next_row(rows)) is not None:
            number += 1
            if isinstance(row, UnreadableRow):
                yield f"row {number:,}", row
                continue
            fields = [field.strip() for field in row]
            if not any(fields) or fields == [_END_OF_FILE]:
                continue
            yield f"row {number:,}", fields if _is_utf8(fields) else UnreadableRow("bytes that are not UTF-8")
    finally:
        text.detach()  # the stream belongs to whoever opened it


def _next_row(rows: Iterator[list[str]]) -> list[str] | UnreadableRow | None:
    try:
        return next(rows, None)
    except csv.Error as error:
        return UnreadableRow(str(error))


def rows_by_column(
    source: Source, *, delimiter: str = ",", required: frozenset[str], expected: frozenset[str] = frozenset()
) -> Iterator[tuple[str, Row | UnreadableRow]]:
    """Yield each row below the header as a mapping from the columns' names.

    The header is the first row that has all `required` columns: some lists begin with a line on how old they are.
    Columns without a name are passed over; of two columns of one name the first counts. That no row has the required
    columns is a bad row, and so is, once, that `expected` ones are not there: they count as empty.
    """
    with source.open() as stream:
        header: list[str] | None = None
        for where, row in plain_rows(stream, delimiter=delimiter):
            if isinstance(row, UnreadableRow):
                yield where, row
            elif header is None:
                header = row if required <= set(row) else None
                if header and (lacking := expected - set(header)):
                    yield "header", UnreadableRow(f"no column {', '.join(sorted(lacking))}")
            elif len(row) > len(header) and any(row[len(header) :]):
                yield where, UnreadableRow(f"{len(row):,} fields, where the header has {len(header):,}")
            else:
                row += [""] * (len(header) - len(row))
                yield where, Row(zip(reversed(header), reversed(row[: len(header)]), strict=True))
        if header is None:
            yield "header", UnreadableRow(f"no row has the columns {', '.join(sorted(required))}")


def header_of(source: Source, *, delimiter: str = ",", within: int = 3) -> list[frozenset[str]]:
    """Return the names in each of the first rows, among which the header is."""
    lines = source.head_text.splitlines()[:within]
    return [frozenset(field.strip() for field in row) for row in csv.reader(lines, delimiter=delimiter)]


def has_columns(source: Source, required: frozenset[str], *, delimiter: str = ",") -> bool:
    """Whether a row at the top of the file has all these columns."""
    try:
        return any(required <= columns for columns in header_of(source, delimiter=delimiter))
    except csv.Error:
        return False


def _is_utf8(fields: list[str]) -> bool:
    try:
        "".join(fields).encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
