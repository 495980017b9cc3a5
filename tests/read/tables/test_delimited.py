"""Delimited text of any encoding and delimiter."""

import pytest

from countersight.errors import UnreadableDocument
from countersight.read.tables.delimited import decode_table, read_delimited
from countersight.values.table_shape import MAX_FIELD


@pytest.mark.parametrize(
    ("data", "charset", "text", "encoding"),
    [
        pytest.param("\ufeffa,b".encode(), None, "a,b", "utf-8", id="mark"),
        pytest.param("a\tb".encode("utf-16"), None, "a\tb", "utf-8", id="utf-16"),
        pytest.param("société,1".encode("cp1252"), None, "société,1", "windows-1252", id="western"),
        pytest.param("Зубровка".encode("cp1251"), "windows-1251", "Зубровка", "cp1251", id="declared"),
    ],
)
def test_encoding_is_found(data: bytes, charset: str | None, text: str, encoding: str) -> None:
    assert decode_table(data, charset=charset) == (text, encoding)


def test_other_scripts_are_not_guessed() -> None:
    with pytest.raises(UnreadableDocument, match="saved as UTF-8"):
        decode_table("Зубровка,Женовия".encode("cp1251"), charset=None)


def test_field_without_end_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="row 2"):
        list(next(read_delimited(b'a,b\n"' + b"x" * (MAX_FIELD + 1), charset=None)).rows)


def test_end_of_file_sign_is_no_row() -> None:
    table = next(read_delimited(b"1,Orbex,x\n2,Gelt,y\n\x1a\n", charset=None))
    assert len(list(table.rows)) == 2


def test_piece_of_a_table_has_its_rows_own_numbers() -> None:
    table = next(
        read_delimited(b"Buyer,Price\nKenya,5\n\nItaly,6\n", charset=None, address="file:///a.csv#row=1;40-42")
    )
    assert [cell.at for row in table.rows for cell in row] == ["cell=40,1", "cell=40,2", "cell=42,1", "cell=42,2"]
