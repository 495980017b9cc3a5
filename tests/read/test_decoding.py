"""Bytes to characters."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import UnreadableDocument
from countersight.read.decoding import declared_charset, decode_page, decode_strictly, known_encoding

CHINESE = "公安部采购了摄像头"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_decides(encoding: str) -> None:
    assert decode_strictly(CHINESE.encode(encoding), charset="iso-8859-1") == CHINESE


def test_declared_charset_is_used() -> None:
    assert decode_strictly(CHINESE.encode("gb18030"), charset="GB2312") == CHINESE


def test_utf8_proves_itself_against_one_byte_charset() -> None:
    assert decode_strictly(CHINESE.encode(), charset="iso-8859-1") == CHINESE


def test_one_byte_charset_is_widened() -> None:
    assert decode_strictly(b"\x93Don\x92t\x94", charset="ISO-8859-1") == "“Don’t”"


def test_offset_of_wrong_byte_is_told() -> None:
    with pytest.raises(UnreadableDocument, match=r"not utf-8: byte 1,003 \(invalid start byte\)"):
        decode_strictly("é".encode() + b"x" * 1001 + b"\xff", charset=None)


def test_half_a_character_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="byte 2"):
        decode_strictly(b"\xff\xfea", charset=None)


@pytest.mark.parametrize("label", ["utf-7", "rot13", "base64", "no such", "", None, "unicode_escape", "hex", "idna"])
def test_label_of_no_text_encoding_is_ignored(label: str | None) -> None:
    assert known_encoding(label) is None


def test_meta_element_declares_charset() -> None:
    page = f'<meta http-equiv="content-type" content="text/html; charset=big5"><p>{"摄像头採購"[2:]}'
    assert "採購" in decode_page(page.replace("头", "").encode("big5"), charset=None)


def test_header_goes_before_meta_element() -> None:
    assert CHINESE in decode_page(f"<meta charset=koi8-r>{CHINESE}".encode("gb18030"), charset="gbk")


def test_meta_element_cannot_declare_utf16() -> None:
    assert "é" in decode_page("<meta charset=utf-16>é".encode(), charset=None)


def test_few_damaged_bytes_become_marks() -> None:
    assert decode_page(b"<p>caf\xe9 " + b"word " * 100, charset=None).startswith("<p>caf\ufffd word")


def test_wholly_damaged_page_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match="cannot be read"):
        decode_page("公安部".encode("gb18030") * 20, charset=None)


@pytest.mark.parametrize(
    ("value", "charset"),
    [
        ("text/html; charset=gb2312", "gb2312"),
        ('text/html;level=1 ;CHARSET = "Big5"', "Big5"),
        ("text/html", None),
        ("text/charset=x", None),
    ],
)
def test_header_tells_charset(value: str, charset: str | None) -> None:
    assert declared_charset([("Server", "x; charset=no"), ("Content-Type", value)]) == charset


@given(st.text())
def test_utf8_reads_back(text: str) -> None:
    assert decode_strictly(text.encode(), charset=None) == text.removeprefix("\ufeff")


@given(st.binary(), st.none() | st.sampled_from(["utf-16", "shift_jis", "cp1252", "hz", "utf-7", "big5"]))
def test_any_bytes_give_text_or_input_error(data: bytes, charset: str | None) -> None:
    for decode in (decode_strictly, decode_page):
        with contextlib.suppress(UnreadableDocument):
            assert isinstance(decode(data, charset=charset), str)
