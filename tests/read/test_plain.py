"""Plain text."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.model.text import DocumentText
from countersight.read.freezing import freeze_text
from countersight.read.plain import PlainReader

Read = Callable[..., DocumentText]


def test_words_stay_as_written(read: Read) -> None:
    words = "公安部\u3000采购 👩\u200d👧 e\u0301 شَرِكَة"
    assert read("plain", words).text == words


@given(st.text(min_size=1))
def test_any_text_is_frozen_only(text: str) -> None:
    reading = PlainReader().read(text.encode(), address=None, charset=None)
    assert freeze_text(reading.text) == freeze_text(text.removeprefix("\ufeff"))


def test_invalid_utf8_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableDocument, match="byte 4"):
        read("plain", b"Beij\xc3")


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\x00\x00"])
def test_nothing_but_space_is_empty(read: Read, data: bytes) -> None:
    with pytest.raises(EmptyDocument):
        read("plain", data)


def test_reader_and_document_are_named(read: Read) -> None:
    text = read("plain", "Words of a document.")
    assert text.reader == "plain@1"
    assert text.id.startswith("txt-")
