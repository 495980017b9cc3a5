"""Reads Excel workbooks (XLSX): every sheet, the values of formulas, dates as ISO 8601."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from countersight.errors import UnreadableDocument
from countersight.read.tables.base import MAX_CELLS, MAX_ROWS, Table
from countersight.read.tables.header import AddressOf, Row, sheet_table
from countersight.read.zip_archive import ZipArchive
from countersight.values.table_shape import MAX_COLUMNS

_MOST_PLACES = 20 * MAX_CELLS
"""Places, empty ones included, between the first and the last cell of a sheet: the library makes room for all of them,
and a single cell far out would take all memory there is."""
_PLACE = re.compile(rb'<(?:\w+:)?c\s[^<>]{0,200}?\br="([A-Z]{1,3})([0-9]{1,7})"')
_SHEETS = re.compile(r"xl/.*\.xml", re.IGNORECASE)


class SheetAddress(AddressOf):
    """Makes the address of a cell as spreadsheets write it: `Sheet1!B7`, `'Full data'!B7`."""

    def __init__(self, sheet: str) -> None:
        is_plain = sheet.isidentifier() and sheet.isascii()
        self._sheet = sheet if is_plain else "'" + sheet.replace("'", "''") + "'"

    def __call__(self, row: int, column: int) -> str:
        """Return the address of a cell."""
        letters = ""
        while column:
            column, place = divmod(column - 1, 26)
            letters = chr(ord("A") + place) + letters
        return f"{self._sheet}!{letters}{row}"


def read_workbook(data: bytes) -> Iterator[Table]:
    """Yield a table for each sheet that has words, hidden ones too.

    Raises:
        UnreadableDocument: the archive is damaged, encrypted or would expand beyond bounds, or is no workbook.
    """
    _check_extents(ZipArchive(data, kind="workbook"))  # which bounds what it expands to, before anything is expanded
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, XmlError, ZipError

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in workbook.sheet_names:
            table = _read_sheet(workbook.get_sheet_by_name(name), name)
            if table is not None:
                yield table
    except (CalamineError, PasswordError, XmlError, ZipError, ValueError) as error:
        raise UnreadableDocument(f"not a workbook that can be read: {error}") from None


def _read_sheet(sheet: Any, name: str) -> Table | None:
    if sheet.start is None:
        return None
    (above, before), (last, right) = sheet.start, sheet.end
    height, width = last - above + 1, right - before + 1
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise UnreadableDocument(f"sheet {name}: {height:,} rows by {width:,} columns is over the limit")
    rows = (
        Row(number, ["" for _ in range(before)] + [_words(value) for value in values])
        for number, values in enumerate(sheet.to_python(skip_empty_area=True), above + 1)
    )
    return sheet_table(rows, told=f"sheet {name}", address=SheetAddress(name))


def _check_extents(archive: ZipArchive) -> None:
    for name in filter(_SHEETS.fullmatch, sorted(archive.names)):
        _check_extent(name, archive.read(name))


def _check_extent(name: str, sheet: bytes) -> None:
    """Refuse a sheet whose cells lie too far apart, by what its cells say and not by what the sheet says of itself."""
    if sheet.count(b"<c ") + sheet.count(b":c ") > MAX_CELLS * 3:
        raise UnreadableDocument(f"{name}: more than {MAX_CELLS:,} cells")
    last = right = 0
    for match in _PLACE.finditer(sheet):
        last, right = max(last, int(match[2])), max(right, _column_number(match[1]))
    if last * right > _MOST_PLACES:
        raise UnreadableDocument(f"{name}: {last:,} rows by {right:,} columns is over the limit")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _words(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)
