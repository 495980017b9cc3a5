"""Delimited text of any encoding and delimiter."""

import pytest

from countersight.errors import UnreadableDocument
from countersight.read.tables.base import MAX_FIELD
from countersight.read.tables.delimited import decode_table, find_delimiter, read_delimited


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        pytest.param("a,b\n1,2\n", ",", id="comma"),
        pytest.param("a;b;c\n0,5;0,7;1\n0,1;2,5;3\n", ";", id="decimal commas"),
        pytest.param('name\tplace\n"Orbex, Inc."\tZubrowka\n', "\t", id="tab"),
        pytest.param("one column\nof words\n", ",", id="none"),
        pytest.param('a,b\n"x;y;z",1\n"u;v;w",2\n', ",", id="list in quotes"),
    ],
)
def test_delimiter_is_found(text: str, delimiter: str) -> None:
    assert find_delimiter(text) == delimiter


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
