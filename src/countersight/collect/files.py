"""Reads files, standard input and lists of sources, never more of them than asked for."""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import formatdate
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from countersight.collect.address import STDIN_ADDRESS, file_address, storable
from countersight.collect.base import Circumstances, Clock, Collected, CollectLimits, make_collected
from countersight.collect.containers import HEAD_BYTES
from countersight.errors import DocumentTooLarge, SourceUnavailable, UnreadableSource

_CHUNK_BYTES = 1 << 20

LONGEST_LIST_BYTES = 64 << 20

_OTHER_KINDS = {
    stat.S_IFDIR: "a folder, not a file",
    stat.S_IFLNK: "a link, not a file",
    stat.S_IFIFO: "a pipe, not a file",
    stat.S_IFSOCK: "a socket, not a file",
    stat.S_IFCHR: "a device, not a file",
    stat.S_IFBLK: "a device, not a file",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileItem:
    """A regular file."""

    path: str
    """With links resolved: a link put in its place meanwhile is not followed."""
    address: str
    limits: CollectLimits
    clock: Clock

    def collect(self) -> Collected:
        """Read the file.

        Raises:
            UnreadableSource: it vanished, may not be read, or is no regular file.
            SourceUnavailable: it changed while it was read.
            DocumentTooLarge, EmptyDocument: as they say.
        """
        try:
            data, modified = self._read()
        except OSError as error:
            raise UnreadableSource(self.address, error.strerror or "cannot be read") from error
        headers = _modification_header(modified)
        circumstances = Circumstances(address=self.address, captured_at=self.clock(), headers=headers)
        return make_collected(data, circumstances, name=self.address)

    def head(self) -> bytes:
        """Read the file's beginning.

        Raises:
            UnreadableSource: as `collect`.
        """
        with self.opened() as stream:
            return stream.read(HEAD_BYTES)

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """Open the file to read it piece by piece, whatever its size.

        Raises:
            UnreadableSource: as `collect`; also where reading fails within the block.
        """
        try:
            with os.fdopen(self._open(), "rb") as stream:
                yield stream
        except OSError as error:
            raise UnreadableSource(self.address, error.strerror or "cannot be read") from error

    def circumstances(self, stream: BinaryIO) -> Circumstances:
        """Say of the opened file how it came to be fetched."""
        headers = _modification_header(os.fstat(stream.fileno()).st_mtime)
        return Circumstances(address=self.address, captured_at=self.clock(), headers=headers)

    def _open(self) -> int:
        # Looked at before opening, for opening alone can wake what writes to a pipe or move a device; and again after,
        # for it may have been replaced in between. Without O_NONBLOCK, opening a pipe without a writer waits for ever.
        self._check(os.lstat(self.path))
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            self._check(os.fstat(descriptor))
        except UnreadableSource:
            os.close(descriptor)
            raise
        return descriptor

    def _read(self) -> tuple[bytes, float]:
        descriptor = self._open()
        try:
            before = os.fstat(descriptor)
            limit = self.limits.max_document_bytes
            if before.st_size > limit:
                raise DocumentTooLarge(self.address, before.st_size, limit)
            data = _read_up_to(lambda size: os.read(descriptor, size), before.st_size, limit, self.address)
            after = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or len(data) != after.st_size:
            raise SourceUnavailable(self.address, "it changed while it was read")
        return data, before.st_mtime

    def _check(self, status: os.stat_result) -> None:
        kind = what_else(status.st_mode)
        if kind is not None:
            raise UnreadableSource(self.address, kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class StdinItem:
    """Whatever is piped in, as one document."""

    stream: BinaryIO | None
    """None for the process's own."""
    limits: CollectLimits
    clock: Clock
    address: str = STDIN_ADDRESS

    def collect(self) -> Collected:
        """Read the stream to its end.

        Raises:
            UnreadableSource: reading failed.
            DocumentTooLarge, EmptyDocument: as they say.
        """
        try:
            stream = sys.stdin.buffer if self.stream is None else self.stream
            data = _read_up_to(stream.read, _CHUNK_BYTES, self.limits.max_document_bytes, self.address)
        except (OSError, ValueError) as error:  # ValueError: the stream is closed
            raise UnreadableSource(self.address, str(error)) from error
        return make_collected(data, Circumstances(address=self.address, captured_at=self.clock()))


def read_list(path: str) -> list[str]:
    """Read a list of sources, one a line; blank lines and lines that begin with `#` are left out.

    Relative paths in it are meant from the current folder, as in what `find` writes.

    Raises:
        UnreadableSource: there is no such list.
        DocumentTooLarge: it is longer than any list.
    """
    try:
        address = file_address(path)
        with Path(path).open("rb") as stream:
            listed = _read_up_to(stream.read, _CHUNK_BYTES, LONGEST_LIST_BYTES, address)
    except ValueError as error:
        raise UnreadableSource(storable(path), "no possible path") from error
    except OSError as error:
        raise UnreadableSource(address, f"no list of sources: {error.strerror}") from error
    sources = (os.fsdecode(line.strip()) for line in listed.removeprefix(b"\xef\xbb\xbf").split(b"\n"))
    return [source for source in sources if source and not source.startswith("#")]


def what_else(mode: int) -> str | None:
    """Say in words what a thing with this `st_mode` is; nothing of a regular file."""
    return None if stat.S_ISREG(mode) else _OTHER_KINDS.get(stat.S_IFMT(mode), "no regular file")


def _read_up_to(read: Callable[[int], bytes], expected: int, limit: int, address: str) -> bytes:
    """Read to the end, but stop one byte past `limit`.

    Raises:
        DocumentTooLarge: there is more than `limit`.
    """
    data = BytesIO()
    while (size := data.tell()) <= limit:
        chunk = read(min(max(expected - size + 1, _CHUNK_BYTES), limit - size + 1))
        if not chunk:
            return data.getvalue()
        data.write(chunk)
    raise DocumentTooLarge(address, size, limit)


def _modification_header(modified: float) -> tuple[tuple[str, str], ...]:
    try:
        return (("last-modified", formatdate(modified, usegmt=True)),)
    except (ValueError, OverflowError, OSError):  # a file system may hold any number; not every one is a date
        return ()
