import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from countersight.collect.base import CollectLimits
from countersight.collect.files import FileItem, StdinItem, read_list
from countersight.errors import DocumentTooLarge, EmptyDocument, SourceUnavailable, UnreadableSource

LIMITS = CollectLimits(max_document_bytes=1_000)


def file_item(path: Path, *, limits: CollectLimits = LIMITS) -> FileItem:
    return FileItem(
        path=str(path), address=path.as_uri(), limits=limits, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC)
    )


@pytest.mark.parametrize("size", [1, 999, 1_000])
def test_bytes_are_kept_as_they_are(tmp_path: Path, size: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(os.urandom(size))
    assert file_item(path).collect().data == path.read_bytes()


def test_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 1_001)
    with pytest.raises(DocumentTooLarge) as caught:
        file_item(path).collect()
    assert (caught.value.size, caught.value.limit) == (1_001, 1_000)


def test_empty_file_is_no_document(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(EmptyDocument):
        file_item(tmp_path / "a").collect()


def test_device_is_not_opened() -> None:
    with pytest.raises(UnreadableSource, match="a device"):
        file_item(Path("/dev/zero")).collect()


def test_growing_file_is_tried_again_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "log"
    path.write_bytes(b"one line\n")
    read = os.read

    def read_while_growing(descriptor: int, size: int) -> bytes:
        data = read(descriptor, size)
        if data == b"one line\n":
            with path.open("ab") as log:
                log.write(b"another\n")
        return data

    monkeypatch.setattr(os, "read", read_while_growing)
    with pytest.raises(SourceUnavailable, match="changed while"):
        file_item(path).collect()


def test_link_put_in_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("/etc/passwd")
    with pytest.raises(UnreadableSource, match="a link"):
        file_item(tmp_path / "a").collect()


def test_impossible_time_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("words")
    os.utime(path, (0, 10**11))
    if path.stat().st_mtime < 10**11:
        pytest.skip("this file system holds no such time")
    assert file_item(path).collect().capture.headers in {(), (("last-modified", "Wed, 16 Nov 5138 09:46:40 GMT"),)}


def test_closed_stream_is_unreadable() -> None:
    stream = io.BytesIO(b"words")
    stream.close()
    with pytest.raises(UnreadableSource):
        StdinItem(stream=stream, limits=LIMITS, clock=lambda: datetime(2026, 1, 2, tzinfo=UTC)).collect()


def test_list_keeps_odd_names(tmp_path: Path) -> None:
    (tmp_path / "list").write_bytes(b"caf\xe9.txt\nhttps://host.example/a#b\n#comment\r\n\r\na\xe2\x80\xa8b\n")
    assert read_list(str(tmp_path / "list")) == [os.fsdecode(b"caf\xe9.txt"), "https://host.example/a#b", "a\u2028b"]


@pytest.mark.parametrize("name", ["missing", ".", "a\0b"])
def test_missing_list_is_unreadable(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnreadableSource):
        read_list(f"{tmp_path}/{name}")


def test_endless_list_is_cut() -> None:
    with pytest.raises(DocumentTooLarge):
        read_list("/dev/zero")
