import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from countersight.collect.archives.checking import check_archives
from countersight.collect.archives.keeping import list_archives

Keep = Callable[..., list[str | None]]


def rewrite(path: Path, change: Callable[[str, bytes], bytes | None]) -> None:
    """Write an archive again with its files changed, or left out."""
    with zipfile.ZipFile(path) as archive:
        files = {name: change(name, archive.read(name)) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            if data is not None:
                archive.writestr(name, data)


def test_sound_archives_have_no_breaks(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    keep(*pages)
    assert list(check_archives(tmp_path)) == []


def test_any_changed_byte_is_found(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    keep(*pages)
    (path,) = list_archives(tmp_path)
    sound = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        warc = archive.infolist()[0]
        start, end = warc.header_offset + 100, warc.header_offset + warc.file_size
    for place in range(start, end, 37):
        broken = bytearray(sound)
        broken[place] ^= 1
        path.write_bytes(broken)
        assert list(check_archives(tmp_path)), place


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("indexes/index.cdxj", "is missing"),
        ("datapackage.json", "there is no datapackage.json"),
        ("pages/pages.jsonl", "is missing"),
    ],
)
def test_missing_file_is_named(pages: list[str], keep: Keep, tmp_path: Path, name: str, problem: str) -> None:
    keep(*pages)
    (path,) = list_archives(tmp_path)
    rewrite(path, lambda there, data: None if there == name else data)
    assert any(problem in each for each in check_archives(tmp_path))


def test_changed_manifest_is_found(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    keep(*pages)
    (path,) = list_archives(tmp_path)
    rewrite(path, lambda name, data: data.replace(b"Countersight", b"Somebody") if name == "datapackage.json" else data)
    assert ["does not have the hash" in each for each in check_archives(tmp_path)] == [True]


def test_file_that_is_no_archive_is_named(pages: list[str], keep: Keep, tmp_path: Path) -> None:
    keep(*pages)
    (path,) = list_archives(tmp_path)
    path.write_bytes(b"words")
    assert list(check_archives(tmp_path)) == [
        f"{path.relative_to(tmp_path)}: it is no ZIP file, or cut off: its directory is missing"
    ]
