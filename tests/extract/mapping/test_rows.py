"""Rows are found again in the text that the reader made."""

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.extract.mapping.rows import read_tables, row_at
from countersight.model.text import DocumentText

Read = Callable[..., DocumentText]


def test_cells_stand_where_they_say(table: Read) -> None:
    text = table()
    (found,) = read_tables(text)
    assert found.columns == ("Buyer", "Seller", "Seat", "What", "Year", "Price", "Doubt", "Index")
    for row in found.rows:
        for cell in row.cells:
            assert text.text[cell.start : cell.end] == cell.words
            assert text.text[cell.line : cell.start] == f"{cell.label}: "


def test_empty_cells_are_no_cells(table: Read) -> None:
    third = read_tables(table())[0].rows[2]
    assert third.words("Buyer") == ""
    assert third.words("seller") == "Velmar"


def test_records_without_header_cells_are_found(table: Read) -> None:
    (found,) = read_tables(table('[{"a": 1, "b": ["x", "y"]}, {"a": 2}]', "application/json"))
    assert found.columns == ("a", "b")
    assert [cell.words for cell in found.rows[0].of("b")] == ["x", "y"]


def test_each_kind_of_record_is_a_table(table: Read) -> None:
    tables = read_tables(table("<l><p><i><n>a</n></i><i><n>b</n></i></p><q><e><n>c</n></e></q></l>", "application/xml"))
    assert [(one.told, len(one.rows)) for one in tables] == [("XML records i", 2), ("XML records e", 1)]


def test_column_called_table_is_no_head(table: Read) -> None:
    (found,) = read_tables(table("Table,Price\nTable: x,2\ny,3\n"))
    assert [row.words("Table") for row in found.rows] == ["Table: x", "y"]


def test_row_is_found_by_any_place_in_it(table: Read) -> None:
    rows = read_tables(table())[0].rows
    for row in rows:
        assert row_at(rows, row.cells[0].line) is row
        assert row_at(rows, row.cells[-1].end - 1) is row
    assert row_at(rows, 0) is None
    assert row_at(rows, rows[-1].cells[-1].end + 5) is None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["a", "b\n\nc", "Table: x", "Column 1: y", " ", "é,"]), min_size=2, max_size=3),
        max_size=5,
    )
)
def test_no_words_lead_rows_astray(table: Read, rows: list[list[str]]) -> None:
    lines = ["Buyer,Seller,Year", *(",".join(f'"{cell}"' for cell in row) for row in rows)]
    found = read_tables(table("\n".join(lines)))
    assert [len(one.rows) for one in found] == [sum(any(cell.strip() for cell in row) for row in rows)]
