"""Which row names the columns, and what cells are called by."""

import pytest

from countersight.read.tables.header import AddressOf, Row, find_header, sheet_table


@pytest.mark.parametrize(
    ("rows", "place"),
    [
        pytest.param([["Buyer", "Price"], ["Zubrowka", "12"]], 0, id="first row"),
        pytest.param(
            [["A list of deals", ""], ["Buyer", "Price"], ["Zubrowka", "12"], ["Genovia", "3"]], 1, id="title"
        ),
        pytest.param([["36", "Orbex", "-0-"], ["37", "Gelt", "-0-"]], None, id="numbers first"),
        pytest.param([["Orbex", "http://orbex.example"], ["Gelt", ""]], None, id="an address"),
        pytest.param([["Country", "2019", "2020"], ["Zubrowka", "1", "2"]], 0, id="years name columns"),
        pytest.param([["x", "x", "x", "x"], ["a", "b", "c", "d"]], 1, id="not all alike"),
    ],
)
def test_header_is_found(rows: list[list[str]], place: int | None) -> None:
    assert find_header(rows) == place


def test_ragged_rows_are_kept() -> None:
    rows = [Row(1, ["Buyer", "Price"]), Row(2, ["Zubrowka"]), Row(3, ["Genovia", "3", "more"])]
    table = sheet_table(rows, told="x", address=AddressOf())
    assert table is not None
    assert [[cell.label for cell in row] for row in table.rows] == [["Buyer"], ["Buyer", "Price", "Column 3"]]


def test_rows_above_the_header_are_kept() -> None:
    rows = [Row(1, ["Deals known", ""]), Row(3, ["Buyer", "Price"]), Row(4, ["Zubrowka", "12"]), Row(5, ["G", "3"])]
    table = sheet_table(rows, told="x", address=AddressOf())
    assert table is not None
    assert [cell.words for row in table.above for cell in row] == ["Deals known"]
    assert table.told == "x, header in row 3"


def test_sheet_without_words_is_none() -> None:
    assert sheet_table([Row(1, ["", " "])], told="x", address=AddressOf()) is None
