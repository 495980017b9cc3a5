import gc
import gzip
import io
import os
import random
import subprocess
import warnings
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import which

import brotli
import pytest
import zstandard
from tests.collect.archives.making import LIMITS, PAGE, gz, http, label, record, response, take, told
from tests.collect.conftest import Site
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from countersight.collect.archives.pieces import PIECE_BYTES
from countersight.collect.archives.warc import WarcContainer
from countersight.collect.base import TOOL, Collected, Skipped, utc_now
from countersight.collect.containers import find_container
from countersight.errors import UnreadableSource
from countersight.model.failure import Failure

WARC = WarcContainer()


def test_capture_tells_where_it_came_from() -> None:
    info = record("warcinfo", b"software: Made Crawler 1.2\r\nformat: x\r\n", content_type="application/warc-fields")
    (collected,) = take(WARC, gz(info, response(7, warc_target_uri="http://Site.example/7#part")))
    assert isinstance(collected, Collected)
    capture = collected.capture
    assert collected.data == PAGE
    assert (capture.address, capture.status, capture.headers) == (
        "http://site.example/7",
        200,
        (("content-type", "text/html"),),
    )
    assert capture.captured_at == datetime(2025, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert capture.tool == f"Made Crawler 1.2 via {TOOL}"
    assert (capture.container, capture.record) == ("file:///made.warc", "urn:uuid:00000000-0000-4000-8000-000000000007")


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2025-03-04T05:06:07.123456Z", datetime(2025, 3, 4, 5, 6, 7, 123456, tzinfo=UTC)),
        ("2025-03-04T05:06:07.123456789Z", datetime(2025, 3, 4, 5, 6, 7, 123456, tzinfo=UTC)),
        ("2025-03-04", datetime(2025, 3, 4, tzinfo=UTC)),
        ("2025-03", datetime(2025, 3, 1, tzinfo=UTC)),
        ("2025", datetime(2025, 1, 1, tzinfo=UTC)),
        ("2025-03-04T05:06:07+02:00", datetime(2025, 3, 4, 3, 6, 7, tzinfo=UTC)),
    ],
)
def test_dates_of_every_precision_are_read(written: str, moment: datetime) -> None:
    (collected,) = take(WARC, gz(response(1, warc_date=written)))
    assert isinstance(collected, Collected)
    assert collected.capture.captured_at == moment


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE), {"content_encoding": "gzip"}),
        (brotli.compress(PAGE), {"content_encoding": "br"}),
        (zstandard.compress(PAGE), {"content_encoding": "zstd"}),
        (
            b"5\r\n" + PAGE[:5] + b"\r\n%x\r\n" % len(PAGE[5:]) + PAGE[5:] + b"\r\n0\r\n\r\n",
            {"transfer_encoding": "chunked"},
        ),
        (PAGE, {"transfer_encoding": "chunked", "content_encoding": "gzip"}),
    ],
    ids=["gzip", "br", "zstd", "chunked", "both taken off before"],
)
def test_codings_are_undone(body: bytes, headers: dict[str, str]) -> None:
    (collected,) = take(WARC, gz(response(1, http(body, **headers))))
    assert isinstance(collected, Collected)
    assert collected.data == PAGE


def test_what_is_no_document_is_counted() -> None:
    kinds = [
        http(status="404 Not Found"),
        http(status="302 Found"),
        http(b"\x89PNG\r\n\x1a\n", content_type="image/png"),
        http(b"body {}", content_type="text/css"),
        http(b"let x", content_type="application/javascript; charset=utf-8"),
        http(b"PK\x03\x04", content_type="application/zip"),
        http(b""),
    ]
    found = take(WARC, gz(*(response(number, block) for number, block in enumerate(kinds))))
    assert all(isinstance(each, Skipped) for each in found)
    assert told(found) == [
        "answered 404",
        "answered 302",
        "picture",
        "style sheet",
        "script",
        "application/zip",
        "empty",
    ]


def test_everything_is_taken_where_no_kinds_are_named() -> None:
    data = gz(response(1, http(b"\x89PNG\r\n\x1a\nx", content_type="image/png")))
    (collected,) = take(WARC, data, replace(LIMITS, media_types=None))
    assert isinstance(collected, Collected)
    assert collected.document.media_type == "image/png"


def test_bad_record_about_the_file_is_a_failure() -> None:
    """Found by changing bytes at random."""
    found = take(WARC, gz(record("warcinfo", b"software: x", content_length="5000"), response(2)))
    assert isinstance(found[0], Failure)
    assert told(found)[1:] == ["http://site.example/2"]


def test_records_about_others_are_not_counted() -> None:
    others = [
        record(kind, b"x: y", warc_target_uri="http://site.example/")
        for kind in ("request", "metadata", "conversion", "new")
    ]
    assert take(WARC, gz(*others)) == []


def test_resource_is_taken_as_it_is() -> None:
    made = record("resource", b"plain words", warc_target_uri="http://site.example/a.txt", content_type="text/plain")
    note = record(
        "resource", b"{}", warc_target_uri="urn:pageinfo:http://site.example/", content_type="application/json"
    )
    found = take(WARC, gz(made, note))
    assert told(found) == ["http://site.example/a.txt", "not from the web"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"warc_payload_digest": label(b"other words")}, "does not have the digest"),
        ({"warc_block_digest": label(b"other bytes")}, "do not have the digest"),
        ({"warc_truncated": "length"}, "a part of it only (length)"),
        ({"warc_segment_number": "1"}, "one segment of several"),
        ({"warc_date": "yesterday"}, "its date is 'yesterday'"),
        ({"warc_date": ""}, "its date is ''"),
        ({"warc_date": "0001-01-01T00:00:00+14:00"}, "its date is '0001-01-01T00:00:00+14:00'"),
        ({"warc_target_uri": "http://site.example/" + "x" * 9_000}, "its address has no end"),
    ],
)
def test_unsound_record_is_a_failure(fields: dict[str, str], reason: str) -> None:
    found = take(WARC, gz(response(1, **fields), response(2)))
    assert isinstance(found[0], Failure)
    assert reason in found[0].detail
    assert found[0].item.startswith("file:///made.warc#urn:uuid:")
    assert told(found)[1] == "http://site.example/2"


@pytest.mark.parametrize("algorithm", ["md5", "sha1", "sha256", "sha512"])
def test_sound_digests_are_borne(algorithm: str) -> None:
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE), PAGE)
    block = http(body, transfer_encoding="chunked")
    for payload in (body, PAGE):
        digests = {"warc_payload_digest": label(payload, algorithm), "warc_block_digest": label(block, algorithm)}
        assert told(take(WARC, gz(response(1, block, **digests)))) == ["http://site.example/1"]


def test_body_that_is_not_as_it_says_is_a_failure() -> None:
    broken = http(gzip.compress(PAGE)[:-9], content_encoding="gzip")
    unknown = http(b"x", content_encoding="rot13")
    none = b"no response at all"
    found = take(WARC, gz(*(response(number, block) for number, block in enumerate((broken, unknown, none)))))
    assert all(isinstance(each, Failure) for each in found)


def test_large_records_are_refused() -> None:
    huge = response(1, http(b"x" * 600_000))
    bomb = response(2, http(gzip.compress(bytes(5_000_000)), content_encoding="gzip"))
    found = take(WARC, gz(huge, bomb, response(3)))
    assert [each.reason for each in found[:2] if isinstance(each, Failure)] == ["DocumentTooLarge"] * 2
    assert told(found)[2] == "http://site.example/3"


@pytest.mark.parametrize("pack", [gz, lambda *records: b"".join(records)], ids=["gzip", "plain"])
def test_torn_file_gives_what_is_whole(pack) -> None:
    torn = io.BytesIO(pack(response(1), response(2, http(b"x" * 5_000)))[:-30])
    members = WARC.members(torn, address="file:///made.warc", limits=LIMITS, clock=utc_now)
    assert told([next(members)]) == ["http://site.example/1"]
    with pytest.raises(UnreadableSource, match="cut off in the middle"):
        next(members)


@pytest.mark.parametrize(
    "reference",
    [
        {"warc_refers_to": "<urn:uuid:00000000-0000-4000-8000-000000000001>"},
        {"warc_refers_to_target_uri": "http://site.example/1", "warc_refers_to_date": "2025-03-04T05:06:07Z"},
        {"warc_payload_digest": label(PAGE)},
    ],
    ids=["by id", "by address and time", "by digest"],
)
def test_repeated_content_is_the_same_document(reference: dict[str, str]) -> None:
    first = response(1, warc_payload_digest=label(PAGE))
    again = record(
        "revisit",
        http(b"", x_again="yes"),
        warc_record_id="<urn:uuid:2>",
        warc_target_uri="http://other.example/",
        warc_date="2025-05-06T07:08:09Z",
        warc_profile="http://netpreserve.org/warc/1.1/revisit/identical-payload-digest",
        **reference,
    )
    for data in (gz(first, again), gz(again, first), first + again):
        one, other = (each for each in take(WARC, data) if isinstance(each, Collected))
        assert one.document == other.document
        assert other.capture.address == "http://other.example/"
        assert other.capture.captured_at == datetime(2025, 5, 6, 7, 8, 9, tzinfo=UTC)
        assert ("x-again", "yes") in other.capture.headers


class Counting(io.BytesIO):
    """A file that counts what is read of it."""

    taken = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self.taken += len(data)
        return data


@pytest.mark.parametrize(
    "pack", [gz, lambda *records: b"".join(map(zstandard.compress, records))], ids=["gzip", "zstd"]
)
def test_what_is_often_repeated_is_read_twice(pack) -> None:
    pages = [http(random.Random(seed).randbytes(2_000_000).hex().encode()) for seed in (1, 2)]
    originals = [response(number, page) for number, page in enumerate(pages)]
    repeats = [
        record("revisit", warc_target_uri=f"http://site.example/again/{number}",
               warc_refers_to=f"<urn:uuid:00000000-0000-4000-8000-{number % 2:012}>")
        for number in range(40)
    ]  # fmt: skip
    stream = Counting(pack(*originals, *repeats))
    limits = replace(LIMITS, max_document_bytes=5_000_000)
    found = list(WARC.members(stream, address="file:///made.warc.zst", limits=limits, clock=utc_now))
    assert told(found[2:]) == [f"http://site.example/again/{n}" for n in (*range(0, 40, 2), *range(1, 40, 2))]
    assert len({id(each.data) for each in found[2:] if isinstance(each, Collected)}) == 2
    assert stream.taken < 3 * len(stream.getvalue()) + 40 * 2 * PIECE_BYTES


def test_what_cannot_be_taken_fails_for_each_that_repeats_it() -> None:
    bad = response(1, warc_payload_digest=label(b"other"))
    refers = {"warc_refers_to": "<urn:uuid:00000000-0000-4000-8000-000000000001>"}
    again = [record("revisit", warc_target_uri=f"http://site.example/{number}", **refers) for number in (2, 3)]
    found = take(WARC, gz(bad, *again))
    assert ["not in this archive" in each.detail for each in found if isinstance(each, Failure)] == [False, True, True]


def test_repetition_of_what_is_elsewhere_is_a_failure() -> None:
    again = record("revisit", warc_target_uri="http://site.example/", warc_payload_digest=label(b"elsewhere"))
    (found,) = take(WARC, gz(again))
    assert isinstance(found, Failure)
    assert "not in this archive" in found.detail


def test_repetition_of_what_is_no_document_is_left() -> None:
    picture = response(
        1, http(b"\x89PNG\r\n\x1a\n", content_type="image/png"), warc_payload_digest=label(b"\x89PNG\r\n\x1a\n")
    )
    refers = {
        "warc_target_uri": "http://site.example/2",
        "warc_refers_to": "<urn:uuid:00000000-0000-4000-8000-000000000001>",
    }
    told_kind = record("revisit", http(b"", content_type="image/png"), warc_target_uri="http://site.example/3")
    assert told(take(WARC, gz(picture, record("revisit", **refers), told_kind))) == ["picture"] * 3


def test_name_and_password_are_not_kept() -> None:
    one, other = (
        response(n, warc_target_uri=f"{scheme}://name:word@site.example/") for n, scheme in ((1, "https"), (2, "ftp"))
    )
    bad = response(3, warc_target_uri="http://name:word@site.example/", warc_date="")
    assert not any("word" in str(each) for each in take(WARC, gz(one, other, bad)))


def test_not_modified_repeats_what_was_there() -> None:
    again = record("revisit", http(b"", status="304 Not Modified"), warc_target_uri="http://site.example/1",
                   warc_refers_to="<urn:uuid:00000000-0000-4000-8000-000000000001>")  # fmt: skip
    found = take(WARC, gz(response(1), again))
    assert [each.capture.status for each in found if isinstance(each, Collected)] == [200, 304]


def test_files_of_warcio_are_read() -> None:
    assert told(take(WARC, written_by_warcio())) == [f"http://site.example/{number}" for number in range(5)]


def written_by_warcio() -> bytes:
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="WARC/1.1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its temporary files to the collector of garbage
        for number in range(5):
            headers = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
            content, address = io.BytesIO(PAGE + b"%d" % number), f"http://site.example/{number}"
            writer.write_record(writer.create_warc_record(address, "response", payload=content, http_headers=headers))
        gc.collect()
    return out.getvalue()


@pytest.mark.skipif(which("wget") is None, reason="wget is not installed")
def test_files_of_wget_are_read(site: Site, tmp_path: Path) -> None:
    site.page("/one", PAGE, content_type="text/html")
    moved = site.page("/moved", status=302, location="/one")
    command = ["wget", "-q", "--no-proxy", f"--warc-file={tmp_path / 'made'}", "-O", os.devnull, moved]
    subprocess.run(command, check=True, timeout=60, capture_output=True)
    found = take(WARC, (tmp_path / "made.warc.gz").read_bytes())
    (collected,) = (each for each in found if isinstance(each, Collected))
    assert (collected.data, collected.capture.address) == (PAGE, site.url("/one"))
    assert collected.capture.tool.lower().startswith("wget")
    assert not any(isinstance(each, Failure) for each in found)


@pytest.mark.parametrize(
    ("head", "name", "is_one"),
    [
        (gz(response(1)), "file:///x", True),
        (response(1), "file:///x.bin", True),
        (zstandard.compress(response(1)), "file:///x.warc.zst", True),
        (zstandard.compress(b"other"), "file:///x.zst", False),
        (gzip.compress(b"other words", mtime=0), "file:///x.warc.gz", False),
        (b"\x1f\x8b\x08broken", "file:///x.warc.gz", False),
        (b"%PDF-1.7", "file:///x.warc", False),
    ],
)
def test_file_is_recognized_by_its_beginning(head: bytes, name: str, is_one: bool) -> None:
    assert isinstance(find_container(head[:4_096], name), WarcContainer) == is_one
