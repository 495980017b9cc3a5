"""Messages with attachments, and mailboxes."""

import io
import mailbox
import re
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect import Collected, CollectLimits, Skipped, collect_documents
from countersight.collect.mailbox import Mailbox
from countersight.model.failure import Failure

LIMITS = CollectLimits(max_document_bytes=100_000)


def noon() -> datetime:
    return datetime(2020, 1, 1, 12, tzinfo=UTC)


def make_message(words: str = "Words.\n", *, number: int = 1, subject: str = "Cameras") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ann Example <ann@bolt.example>"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@bolt.example>"
    message.set_content(words)
    return message


def collect(path: Path) -> list[Collected | Failure | Skipped]:
    return list(collect_documents([str(path)], limits=LIMITS, clock=noon))


def places(results: list[Collected | Failure | Skipped]) -> list[str]:
    return [one.capture.address.partition("#")[2] for one in results if isinstance(one, Collected)]


def test_message_comes_with_its_attachments(tmp_path: Path) -> None:
    message = make_message()
    message.add_attachment(b"a,b\n1,2\n", maintype="application", subtype="octet-stream", filename="табло.csv")
    message.add_attachment(b"%PDF-1.4 1 0 obj", maintype="application", subtype="pdf", filename="contract.pdf")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    mail, table, contract = collect(tmp_path / "a.eml")
    assert places([mail, table, contract]) == [
        "",
        "attachment=%D1%82%D0%B0%D0%B1%D0%BB%D0%BE.csv",
        "attachment=contract.pdf",
    ]
    assert [one.document.media_type for one in (mail, table, contract)] == [
        "message/rfc822",
        "text/csv",
        "application/pdf",
    ]
    assert mail.data == bytes(message)
    assert contract.data == b"%PDF-1.4 1 0 obj"
    assert contract.capture.container == (tmp_path / "a.eml").as_uri()


def test_attachments_of_one_name_are_told_apart(tmp_path: Path) -> None:
    message = make_message()
    for data in (b"one", b"two"):
        message.add_attachment(data.decode(), filename="notes.txt")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    assert places(collect(tmp_path / "a.eml"))[1:] == ["attachment=notes.txt&part=2", "attachment=notes.txt&part=3"]


def test_forwarded_message_gives_its_attachments_too(tmp_path: Path) -> None:
    inner = make_message("Inner.\n", number=2)
    inner.add_attachment("Notes.", filename="notes.txt")
    message = make_message()
    message.add_attachment(inner)
    (tmp_path / "a.eml").write_bytes(bytes(message))
    results = collect(tmp_path / "a.eml")
    assert places(results) == ["", "attachment=2", "attachment=2&attachment=notes.txt"]
    assert results[1].document.media_type == "message/rfc822"


def test_pictures_in_a_body_are_counted(tmp_path: Path) -> None:
    message = make_message()
    message.add_alternative("<img src='cid:x'>", subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG", maintype="image", subtype="png", cid="<x>")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    assert [one.reason for one in collect(tmp_path / "a.eml") if isinstance(one, Skipped)] == ["shown within a mail"]


def test_empty_attachment_is_a_failure(tmp_path: Path) -> None:
    message = make_message()
    message.add_attachment(b"", maintype="application", subtype="pdf", filename="x.pdf")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    failure = collect(tmp_path / "a.eml")[1]
    assert isinstance(failure, Failure)
    assert failure.item.endswith("#attachment=x.pdf")


def test_mail_without_its_suffix_is_known(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(bytes(make_message()))
    [mail] = collect(tmp_path / "a")
    assert mail.document.media_type == "message/rfc822"


def test_what_the_library_keeps_is_taken_out(tmp_path: Path) -> None:
    box = mailbox.mbox(tmp_path / "in.mbox")
    messages = [make_message(f"Words {number}.\nFrom here on.\n", number=number) for number in range(3)]
    for message in messages:
        box.add(message)
    box.close()
    results = collect(tmp_path / "in.mbox")
    assert places(results) == ["0@bolt.example", "1@bolt.example", "2@bolt.example"]
    assert [one.data for one in results] == [bytes(message) for message in messages]


LINE = b"From ann@bolt.example Thu Jan  1 00:00:01 2015\n"


def members(data: bytes, most: int = 100_000) -> Iterator[Collected | Failure | Skipped]:
    limits = CollectLimits(max_document_bytes=most)
    return Mailbox().members(io.BytesIO(data), address="file:///m", limits=limits, clock=noon)


@pytest.mark.parametrize(
    ("kept", "sent"),
    [
        (b">From here", b"From here"),
        (b">>From here", b">From here"),
        (b"> From here", b"> From here"),
        (b"From here on, at 10:30", b"From here on, at 10:30"),
    ],
)
def test_quoted_lines_are_as_they_were_sent(kept: bytes, sent: bytes) -> None:
    [one] = members(LINE + b"Subject: x\n\n" + kept + b"\n\n")
    assert one.data == b"Subject: x\n\n" + sent + b"\n"


def test_line_amid_words_begins_no_message() -> None:
    [one] = members(LINE + b"Subject: x\n\nHe wrote:\n" + LINE + b"end\n")
    assert one.data.endswith(LINE + b"end\n")


def test_message_without_id_is_named_by_number() -> None:
    results = list(members((LINE + b"Subject: x\n\nWords.\n\n") * 2))
    assert [one.capture.address for one in results] == ["file:///m#1", "file:///m#2"]


def test_large_message_is_a_failure_and_the_next_comes() -> None:
    large = LINE + b"Subject: x\n\n" + b"word\n" * 1_000 + b"\n"
    failure, one = members(large + LINE + b"Subject: y\n\nWords.\n", most=2_000)
    assert isinstance(failure, Failure)
    assert failure.reason == "DocumentTooLarge"
    assert one.data.startswith(b"Subject: y")


class Endless(io.RawIOBase):
    """A mailbox of so many bytes, made as it is read."""

    def __init__(self, messages: int) -> None:
        self._left = messages
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        if not self._rest and self._left:
            self._left -= 1
            self._rest = LINE + b"Subject: x\n\n" + b"Some words of it.\n" * 500 + b"\n"
        size = min(len(buffer), len(self._rest))
        buffer[:size], self._rest = self._rest[:size], self._rest[size:]
        return size


def peak_of(messages: int) -> int:
    tracemalloc.start()
    stream = io.BufferedReader(Endless(messages))
    for _ in Mailbox().members(stream, address="file:///m", limits=LIMITS, clock=noon):
        pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_tenfold_mailbox_takes_no_more_memory() -> None:
    peak_of(1)  # what is made once, as compiled patterns
    assert peak_of(200) < peak_of(20) + 50_000


WORDS = st.sampled_from(["From here", ">From there", "words", "", "> said", LINE.decode().strip(), "LONG"])


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=5), max_size=5))
def test_mailbox_gives_back_what_was_put_in(bodies: list[list[str]]) -> None:
    sent = ["\n".join(["Subject: x", "", *lines, ""]).encode().replace(b"LONG", b"x" * 70_000) for lines in bodies]
    kept = [re.sub(rb"(?m)^(>*From )", rb">\1", data) for data in sent]  # as mboxrd is written
    assert [one.data for one in members(b"".join(LINE + data + b"\n" for data in kept), most=10**7)] == sent
