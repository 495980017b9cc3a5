import gzip
import io
import os
import signal
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.collect.conftest import Site, Talk
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from countersight.collect.archives.capturing import CaptureArchive
from countersight.collect.archives.checking import check_archives
from countersight.collect.archives.keeping import list_archives, list_kept, open_archive
from countersight.collect.base import CollectLimits
from countersight.collect.web import WebFetcher
from countersight.errors import EmptyDocument, SourceUnavailable, StoreUnavailable, UnreadableSource

Keep = Callable[..., list[str | None]]

ANSWER = b"HTTP/1.1 200 Fine\r\nX-Odd:   spaced  \r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
CHUNKS = b"4;note=1\r\n<p>w\r\n5\r\nords.\r\n0\r\nTrailer: x\r\n\r\n"


def only_archive(project: Path) -> Path:
    (path,) = list_archives(project)
    return path


def records(path: Path) -> list[tuple[ArcWarcRecord, bytes]]:
    """Read an archive's records with warcio, each with its whole block."""
    with open_archive(path) as (stream, _):
        return [
            (each, each.raw_stream.read()) for each in ArchiveIterator(io.BytesIO(stream.read()), no_record_parse=True)
        ]


def by_kind(path: Path) -> dict[str, tuple[ArcWarcRecord, bytes]]:
    return {record.rec_type: (record, block) for record, block in records(path)}


def answer(data: bytes) -> Talk:
    def talk(connection: socket.socket) -> None:
        heard = b""
        while b"\r\n\r\n" not in heard:
            heard += connection.recv(4_096)
        connection.sendall(data)

    return talk


def test_every_byte_is_kept_as_it_came(open_socket: Callable[[Talk], str], keep: Keep, tmp_path: Path) -> None:
    url = open_socket(answer(ANSWER + CHUNKS))
    (name,) = keep(url)
    kept = by_kind(only_archive(tmp_path))
    response, block = kept["response"]
    assert block == ANSWER + CHUNKS
    assert response.rec_headers["WARC-Record-ID"] == f"<{name}>"
    assert response.rec_headers["WARC-Target-URI"] == url
    assert response.rec_headers["WARC-IP-Address"] == "127.0.0.1"
    request, sent = kept["request"]
    assert sent.startswith(b"GET / HTTP/1.1\r\nHost: 127.0.0.1")
    assert request.rec_headers["WARC-Concurrent-To"] == f"<{name}>"


def test_capture_and_record_name_one_another(site: Site, tmp_path: Path, lab: CollectLimits) -> None:
    with CaptureArchive(tmp_path) as archive:
        collected = WebFetcher(lab, recorder=archive).fetch(site.page("/a", b"<p>words", content_type="text/html"))
    response, _ = by_kind(only_archive(tmp_path))["response"]
    _, told = by_kind(only_archive(tmp_path))["metadata"]
    assert collected.capture.record == response.rec_headers["WARC-Record-ID"].strip("<>")
    assert f"document: sha256:{collected.document.id}".encode() in told
    assert f"capture: {collected.capture.id}".encode() in told
    assert response.rec_headers["WARC-Payload-Digest"] == f"sha256:{collected.document.id}"
    moment = datetime.fromisoformat(response.rec_headers["WARC-Date"])
    assert moment == collected.capture.captured_at


def test_compressed_body_is_kept_compressed(site: Site, keep: Keep, tmp_path: Path) -> None:
    packed = gzip.compress(b"<p>words")
    keep(site.page("/a", packed, content_type="text/html", content_encoding="gzip"))
    assert by_kind(only_archive(tmp_path))["response"][1].endswith(b"\r\n\r\n" + packed)


def test_redirects_are_kept_with_their_bodies(site: Site, keep: Keep, tmp_path: Path) -> None:
    site.page("/end", b"<p>words", content_type="text/html")
    keep(site.page("/start", b"gone to /end", status=302, location="/end"))
    first, second = list_kept(tmp_path)
    assert (first.entry.status, second.entry.status) == (302, 200)
    assert first.entry.event == second.entry.record
    blocks = [block for record, block in records(only_archive(tmp_path)) if record.rec_type == "response"]
    assert blocks[0].endswith(b"\r\n\r\ngone to /end")


def test_refusals_are_kept_too(site: Site, tmp_path: Path, lab: CollectLimits) -> None:
    with CaptureArchive(tmp_path) as archive:
        fetcher = WebFetcher(lab, recorder=archive)
        with pytest.raises(UnreadableSource):
            fetcher.fetch(site.page("/gone", b"it was here", status=410))
        with pytest.raises(EmptyDocument):
            fetcher.fetch(site.page("/empty", b""))
    assert [kept.entry.status for kept in list_kept(tmp_path)] == [410, 200]
    assert {kept.entry.capture for kept in list_kept(tmp_path)} == {None}


def test_what_is_tried_again_leaves_nothing(site: Site, tmp_path: Path, lab: CollectLimits) -> None:
    with CaptureArchive(tmp_path) as archive:
        fetcher = WebFetcher(lab, recorder=archive, pause=lambda _: None)
        with pytest.raises(SourceUnavailable):
            fetcher.fetch(site.page("/busy", b"later", status=503))
    assert list_archives(tmp_path) == []


def test_interim_responses_are_left_out(open_socket: Callable[[Talk], str], keep: Keep, tmp_path: Path) -> None:
    body = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwords"
    keep(open_socket(answer(b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + body)))
    assert by_kind(only_archive(tmp_path))["response"][1] == body


def test_packed_archive_passes_the_validator(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    pytest.importorskip("wacz", reason="the standard's own validator is not installed")
    keep(*pages)
    found = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "wacz", "validate", "-f", only_archive(tmp_path)],
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert (found.returncode, "is valid" in found.stdout) == (0, True)


def test_index_leads_warcio_to_each_record(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    names = keep(*pages)
    with zipfile.ZipFile(only_archive(tmp_path)) as archive:
        lines = archive.read("indexes/index.cdxj").splitlines()
        assert lines == sorted(lines)
        (warc,) = (archive.read(name) for name in archive.namelist() if name.startswith("archive/"))
    for kept in list_kept(tmp_path):
        stream = io.BytesIO(warc[kept.entry.offset : kept.entry.offset + kept.entry.length])
        (record,) = ArchiveIterator(stream)
        assert record.rec_headers["WARC-Record-ID"] == f"<{kept.entry.record}>"
        assert record.rec_headers["WARC-Target-URI"] == kept.entry.url
    assert {kept.entry.record for kept in list_kept(tmp_path)} == set(names)


def test_nothing_fetched_leaves_no_file(tmp_path: Path) -> None:
    with CaptureArchive(tmp_path):
        pass
    assert list(tmp_path.iterdir()) == []


def test_another_day_begins_another_file(pages: list[str], tmp_path: Path, lab: CollectLimits) -> None:
    days = iter([datetime(2026, 1, 31, 23, 59, 59, tzinfo=UTC) + timedelta(seconds=number) for number in range(20)])
    with CaptureArchive(tmp_path) as archive:
        fetcher = WebFetcher(lab, recorder=archive, clock=lambda: next(days))
        for page in pages:
            fetcher.fetch(page)
    months = [path.parent.relative_to(tmp_path / "captures") for path in list_archives(tmp_path)]
    assert months == [Path("2026/01"), Path("2026/02")]


def test_full_file_begins_another(pages: list[str], tmp_path: Path, lab: CollectLimits) -> None:
    with CaptureArchive(tmp_path, largest_file=1) as archive:
        fetcher = WebFetcher(lab, recorder=archive)
        for page in pages:
            fetcher.fetch(page)
    assert len(list_archives(tmp_path)) == 2


def test_folder_that_cannot_be_written_is_told(pages: list[str], tmp_path: Path, lab: CollectLimits) -> None:
    (tmp_path / "captures").write_bytes(b"a file")
    archive = CaptureArchive(tmp_path)
    with pytest.raises(StoreUnavailable):
        WebFetcher(lab, recorder=archive).fetch(pages[0])


FETCH_ON = """
import sys
from pathlib import Path
from countersight.collect.archives.capturing import CaptureArchive
from countersight.collect.base import CollectLimits
from countersight.collect.web import WebFetcher

with CaptureArchive(Path(sys.argv[1])) as archive:
    fetcher = WebFetcher(CollectLimits(allowed_networks=("127.0.0.0/8",)), recorder=archive)
    while True:
        print(fetcher.fetch(sys.argv[2]).capture.record, flush=True)
"""


def test_killed_process_loses_no_record(site: Site, tmp_path: Path) -> None:
    url = site.page("/a", os.urandom(20_000).hex().encode(), content_type="text/html")
    process = subprocess.Popen([sys.executable, "-c", FETCH_ON, tmp_path, url], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process:
        told = [process.stdout.readline().strip() for _ in range(3)]
        with CaptureArchive(tmp_path):
            assert list((tmp_path / "captures" / "open").glob("*.warc.gz"))  # which another process writes
        process.send_signal(signal.SIGKILL)
        told += process.stdout.read().split()
    left = next((tmp_path / "captures" / "open").glob("*.warc.gz"))
    with left.open("r+b") as file:
        file.truncate(left.stat().st_size - 7)  # as if it had been killed within a record, whenever it really was
    assert list(check_archives(tmp_path)) == []
    with CaptureArchive(tmp_path):
        pass
    kept = {each.entry.record for each in list_kept(tmp_path)}
    assert set(told[:-1]) <= kept
    assert only_archive(tmp_path).suffix == ".wacz"
    assert list(check_archives(tmp_path)) == []


def test_damaged_file_is_kept_beside_what_is_whole(pages: list[str], tmp_path: Path, lab: CollectLimits) -> None:
    archive = CaptureArchive(tmp_path)
    for page in pages:
        WebFetcher(lab, recorder=archive).fetch(page)
    (left,) = (tmp_path / "captures" / "open").glob("*.warc.gz")
    raw = bytearray(left.read_bytes())
    raw[-60] ^= 0xFF
    with suppress(AttributeError):
        archive._file.close()  # as its death would
    left.write_bytes(raw)
    with CaptureArchive(tmp_path):
        pass
    assert len(list(list_kept(tmp_path))) == 2
    assert left.with_name(left.name + ".damaged").read_bytes() == raw
    assert any("could not be read to its end" in problem for problem in check_archives(tmp_path))


def test_threads_may_record_at_once(site: Site, tmp_path: Path, lab: CollectLimits) -> None:
    from concurrent.futures import ThreadPoolExecutor

    urls = [site.page(f"/{number}", b"<p>%d" % number, content_type="text/html") for number in range(12)]
    with CaptureArchive(tmp_path) as archive, ThreadPoolExecutor(4) as pool:
        names = list(pool.map(lambda url: WebFetcher(lab, recorder=archive).fetch(url).capture.record, urls))
    assert {kept.entry.record for kept in list_kept(tmp_path)} == set(names)
    assert list(check_archives(tmp_path)) == []


def test_secret_of_the_proxy_is_not_kept(site: Site, tmp_path: Path, lab: CollectLimits) -> None:
    from dataclasses import replace

    site.pages["http://site.example/"] = site.pages.setdefault(site.page("/x", b"words"), site.pages["/x"])
    proxied = replace(lab, proxy=f"http://name:secret@127.0.0.1:{site.port}")
    with CaptureArchive(tmp_path) as archive:
        WebFetcher(proxied, recorder=archive).fetch("http://site.example/")
    request, sent = by_kind(only_archive(tmp_path))["request"]
    assert sent.startswith(b"GET http://site.example/ HTTP/1.1\r\n")
    assert b"authorization" not in sent.lower()
    assert request.rec_headers["WARC-IP-Address"] is None


def test_words_under_tls_are_kept_in_the_clear(
    open_site: Callable[..., Site], server_context, trusting_context, tmp_path: Path, lab: CollectLimits
) -> None:
    site = open_site(context=server_context)
    site.page("/a", b"<p>words", content_type="text/html")
    with CaptureArchive(tmp_path) as archive:
        here = {"resolve": lambda host, port: ["127.0.0.1"], "ssl_context": trusting_context}
        WebFetcher(lab, recorder=archive, **here).fetch(f"https://site.example:{site.port}/a")
    response, block = by_kind(only_archive(tmp_path))["response"]
    assert block.endswith(b"\r\n\r\n<p>words")
    protocols = [value for name, value in response.rec_headers.headers if name == "WARC-Protocol"]
    assert protocols == ["http/1.1", "tls/1.3"]


def test_opened_late_is_packed_soon(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    started = time.time()
    keep(*pages)
    name = only_archive(tmp_path).name
    assert abs(datetime.strptime(name[:15], "%Y%m%d-%H%M%S").replace(tzinfo=UTC).timestamp() - started) < 60
