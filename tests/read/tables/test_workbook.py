"""Workbooks: the values that a reader of the sheet sees."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from countersight.errors import UnreadableDocument
from countersight.read.tables.workbook import SheetAddress, read_workbook


@pytest.mark.parametrize(
    ("sheet", "row", "column", "at"),
    [("Deals", 7, 2, "Deals!B7"), ("Full data", 1, 27, "'Full data'!AA1"), ("It's", 1, 703, "'It''s'!AAA1")],
    ids=["plain", "space", "quote"],
)
def test_addresses_are_those_of_spreadsheets(sheet: str, row: int, column: int, at: str) -> None:
    assert SheetAddress(sheet)(row, column) == at


def test_values_are_written_plainly() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["B2"], sheet["C2"], sheet["D2"], sheet["E2"] = "When", "At", "Count", "Sure"
    sheet["B3"], sheet["C3"], sheet["D3"], sheet["E3"] = (
        date(2019, 5, 1),
        datetime.fromisoformat("2019-05-01T12:30"),
        300.0,
        True,
    )
    stream = io.BytesIO()
    book.save(stream)
    (table,) = read_workbook(stream.getvalue())
    assert [(cell.at, cell.words) for row in table.rows for cell in row] == [
        ("Sheet!B3", "2019-05-01"), ("Sheet!C3", "2019-05-01T12:30:00"), ("Sheet!D3", "300"), ("Sheet!E3", "true"),
    ]  # fmt: skip


def test_cell_far_out_is_refused() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "here", "there"
    stream = io.BytesIO()
    book.save(stream)
    with pytest.raises(UnreadableDocument, match="over the limit"):
        list(read_workbook(stream.getvalue()))
