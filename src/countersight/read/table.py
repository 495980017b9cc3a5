"""Reads tables: delimited text, Excel workbooks, JSON records and XML records, each row a block of lines."""

from collections.abc import Iterator

from countersight.errors import EmptyDocument
from countersight.read.base import Reading
from countersight.read.freezing import freeze_parts
from countersight.read.tables.base import Table, table_blocks
from countersight.read.tables.delimited import read_delimited
from countersight.read.tables.json_records import read_json
from countersight.read.tables.workbook import read_workbook
from countersight.read.tables.xml_records import read_xml

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
JSON = frozenset({"application/json", "application/x-ndjson"})


class TableReader:
    """Takes every cell, each under the name of its column, with its place in the document.

    A table begins with a block that tells what it is and lists its columns; then a row is a block of lines such as
    `Country: Angola`, its empty cells left out. The words of a cell are a part of the text, whose `at` is the cell:
    `cell=7,2` of delimited text (RFC 7111), `Sheet1!B7`, a JSON Pointer (RFC 6901), a path of XML elements.
    """

    name = "table"
    version = "1"
    libraries: tuple[str, ...] = ("lxml", "python-calamine")
    media_types = frozenset({"text/csv", "text/tab-separated-values", "application/xml", XLSX, *JSON})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        text, parts = freeze_parts(table_blocks(_tables(data, charset, address)))
        if not parts:
            raise EmptyDocument("no cell has words")
        return Reading(text=text, parts=parts)


def _tables(data: bytes, charset: str | None, address: str | None) -> Iterator[Table]:
    """Tell the format by the bytes: the media type that a publisher declared does not reach readers."""
    start = data[:1_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if data.startswith(b"PK"):
        return read_workbook(data)
    if start.startswith(b"<"):
        return read_xml(data)
    if start.startswith((b"[", b"{")):
        return read_json(data, charset=charset)
    return read_delimited(data, charset=charset, address=address)
