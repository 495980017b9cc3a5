"""The captured bytes in content-addressed files, laid out as ftm-lakehouse does: `ab/cd/ef/<sha256>/blob`.

Layout: https://openaleph.org/docs/lib/ftm-lakehouse/conventions/
"""

import hashlib
import os
import re
import secrets
from pathlib import Path, PurePosixPath

from countersight.errors import MissingBlob, StoreUnavailable
from countersight.values.digests import sha256_hex

ARCHIVE_NAME = "archive"
"""The folder's name within a project."""

READ_ONLY = 0o444
"""Mode of what was captured: the copy that is evidence is opened for reading alone, and worked on only as a copy."""

DIGEST = re.compile(r"[0-9a-f]{64}")


def blob_path(digest: str) -> PurePosixPath:
    """Return where the bytes of this SHA-256 lie within an archive."""
    return PurePosixPath(digest[0:2], digest[2:4], digest[4:6], digest, "blob")


class FolderArchive:
    """An archive in a folder of its own. Bytes get in whole or not at all, read-only, and are checked whenever read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep bytes; return their SHA-256. A damaged blob under the same hash is mended.

        Raises:
            StoreUnavailable: the folder cannot be written, or the disk is full.
        """
        digest = sha256_hex(data)
        path = self._path(digest)
        try:
            if not _is_whole(path, digest):
                path.parent.mkdir(parents=True, exist_ok=True)
                _write_whole(path, data)
        except OSError as error:
            raise StoreUnavailable(str(self._folder), error.strerror or str(error)) from error
        return digest

    def get(self, digest: str) -> bytes:
        """Return bytes, their hash checked.

        Raises:
            MissingBlob: there is nothing under this hash, or something else.
        """
        if digest not in self:
            raise MissingBlob(f"the archive has no blob {digest}")
        try:
            data = self._path(digest).read_bytes()
        except OSError as error:
            raise MissingBlob(f"the archive cannot read blob {digest}: {error.strerror}") from error
        if sha256_hex(data) != digest:
            raise MissingBlob(f"the archive has other bytes under {digest}")
        return data

    def __contains__(self, digest: object) -> bool:
        return isinstance(digest, str) and bool(DIGEST.fullmatch(digest)) and self._path(digest).is_file()

    def _path(self, digest: str) -> Path:
        return self._folder / blob_path(digest)


def _is_whole(path: Path, digest: str) -> bool:
    try:
        with path.open("rb") as blob:
            return hashlib.file_digest(blob, "sha256").hexdigest() == digest
    except FileNotFoundError:
        return False


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside the target, force to disk, then rename: a reader sees nothing or everything.

    A process killed in between leaves its own `.part` file, which nothing ever reads.
    """
    part = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), READ_ONLY)
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Force the rename itself to disk, so that a document's row never outlives its bytes after a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
