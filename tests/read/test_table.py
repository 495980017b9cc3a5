"""Tables as documents: whatever the format, a row is a block of lines and a cell a part."""

import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from countersight.errors import EmptyDocument, InputError, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.freezing import freeze_text
from countersight.read.table import TableReader

CSV = b"Buyer,Seller,Year\nZubrowka,Orbex,2019\nGenovia,,2020\n"


def _read(data: bytes, *, charset: str | None = None) -> Reading:
    return TableReader().read(data, address=None, charset=charset)


def _cells(reading: Reading) -> dict[str, str]:
    return {part.at: reading.text[part.start : part.end] for part in reading.parts}


def test_rows_become_blocks_of_lines() -> None:
    head, first, second = _read(CSV).text.split("\n\n")
    assert head.splitlines() == [
        "Table: comma-separated, utf-8, header in row 1", "Column 1: Buyer", "Column 2: Seller", "Column 3: Year",
    ]  # fmt: skip
    assert first == "Buyer: Zubrowka\nSeller: Orbex\nYear: 2019"
    assert second == "Buyer: Genovia\nYear: 2020"


def test_cells_know_their_place() -> None:
    cells = _cells(_read(CSV))
    assert cells["cell=1,2"] == "Seller"
    assert cells["cell=3,3"] == "2020"


def test_text_is_frozen_already() -> None:
    text = _read(b'a,b\n"  two\n\n\nlines ", \n\x01x,y\n').text
    assert freeze_text(text) == text
    assert text.endswith("a: two\nlines\n\na: x\nb: y")


def test_json_values_have_pointers() -> None:
    cells = _cells(_read(b'[{"name": "Orbex", "price": 1.10, "sold": ["a/b", "c"], "x": {"y~": null, "z": true}}]'))
    assert cells == {"/0/name": "Orbex", "/0/price": "1.10", "/0/sold/0": "a/b", "/0/sold/1": "c", "/0/x/z": "true"}


def test_xml_records_have_paths() -> None:
    data = b'<l xmlns="urn:x"><d>7</d><e><n>Orbex</n><a k="1">p</a><a>q</a></e><e><n>Gelt</n></e></l>'
    cells = _cells(_read(data))
    assert cells["/l/e[1]/n"] == "Orbex"
    assert cells["/l/e[1]/a[1]/@k"] == "1"
    assert cells["/l/e[2]/n"] == "Gelt"
    assert cells["/l/d"] == "7"


def test_every_sheet_is_read() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Buyer", "Price"])
    sheet.append(["Zubrowka", 12.0])
    book.create_sheet("Old deals").append(["Genovia", "x"])
    stream = io.BytesIO()
    book.save(stream)
    cells = _cells(_read(stream.getvalue()))
    assert cells["Sheet!A2"] == "Zubrowka"
    assert cells["Sheet!B2"] == "12"
    assert cells["'Old deals'!A1"] == "Genovia"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"PK\x03\x04 no archive", id="archive"),
        pytest.param(b'<!DOCTYPE l [<!ENTITY a "b">]><l><e><n>&a;</n></e><e><n>c</n></e></l>', id="entities"),
        pytest.param(b"<one><thing/></one>", id="no records"),
        pytest.param(b"[1, 2", id="no JSON"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        _read(data)


def test_empty_cells_alone_are_refused() -> None:
    with pytest.raises(EmptyDocument):
        _read(b",,\n,,\n")


def test_expanding_workbook_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 300_000_000)
    with pytest.raises(UnreadableDocument, match="expand"):
        _read(stream.getvalue())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text(max_size=8), max_size=4), max_size=8), st.sampled_from(",;\t|"))
def test_any_rows_are_read_or_refused(rows: list[list[str]], delimiter: str) -> None:
    data = "\n".join(delimiter.join(row) for row in rows).encode("utf-8", "replace")
    try:
        reading = _read(data)
    except InputError:
        return
    assert freeze_text(reading.text) == reading.text
    assert all(reading.text[part.start : part.end].strip() for part in reading.parts)
