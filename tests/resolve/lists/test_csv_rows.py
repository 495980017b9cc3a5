"""Rows of CSV files."""

from pathlib import Path

from countersight.errors import UnreadableRow
from countersight.resolve.lists.csv_rows import has_columns, rows_by_column
from countersight.resolve.lists.sources import Source

REQUIRED = frozenset({"id", "name"})


def rows(tmp_path: Path, data: bytes) -> list[tuple[str, object]]:
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    return list(rows_by_column(Source(path), required=REQUIRED))


def test_line_above_the_header_is_passed_over(tmp_path: Path) -> None:
    assert rows(tmp_path, b"Last Updated,1/1\nid,name\n1, Orbex \n") == [("row 3", {"id": "1", "name": "Orbex"})]


def test_short_rows_are_filled(tmp_path: Path) -> None:
    assert rows(tmp_path, b"id,name,more\n1,Orbex\n\n,,\n") == [("row 2", {"id": "1", "name": "Orbex", "more": ""})]


def test_long_row_is_bad_and_next_is_read(tmp_path: Path) -> None:
    (_, bad), (where, good) = rows(tmp_path, b"id,name\n1,Orbex,surplus\n2,Velmar\n")
    assert isinstance(bad, UnreadableRow)
    assert (where, good) == ("row 3", {"id": "2", "name": "Velmar"})


def test_bytes_of_other_encodings_are_bad(tmp_path: Path) -> None:
    (_, bad), (_, good) = rows(tmp_path, "id,name\n1,Caf\xe9\n2,Velmar\n".encode("latin-1"))
    assert isinstance(bad, UnreadableRow)
    assert good == {"id": "2", "name": "Velmar"}


def test_first_of_two_equal_columns_counts(tmp_path: Path) -> None:
    assert rows(tmp_path, b"id,name,id\n1,Orbex,\n") == [("row 2", {"id": "1", "name": "Orbex"})]


def test_columns_that_are_not_there_are_told(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"id,name\n1,Orbex\n")
    (where, lacking), (_, row) = rows_by_column(
        Source(path), required=REQUIRED, expected=frozenset({"name", "country"})
    )
    assert where == "header"
    assert str(lacking) == "no column country"
    assert not isinstance(row, UnreadableRow)
    assert row["country"] == ""


def test_list_without_its_header_is_told(tmp_path: Path) -> None:
    ((where, lacking),) = rows(tmp_path, b"1,Orbex\n2,Velmar\n")
    assert where == "header"
    assert isinstance(lacking, UnreadableRow)


def test_header_is_known_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"\xef\xbb\xbfname;id;more\n")
    assert has_columns(Source(path), REQUIRED, delimiter=";")
    assert not has_columns(Source(path), REQUIRED)


def test_unclosed_quote_loses_no_earlier_row(tmp_path: Path) -> None:
    found = rows(tmp_path, b'id,name\n1,Orbex\n2,"Velmar\n' + b"x" * (1 << 21) + b"\n")
    assert found[0] == ("row 2", {"id": "1", "name": "Orbex"})
    assert any(isinstance(row, UnreadableRow) for _, row in found[1:])
