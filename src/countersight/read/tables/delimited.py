"""Reads delimited text (CSV, TSV): its encoding and delimiter are found and told, rows of any length are kept."""

import csv
import io
from collections.abc import Iterator, Sequence

from countersight.errors import UnreadableDocument
from countersight.read.decoding import decode_strictly, known_encoding
from countersight.read.tables.base import Table
from countersight.read.tables.header import AddressOf, Row, sheet_table
from countersight.values.row_fragments import read_rows
from countersight.values.table_shape import DELIMITERS, MAX_COLUMNS, MAX_FIELD, find_delimiter

WESTERN = "cp1252"
"""What spreadsheet programs in Western Europe and America write where they do not write UTF-8."""
_MOST_WESTERN = 0.3
"""Share of letters beyond ASCII from which a text is in no Western language."""
_END_OF_FILE = "\x1a"
"""What DOS programs put at the end of a text, as OFAC's files still have it."""


def read_delimited(data: bytes, *, charset: str | None, address: str | None = None) -> Iterator[Table]:
    """Yield the one table of a delimited file, or of a piece of one, whose address says which rows it has.

    Raises:
        UnreadableDocument: no encoding fits, or a field has no end.
    """
    text, encoding = decode_table(data, charset=charset)
    delimiter = find_delimiter(text)
    told = f"{DELIMITERS[delimiter]}-separated, {encoding}"
    table = sheet_table(_rows(text, delimiter, read_rows(address)), told=told, address=AddressOf())
    if table is not None:
        yield table


def decode_table(data: bytes, *, charset: str | None) -> tuple[str, str]:
    """Decode by mark, declaration or as UTF-8; what is none of that but plainly Western, as Windows-1252.

    Returns the text and the name of the encoding that was taken.
    """
    try:
        return decode_strictly(data, charset=charset), known_encoding(charset) or "utf-8"
    except UnreadableDocument as error:
        text = None if known_encoding(charset) else _decode_western(data)
        if text is None:
            raise UnreadableDocument(f"{error}; saved as UTF-8 it can be read") from None
        return text, "windows-1252"


def _decode_western(data: bytes) -> str | None:
    try:
        text = data.decode(WESTERN)
    except UnicodeDecodeError:
        return None
    letters = sum(map(str.isalpha, text))
    foreign = sum(character.isalpha() and not character.isascii() for character in text)
    return text if foreign <= _MOST_WESTERN * letters else None


def _rows(text: str, delimiter: str, numbers: Iterator[int]) -> Iterator[Row]:
    """Yield rows with their numbers, empty ones counted too."""
    csv.field_size_limit(MAX_FIELD)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number in numbers:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableDocument(f"row {number:,}: {error}") from None
        if len(fields) > MAX_COLUMNS:
            raise UnreadableDocument(f"row {number:,}: {len(fields):,} fields are over the limit of {MAX_COLUMNS:,}")
        yield Row(number, () if _is_end(fields) else fields)


def _is_end(fields: Sequence[str]) -> bool:
    return len(fields) == 1 and fields[0].strip(" ") == _END_OF_FILE
