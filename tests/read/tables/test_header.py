"""What the cells of a sheet are called by."""

from countersight.read.tables.header import AddressOf, Row, sheet_table


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
