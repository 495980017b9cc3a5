"""A user's own list: columns found by heading, chosen, or asked for."""

from pathlib import Path

import pytest

from countersight.errors import UsageError
from countersight.resolve.listings.wanted import Choice, read_rows, read_wanted


def read(tmp_path: Path, text: str, **choice):
    path = tmp_path / "names.csv"
    path.write_text(text, encoding="utf-8")
    return list(read_wanted(read_rows(path), Choice(**choice)))


def test_columns_are_found_by_heading(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "id;Supplier Name;Country;LEI\n7;Orbexa;Kenya;X1|Y2\n")
    assert (one.name, one.territories, one.numbers, one.where) == ("Orbexa", ("ke",), ("X1", "Y2"), "row 2")


@pytest.mark.parametrize("column", ["Who", "who", "2"])
def test_column_is_chosen_by_heading_or_number(tmp_path: Path, column: str) -> None:
    (one,) = read(tmp_path, "a,Who\n1,Orbexa\n", name=column, has_header=True)
    assert one.name == "Orbexa"


def test_text_has_a_name_in_each_line(tmp_path: Path) -> None:
    path = tmp_path / "names.txt"
    path.write_text("Orbexa Co., Ltd.\n\nAlder\n", encoding="utf-8")
    assert [one.name for one in read_wanted(read_rows(path), Choice())] == ["Orbexa Co., Ltd.", "Alder"]


def test_column_that_cannot_be_told_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="which column"):
        read(tmp_path, "a,b\n1,2\n")


def test_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column"):
        read(tmp_path, "name,b\n1,2\n", country="land")


def test_empty_file_asks_for_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == []


def test_bytes_of_another_encoding_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(b"name\n\xff\xfe\n")
    with pytest.raises(UsageError, match="UTF-8"):
        list(read_wanted(read_rows(path), Choice()))
