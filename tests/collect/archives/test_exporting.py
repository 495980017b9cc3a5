import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.collect.archives.making import take, told
from tests.collect.conftest import Site

from countersight.collect.archives.exporting import export_captures
from countersight.collect.archives.keeping import list_archives, list_kept, open_archive
from countersight.collect.archives.wacz import WaczContainer

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
