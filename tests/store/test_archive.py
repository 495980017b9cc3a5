"""Bytes go in whole, come out checked, and nothing else is taken for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import MissingBlob, StoreUnavailable
from countersight.store.archive import FolderArchive
from countersight.values.digests import sha256_hex

DIGEST = sha256_hex(b"made up")


@pytest.fixture
def archive(tmp_path):
    return FolderArchive(tmp_path / "archive")


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_blob_lies_under_three_prefixes(archive, tmp_path):
    assert archive.put(b"made up") == DIGEST
    path = tmp_path / "archive" / DIGEST[:2] / DIGEST[2:4] / DIGEST[4:6] / DIGEST / "blob"
    assert files(tmp_path) == [path]
    assert path.read_bytes() == b"made up"


@given(data=st.binary(max_size=2_000))
def test_bytes_come_back(tmp_path_factory, data):
    archive = FolderArchive(tmp_path_factory.getbasetemp() / "archive")
    digest = archive.put(data)
    assert digest in archive
    assert archive.get(digest) == data


def test_second_put_changes_nothing(archive, tmp_path):
    archive.put(b"made up")
    (path,) = files(tmp_path)
    before = path.stat()
    assert archive.put(b"made up") == DIGEST
    assert path.stat() == before


def test_what_was_captured_is_read_only(archive, tmp_path):
    archive.put(b"made up")
    (path,) = files(tmp_path)
    assert path.stat().st_mode & 0o777 == 0o444
    path.unlink()
    archive.put(b"made up")
    assert path.stat().st_mode & 0o777 == 0o444


def test_missing_blob_is_named(archive):
    assert DIGEST not in archive
    with pytest.raises(MissingBlob, match=DIGEST):
        archive.get(DIGEST)


def test_changed_blob_is_refused_and_mended(archive, tmp_path):
    archive.put(b"made up")
    (path,) = files(tmp_path)
    path.chmod(0o644)
    path.write_bytes(b"made ud")
    with pytest.raises(MissingBlob, match="other bytes"):
        archive.get(DIGEST)
    archive.put(b"made up")
    assert archive.get(DIGEST) == b"made up"


def test_half_written_file_is_never_read(archive, tmp_path):
    """What a process leaves that was killed between opening its file and renaming it."""
    archive.put(b"made up")
    (path,) = files(tmp_path)
    path.rename(path.with_name(".0123456789abcdef.part"))
    assert DIGEST not in archive
    archive.put(b"made up")
    assert archive.get(DIGEST) == b"made up"


@pytest.mark.parametrize(
    "name", ["", "..", "../../../etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n", "/" * 64, b"a" * 64, None, 7]
)
def test_only_a_digest_is_looked_for(archive, name):
    assert name not in archive


def test_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "archive").write_text("a file stands where the folder should be")
    archive = FolderArchive(tmp_path / "archive")
    assert DIGEST not in archive
    with pytest.raises(StoreUnavailable, match="archive"):
        archive.put(b"made up")
