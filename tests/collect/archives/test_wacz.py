import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.collect.archives.making import PAGE, gz, label, record, response, save, take, told, wacz

from countersight.collect.archives.wacz import WaczContainer
from countersight.collect.base import Collected
from countersight.collect.containers import find_container
from countersight.errors import UnreadableSource
from countersight.model.failure import Failure

WACZ = WaczContainer()
NAME = "archive/data.warc.gz"


def test_records_of_every_file_are_taken() -> None:
    data = wacz({NAME: gz(response(1)), "archive/more.warc": response(2), "pages/pages.jsonl": b"{}\n"})
    found = take(WACZ, data)
    assert told(found) == ["http://site.example/1", "http://site.example/2"]
    assert isinstance(found[0], Collected)
    assert found[0].capture.container is not None
    assert found[0].capture.container.startswith(f"file:///made.warc#{NAME} sha256:")


def test_repetition_reaches_across_files() -> None:
    again = record("revisit", warc_target_uri="http://other.example/", warc_payload_digest=label(PAGE))
    data = wacz({"archive/a.warc.gz": gz(again), "archive/b.warc.gz": gz(response(1, warc_payload_digest=label(PAGE)))})
    assert told(take(WACZ, data)) == ["http://site.example/1", "http://other.example/"]


def test_manifest_of_1_2_is_read() -> None:
    data = wacz({NAME: gz(response(1))}, manifest={"profile": "wacz", "wacz_version": "1.2.0"})
    assert told(take(WACZ, data)) == ["http://site.example/1"]


def test_file_without_its_hash_is_not_taken() -> None:
    sound = wacz({NAME: gz(response(1)), "archive/more.warc": response(2)})
    found = take(WACZ, sound.replace(b"Words of a page", b"Wurds of a page"))
    assert told(found)[1:] == ["http://site.example/1"]
    assert isinstance(found[0], Failure)
    assert "does not have the hash" in found[0].detail


def test_file_that_the_manifest_does_not_name_is_not_taken() -> None:
    found = take(WACZ, wacz({NAME: gz(response(1))}, manifest={"resources": []}))
    assert isinstance(found[0], Failure)
    assert "does not give its hash" in found[0].detail


def test_compressed_archive_is_not_taken() -> None:
    whole = wacz({NAME: gz(response(1))})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    found = take(WACZ, out.getvalue())
    assert isinstance(found[0], Failure)
    assert "has to be stored" in found[0].detail


def test_one_torn_file_leaves_the_others() -> None:
    found = take(WACZ, wacz({"archive/a.warc.gz": gz(response(1), response(2))[:-30], "archive/b.warc": response(3)}))
    assert told(found)[0] == "http://site.example/1"
    assert told(found)[2] == "http://site.example/3"
    assert isinstance(found[1], Failure)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (wacz({NAME: b""}, digest="sha256:" + "0" * 64), "does not have the hash that datapackage-digest.json"),
        (wacz({NAME: b""}, manifest={"wacz_version": "2.0"}), "not that of a WACZ 1"),
        (wacz({NAME: b""}, manifest={"profile": "multi-wacz-package"}), "not that of a WACZ 1"),
        (b"PK\x03\x04 cut off", "its directory is missing"),
        (b"PK\x03&rcPK\x05\x06\x00\x00\x00\x00", "its directory is missing"),
        (wacz({"../evil.warc": b""}), "leads elsewhere"),
        (wacz({"/etc/evil.warc": b""}), "leads elsewhere"),
        (wacz({"archive\\..\\evil.warc": b""}), "leads elsewhere"),
    ],
    ids=["digest", "version", "multi", "torn", "torn within its end", "dots", "absolute", "backslash"],
)
def test_untrustworthy_file_is_refused_whole(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableSource, match=reason):
        take(WACZ, data)


def test_zip_without_a_manifest_is_no_wacz() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(NAME, response(1))
    with pytest.raises(UnreadableSource, match=r"no datapackage\.json"):
        take(WACZ, out.getvalue())


def test_two_files_under_one_name_are_refused() -> None:
    out = io.BytesIO(wacz({NAME: gz(response(1))}))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(NAME, gz(response(2)))
    with pytest.raises(UnreadableSource, match="two files under one name"):
        take(WACZ, out.getvalue())


def test_directory_of_a_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"archive/{number}.warc", b"")
    with pytest.raises(UnreadableSource, match="claims 20,001 files"):
        take(WACZ, out.getvalue())


def test_overlapping_files_are_refused() -> None:
    data = bytearray(wacz({NAME: b"x" * 5_000, "archive/b.warc": b"y" * 5_000}))
    place = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 1)
    data[place + 20 : place + 28] = (1 << 30).to_bytes(4, "little") * 2
    with pytest.raises(UnreadableSource, match="overlap"):
        take(WACZ, bytes(data))


def test_file_before_the_beginning_is_refused() -> None:
    """Found by changing bytes at random: a directory that says it is longer moves all that it speaks of."""
    data = bytearray(wacz({NAME: gz(response(1))}))
    place = data.rindex(b"PK\x05\x06") + 16
    data[place : place + 4] = (int.from_bytes(data[place : place + 4], "little") + 5_000).to_bytes(4, "little")
    with pytest.raises(UnreadableSource, match="not where the directory says"):
        take(WACZ, bytes(data))


def test_what_py_wacz_makes_is_read(tmp_path: Path) -> None:
    pytest.importorskip("wacz", reason="the standard's own tool is not installed")
    warc = save(
        tmp_path,
        "made.warc.gz",
        gz(record("warcinfo", b"software: x\r\n", content_type="application/warc-fields"), response(1)),
    )
    target = tmp_path / "made.wacz"
    subprocess.run(
        [sys.executable, "-m", "wacz", "create", "-o", target, warc], check=True, capture_output=True, timeout=100
    )
    assert told(take(WACZ, target.read_bytes())) == ["http://site.example/1"]


@pytest.mark.parametrize(
    ("head", "name", "is_one"),
    [
        (wacz({NAME: b""}), "https://site.example/x.WACZ?download=1", True),
        (wacz({NAME: b""}), "https://site.example/get?id=1", True),
        (wacz({"word/document.xml": b""}), "file:///x.docx", False),
        (b"%PDF-1.7", "file:///x.wacz", False),
    ],
)
def test_file_is_recognized_by_name_or_beginning(head: bytes, name: str, is_one: bool) -> None:
    assert isinstance(find_container(head[:4_096], name), WaczContainer) == is_one
