"""Rows of a workbook, one after the other."""

import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook

from countersight.errors import UnreadableDocument
from countersight.read.tables.sheet_rows import read_sheet_rows


def write(path: Path, *sheets: list[list[object]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def many(path: Path, count: int) -> Path:
    """Write so many names, each another."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for number in range(count):
            sheet.write_string(number, 0, f"Made-up Company Number {number} of Nowhere")
    return path


def change(path: Path, name: str, old: bytes, new: bytes) -> Path:
    """Write a workbook anew with other bytes in one of its parts."""
    with zipfile.ZipFile(path) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, data in parts.items():
            archive.writestr(one, data)
    return path


def test_rows_are_words_from_the_header_on(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        [],
        [["Suppliers of a town"], [], ["Supplier", "Number", "Paid", "Since"],
         ["Orbexa", 7701234567, 1.5, date(2020, 1, 2)], ["", None, None], ["Glimmer", "007", True, None]],
    )  # fmt: skip
    assert list(read_sheet_rows(path)) == [
        ("row 3", ["Supplier", "Number", "Paid", "Since"]),
        ("row 4", ["Orbexa", "7701234567", "1.5", "43832"]),
        ("row 6", ["Glimmer", "007", "true"]),
    ]


def test_gaps_between_cells_are_kept(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx"), {"constant_memory": True}) as book:  # strings within their cells
        sheet = book.add_worksheet()
        sheet.write_string(4, 1, "Orbexa")
        sheet.write_string(4, 27, "Kenya")
    assert list(read_sheet_rows(tmp_path / "a.xlsx")) == [("row 5", ["", "Orbexa", *[""] * 25, "Kenya"])]


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    peaks = []
    for count in (2_000, 20_000):
        path = many(tmp_path / f"{count}.xlsx", count)
        list(read_sheet_rows(write(tmp_path / "warm.xlsx", [["x"]])))
        tracemalloc.start()
        assert sum(1 for _ in read_sheet_rows(path)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<sheetData><"),
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>99</v>"),
        ("xl/worksheets/sheet1.xml", b"<v>0</v>", b"<v>-1</v>"),
        ("xl/worksheets/sheet1.xml", b'r="A1"', b'r="ZZZ1"'),
        ("xl/workbook.xml", b"<workbook", b"<!DOCTYPE a [<!ENTITY b 'c'>]><workbook"),
    ],
    ids=["no XML", "no such string", "a negative string", "far out", "document type"],
)
def test_damaged_workbooks_are_refused(tmp_path: Path, name: str, old: bytes, new: bytes) -> None:
    path = change(many(tmp_path / "a.xlsx", 1), name, old, new)
    with pytest.raises(UnreadableDocument):
        list(read_sheet_rows(path))


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK no")
    with pytest.raises(UnreadableDocument, match="not a workbook"):
        list(read_sheet_rows(tmp_path / "a.xlsx"))


def test_what_expands_beyond_bounds_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("countersight.read.tables.sheet_rows._FREE_BYTES", 1_000)
    path = change(
        write(tmp_path / "a.xlsx", [["Orbexa"]]),
        "xl/worksheets/sheet1.xml",
        b"<sheetData>",
        b"<sheetData>" + b" " * 10**6,
    )
    with pytest.raises(UnreadableDocument, match="expands"):
        list(read_sheet_rows(path))
