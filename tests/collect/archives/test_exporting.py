import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from tests.collect.archives.making import PAGE, take, told
from tests.collect.conftest import Site
from warcio.archiveiterator import ArchiveIterator

from countersight.collect.archives.exporting import export_captures
from countersight.collect.archives.keeping import list_archives, list_kept, open_archive
from countersight.collect.archives.wacz import WaczContainer
from countersight.collect.base import CollectLimits, utc_now
from countersight.custody.bundle import export_evidence
from countersight.pipeline import add_documents
from countersight.store import open_store

Keep = Callable[..., list[str | None]]


def block(path: Path, record: str) -> bytes:
    """Return the bytes of a record as they lie in an archive."""
    with open_archive(path) as (warc, entries):
        entry = next(entry for entry in entries if entry.record == record)
        warc.seek(entry.offset)
        return warc.read(entry.length)


def test_record_is_copied_byte_for_byte(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    one, two = keep(*pages)
    assert one
    assert two
    target = tmp_path / "chosen.wacz"
    assert len(export_captures(tmp_path, [two], target)) == 1
    assert block(target, two) == block(list_archives(tmp_path)[0], two)
    assert told(take(WaczContainer(), target.read_bytes())) == [pages[1]]


def test_captures_of_several_archives_are_joined(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    names = [keep(page)[0] for page in pages]
    captures = {kept.entry.capture for kept in list_kept(tmp_path)}
    found = export_captures(tmp_path, [name for name in names if name], tmp_path / "chosen.wacz")
    assert found == captures
    assert sorted(told(take(WaczContainer(), (tmp_path / "chosen.wacz").read_bytes()))) == sorted(pages)


def test_capture_comes_with_its_redirects(site: Site, keep: Keep, tmp_path: Path) -> None:
    site.page("/end", b"<p>words", content_type="text/html")
    (name,) = keep(site.page("/start", status=301, location="/end"))
    assert name
    export_captures(tmp_path, [name], tmp_path / "chosen.wacz")
    with open_archive(tmp_path / "chosen.wacz") as (_, entries):
        assert sorted(entry.status for entry in entries) == [200, 301]


def test_what_is_not_there_writes_nothing(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    keep(*pages)
    assert export_captures(tmp_path, ["cap-nothing"], tmp_path / "chosen.wacz") == frozenset()
    assert not (tmp_path / "chosen.wacz").exists()


def test_open_archive_is_read_too(pages: list[str], fetch: Callable[[str], str | None], tmp_path: Path) -> None:
    name = fetch(pages[0])
    assert name
    assert len(export_captures(tmp_path, [name], tmp_path / "chosen.wacz")) == 1


def test_chosen_captures_pass_the_validator(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    pytest.importorskip("wacz", reason="the standard's own validator is not installed")
    (name,) = keep(pages[0])
    assert name
    export_captures(tmp_path, [name], tmp_path / "Chosen by us.wacz")
    command = [sys.executable, "-W", "ignore", "-m", "wacz", "validate", "-f", tmp_path / "Chosen by us.wacz"]
    assert subprocess.run(command, capture_output=True, timeout=100, check=False).returncode == 0


@pytest.fixture
def bundle(site: Site, lab: CollectLimits, tmp_path: Path) -> Path:
    """The evidence that is handed out of a page that was fetched over a redirect, beside another page and a file."""
    site.page("/end", PAGE, content_type="text/html")
    site.page("/other", b"<p>words of another page", content_type="text/html")
    (tmp_path / "notes.txt").write_text("words of a file")
    sources = [site.page("/start", status=301, location="/end"), site.url("/other"), str(tmp_path / "notes.txt")]
    with closing(open_store(tmp_path)) as store:
        add_documents(store, sources, lab, observe=lambda *_: None)
        web_captures = partial(export_captures, tmp_path)
        return export_evidence(
            store, sha256(PAGE).hexdigest(), tmp_path / "out", by="Ana", now=utc_now(), web_captures=web_captures
        ).folder


def test_evidence_holds_the_exchange_with_the_server(bundle: Path) -> None:
    folder = bundle / "documents" / sha256(PAGE).hexdigest()
    (capture,) = [json.loads(path.read_text()) for path in (folder / "captures").glob("*.json")]
    with zipfile.ZipFile(folder / "captures.wacz") as packed:
        (name,) = [name for name in packed.namelist() if name.endswith(".warc.gz")]
        manifest = json.loads(packed.read("datapackage.json"))
        warc = packed.read(name)
    assert {each["path"]: each["hash"] for each in manifest["resources"]}[name] == f"sha256:{sha256(warc).hexdigest()}"
    responses = {}
    for record in ArchiveIterator(io.BytesIO(warc)):
        if record.rec_type == "response":
            payload = record.content_stream().read()
            responses[record.rec_headers["WARC-Record-ID"].strip("<>")] = (
                record.http_headers.get_statuscode(),
                payload,
            )
    assert responses.pop(capture["record"]) == ("200", PAGE)
    assert [status for status, _ in responses.values()] == ["301"]


def test_evidence_with_an_exchange_passes_every_check(bundle: Path) -> None:
    for command in (["sha256sum", "-c", "--strict", "SHA256SUMS"], [sys.executable, "-I", "-S", "check.py"]):
        done = subprocess.run(command, cwd=bundle, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
    pytest.importorskip("wacz", reason="the standard's own validator is not installed")
    (target,) = bundle.rglob("captures.wacz")
    command = [sys.executable, "-W", "ignore", "-m", "wacz", "validate", "-f", str(target)]
    assert subprocess.run(command, capture_output=True, timeout=100, check=False).returncode == 0


def test_changed_exchange_fails_the_check(bundle: Path) -> None:
    (target,) = bundle.rglob("captures.wacz")
    data = target.read_bytes()
    target.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    command = [sys.executable, "-I", "-S", "check.py"]
    done = subprocess.run(command, cwd=bundle, capture_output=True, text=True, timeout=60, check=False)
    assert "captures.wacz is not the file" in done.stderr


def test_evidence_of_a_file_has_no_exchange(tmp_path: Path, bundle: Path) -> None:
    document = sha256(b"words of a file").hexdigest()
    with closing(open_store(tmp_path)) as store:
        web_captures = partial(export_captures, tmp_path)
        made = export_evidence(store, document, tmp_path / "o", by="Ana", now=utc_now(), web_captures=web_captures)
    assert not list(made.folder.rglob("captures.wacz"))
