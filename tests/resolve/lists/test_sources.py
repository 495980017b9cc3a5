"""Files that lists are imported from."""

import bz2
import gzip
import zipfile
from pathlib import Path

import pytest

from countersight.errors import UnreadableSource
from countersight.resolve.lists.sources import Source

TEXT = b"\xef\xbb\xbfid,name\n1,Orbex\n"


def write_plain(path: Path) -> None:
    path.write_bytes(TEXT)


def write_gzip(path: Path) -> None:
    path.write_bytes(gzip.compress(TEXT))


def write_bzip2(path: Path) -> None:
    path.write_bytes(bz2.compress(TEXT))


def write_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("list.csv", TEXT)


@pytest.mark.parametrize("write", [write_plain, write_gzip, write_bzip2, write_zip])
def test_packing_is_seen_by_content(tmp_path: Path, write) -> None:
    path = tmp_path / "list"
    write(path)
    with Source(path).open() as stream:
        assert stream.read() == TEXT
    assert Source(path).head_text == "id,name\n1,Orbex\n"


def test_archive_of_two_files_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "lists.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", TEXT)
        archive.writestr("two.csv", TEXT)
    with pytest.raises(UnreadableSource, match="2 files"):
        _ = Source(path).head


def test_broken_packing_is_told(tmp_path: Path) -> None:
    path = tmp_path / "list.gz"
    path.write_bytes(gzip.compress(TEXT * 100)[:-20])
    with pytest.raises(UnreadableSource), Source(path).open() as stream:
        stream.read()


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource, match="No such file"):
        _ = Source(tmp_path / "none").head


def test_file_beside_whatever_its_capitals(tmp_path: Path) -> None:
    (tmp_path / "sdn.csv").write_bytes(TEXT)
    (tmp_path / "ALT.CSV").write_bytes(TEXT)
    beside = Source(tmp_path / "sdn.csv").beside("alt.csv")
    assert beside is not None
    assert beside.path.name == "ALT.CSV"
    assert Source(tmp_path / "sdn.csv").beside("add.csv") is None
