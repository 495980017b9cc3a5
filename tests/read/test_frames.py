"""Messages between pool and reader process."""

import io

import pytest

from countersight.errors import InputError, ReaderCrashed, UnreadableDocument
from countersight.model.text import DocumentText, text_id
from countersight.read import ReadItem
from countersight.read.frames import Outcome, Task, receive, send

TEXT = DocumentText(
    id=text_id("0" * 64, "plain@1", "公安 👩\u200d👧"), document_id="0" * 64, reader="plain@1", text="公安 👩\u200d👧"
)


def _pass(message: object, *, most_bytes: int = 10_000) -> Outcome:
    pipe = io.BytesIO()
    send(pipe, message)
    pipe.seek(0)
    return receive(pipe, Outcome, most_bytes=most_bytes)


def test_text_passes_whole() -> None:
    assert _pass(Outcome.of(TEXT)).result() == TEXT


@pytest.mark.parametrize("error", [UnreadableDocument("why"), ReaderCrashed("where")])
def test_promised_error_passes_as_itself(error: InputError) -> None:
    result = _pass(Outcome.of(error)).result()
    assert (type(result), str(result)) == (type(error), str(error))


def test_other_error_comes_back_as_crash() -> None:
    assert str(Outcome(failure=("SystemExit", "bye")).result()) == "SystemExit: bye"
    assert type(Outcome().result()) is ReaderCrashed


@pytest.mark.parametrize(
    "message",
    [{"text": {"id": "txt-1"}}, {"text": "no text"}, [1, 2], {"text": {**TEXT.__getstate__()} if False else 1}],
)
def test_lies_are_refused(message: object) -> None:
    with pytest.raises(EOFError):
        _pass(message)


def test_too_long_message_is_refused() -> None:
    with pytest.raises(EOFError, match="over 10"):
        _pass(Outcome.of(TEXT), most_bytes=10)


def test_broken_off_message_is_refused() -> None:
    with pytest.raises(EOFError, match="closed"):
        receive(io.BytesIO(b"\x00\x00\x00\x00\x00\x00\x00\x09abc"), Outcome, most_bytes=100)


def test_words_that_are_no_unicode_are_refused() -> None:
    payload = b"\x81\xa4text\xa2\xff\xfe"  # {"text": two bytes that are no UTF-8}, in MessagePack
    with pytest.raises(EOFError, match="no Outcome"):
        receive(io.BytesIO(len(payload).to_bytes(8, "big") + payload), Outcome, most_bytes=100)


def test_item_passes_whole() -> None:
    from countersight.model.document import Document

    item = ReadItem(document=Document(id="0" * 64, size=2, media_type="text/plain"), data=b"\x00\xff", charset="gbk")
    assert Task.of(item).item() == item
