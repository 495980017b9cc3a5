"""Files that were sent: taken as what their names say that they are, or refused with the reason."""

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from countersight.collect import Collected, CollectLimits
from countersight.collect.uploads import ENDINGS, UPLOADED, Upload, collect_uploads
from countersight.model.failure import Failure
from countersight.read import READERS

NOW = datetime(2031, 5, 4, tzinfo=UTC)
MAIL = b"From: a@example.org\nDate: Mon, 5 May 2031 10:00:00 +0000\nMessage-ID: <1@example.org>\nSubject: x\n\nWords.\n"


def zipped(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "<w/>")
    return held.getvalue()


def collect(tmp_path: Path, name: str, data: bytes, **known: str) -> list[object]:
    path = tmp_path / "0"
    path.write_bytes(data)
    uploads = [Upload(path=path, name=name, **known)]
    return [
        taken
        for _, taken in collect_uploads(uploads, limits=CollectLimits(max_document_bytes=1_000), clock=lambda: NOW)
    ]


def test_file_is_taken_with_how_it_came(tmp_path: Path) -> None:
    (taken,) = collect(tmp_path, "Notes 2031.txt", b"Acme sold cameras.", publisher="The Made-up Times")
    assert isinstance(taken, Collected)
    assert (taken.document.media_type, taken.data) == ("text/plain", b"Acme sold cameras.")
    capture = taken.capture
    assert (capture.address, capture.tool, capture.captured_at) == ("upload:Notes 2031.txt", UPLOADED, NOW)
    assert (capture.publisher, capture.headers) == ("The Made-up Times", ())


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.pdf", b"%PDF-1.7\nx"),
        ("REPORT.PDF", b"%PDF-1.7\nx"),
        ("report.docx", zipped("word/document.xml")),
        ("scan.jpeg", b"\xff\xd8\xff\xe0x"),
        ("page.htm", b"<!doctype html><title>x</title>"),
        ("table.csv", b"a,b\n1,2\n"),
        ("letter.eml", MAIL),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_ending_and_bytes_agree(tmp_path: Path, name: str, data: bytes) -> None:
    assert all(isinstance(taken, Collected) for taken in collect(tmp_path, name, data))


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("report.pdf", b"MZ\x90\x00\x03\x00\x00\x00\x04", "MisnamedFile"),
        ("report.pdf", zipped("word/document.xml"), "MisnamedFile"),
        ("report.txt", b"%PDF-1.7\nx", "MisnamedFile"),
        ("picture.png", b"\xff\xd8\xff\xe0x", "MisnamedFile"),
        ("report.docx", zipped("xl/workbook.xml"), "MisnamedFile"),
        ("program.exe", b"Acme sold cameras.", "MisnamedFile"),
        ("archive.zip", zipped("a.txt"), "MisnamedFile"),
        ("crawl.warc", b"Acme sold cameras.", "MisnamedFile"),
        ("report.pdf", b"WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n", "MisnamedFile"),
        ("report", b"Acme sold cameras.", "MisnamedFile"),
        ("report.txt", b"", "EmptyDocument"),
        ("report.txt", b"x" * 1_001, "DocumentTooLarge"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_file_of_another_kind_is_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    (taken,) = collect(tmp_path, name, data)
    assert isinstance(taken, Failure)
    assert (taken.reason, taken.item) == (reason, f"upload:{name}")


def test_link_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("kept apart")
    (tmp_path / "link").symlink_to(tmp_path / "secret")
    uploads = [Upload(path=tmp_path / "link", name="a.txt")]
    assert [type(taken) for _, taken in collect_uploads(uploads, limits=CollectLimits())] == [Failure]


def test_every_kind_that_is_read_has_an_ending() -> None:
    """Whoever adds a reader is reminded of the form; two kinds come as others: records of packages, and Markdown."""
    taken = frozenset[str]().union(*ENDINGS.values())
    known = frozenset[str]().union(*(reader.media_types for reader in READERS))
    assert known - taken == {"application/x-ocds+json", "text/x-markdown", "application/xhtml+xml"}
