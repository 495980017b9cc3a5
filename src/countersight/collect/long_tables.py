"""Tables too long for one document: each piece some rows under the table's own header, cut out byte for byte.

A table of any length then takes no more memory than a short one, from its bytes to its claims. A piece is the header's
row and a run of rows, both slices of the file; its address says which (RFC 7111), so that the reader tells of every
cell where it stands in the whole file.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from email.message import Message
from io import BytesIO
from itertools import islice
from typing import BinaryIO

from countersight.collect.base import Circumstances, Collected, CollectLimits, make_collected
from countersight.collect.container_name import name_container
from countersight.collect.json_cutting import Slice, read_slice
from countersight.errors import DocumentTooLarge
from countersight.model.failure import Failure, Stage, make_failure
from countersight.values.row_fragments import write_rows
from countersight.values.table_shape import MAX_FIELD, SAMPLE, find_delimiter, find_header, is_filled

DELIMITED = frozenset({"text/csv", "text/tab-separated-values"})
LONG_BYTES = 1 << 20
"""A table of no more bytes stays one document; a piece is closed by the row with which it has so many."""
PIECE_ROWS = 20_000
"""Rows of one piece at most."""
LONGEST_LINE = 4 * MAX_FIELD
_HEAD_BYTES = 1 << 18
"""In which the first rows stand."""
_CHARSETS = frozenset({"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1", "windows-1252", "cp1252"})
"""Encodings whose delimiters, quotes and ends of lines are single bytes that nothing else has."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a table that become one document."""

    rows: range
    """Counted from one."""
    where: Slice


@dataclass(frozen=True, slots=True)
class LongTable:
    """Where to cut a table."""

    header: Piece | None
    """The row that names the columns; none where no row does."""
    pieces: tuple[Piece, ...]

    def bytes_of(self, stream: BinaryIO, piece: Piece) -> bytes:
        """Return the bytes of a piece, behind the header unless it has that itself."""
        return b"".join(read_slice(stream, one.where) for one in self._parts(piece))

    def fragment_of(self, piece: Piece) -> str:
        """Return which rows a piece has."""
        return write_rows([one.rows for one in self._parts(piece)])

    def _parts(self, piece: Piece) -> list[Piece]:
        is_apart = self.header is not None and self.header.rows[0] not in piece.rows
        return [*([self.header] if is_apart and self.header else []), piece]


def survey_table(stream: BinaryIO, *, charset: str | None = None, piece_bytes: int = LONG_BYTES) -> LongTable | None:
    """Find where to cut a table; none where it is short, or where a piece by itself would be read otherwise.

    The whole is read twice, row by row: once to find the cuts, and once to hold of each piece that the signs between
    its cells and its header are found to be those of the whole.
    """
    if stream.seek(0, 2) <= piece_bytes or (charset or "utf-8").strip().lower() not in _CHARSETS:
        return None
    head = read_slice(stream, Slice(0, _HEAD_BYTES))
    if b"\x00" in head:
        return None
    delimiter, place = _layout(head)
    try:
        table = _cut(stream, delimiter, place, piece_bytes)
    except csv.Error:  # a quote without an end, a line without one: whoever reads it says what is wrong
        return None
    wanted = delimiter, None if place is None else 0
    is_sound = table is not None and all(_layout(table.bytes_of(stream, one)) == wanted for one in table.pieces[1:])
    return table if is_sound else None


def cut_table(
    stream: BinaryIO, table: LongTable, whole: Circumstances, *, limits: CollectLimits, media_type: str
) -> Iterator[Collected | Failure]:
    """Yield each piece of a table as a document of its own, in order; `whole` is how the file came to be fetched."""
    container = name_container(stream, whole.address)
    for piece in table.pieces:
        fragment = table.fragment_of(piece)
        own = replace(
            whole, address=f"{whole.address}#{fragment}", container=container,
            final_address=f"{whole.final_address}#{fragment}" if whole.final_address else None,
        )  # fmt: skip
        data = table.bytes_of(stream, piece)
        if len(data) > limits.max_document_bytes:
            error = DocumentTooLarge(own.address, len(data), limits.max_document_bytes)
            yield make_failure(Stage.COLLECT, own.address, error)
            continue
        collected = make_collected(data, own)
        yield replace(collected, document=replace(collected.document, media_type=media_type))


def cut_collected(collected: Collected, limits: CollectLimits) -> Iterator[Collected | Failure]:
    """Yield the pieces of what was fetched, if it is a long table, or else itself."""
    media_type, capture, stream = collected.document.media_type, collected.capture, BytesIO(collected.data)
    charset = _charset(capture.headers)
    table = survey_table(stream, charset=charset) if media_type in DELIMITED else None
    if table is None:
        yield collected
        return
    whole = Circumstances(
        address=capture.address, captured_at=capture.captured_at, final_address=capture.final_address,
        status=capture.status, headers=capture.headers, tool=capture.tool, source=capture.source,
        publisher=capture.publisher, record=capture.record,
    )  # fmt: skip
    yield from cut_table(stream, table, whole, limits=limits, media_type=media_type)


def _charset(headers: Iterable[tuple[str, str]]) -> str | None:
    told = Message()
    for name, value in headers:
        if name.lower() == "content-type":
            told["content-type"] = value
    return told.get_content_charset()


def _layout(data: bytes) -> tuple[str, int | None]:
    """Return the delimiter of rows and the place of their header among the filled ones, as the reader finds them."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    delimiter = find_delimiter(text)
    rows = list(islice(filter(is_filled, csv.reader(text.splitlines(keepends=True), delimiter=delimiter)), SAMPLE))
    return delimiter, find_header(rows) if rows else None


def _cut(stream: BinaryIO, delimiter: str, place: int | None, piece_bytes: int) -> LongTable | None:
    """Raises: csv.Error: the rows cannot be told."""
    header: Piece | None = None
    pieces: list[Piece] = []
    begin, first, filled = 0, 1, 0
    for number, (row, is_words) in enumerate(_rows(stream, delimiter), start=1):
        if is_words and filled == place:
            header = Piece(range(number, number + 1), row)
        filled += is_words
        if row.end - begin >= piece_bytes or number - first + 1 >= PIECE_ROWS:
            pieces.append(Piece(range(first, number + 1), Slice(begin, row.end)))
            begin, first = row.end, number + 1
        last = number, row.end
    if begin < last[1]:
        pieces.append(Piece(range(first, last[0] + 1), Slice(begin, last[1])))
    is_first = header is None or header.rows[0] in pieces[0].rows
    return LongTable(header, tuple(pieces)) if len(pieces) > 1 and is_first else None


def _rows(stream: BinaryIO, delimiter: str) -> Iterator[tuple[Slice, bool]]:
    """Yield where each row stands, and whether it has words; in Latin-1, which has a character for every byte."""
    csv.field_size_limit(MAX_FIELD)
    stream.seek(0)
    lines, start = _Lines(stream), 0
    for fields in csv.reader(lines, delimiter=delimiter):
        yield Slice(start, lines.end), is_filled(fields)
        start = lines.end


class _Lines:
    """The lines of a stream one by one, and where the last one that was given out ended."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.end = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE:
            raise csv.Error("a line without end")
        self.end += len(line)
        return line.decode("latin-1")
