"""Opens a ZIP file that may be an attack: what its directory claims is checked before anything is made of it.

Layout: APPNOTE.TXT - .ZIP File Format Specification, 4.3.
"""

import lzma
import os
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from countersight.collect.archives.window import Window
from countersight.errors import UnreadableSource

MOST_ENTRIES = 20_000
LARGEST_DIRECTORY = 16 << 20
"""Bytes. The standard library reads the whole directory into memory, and makes an object of each entry."""

DAMAGE = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    OverflowError,
    ValueError,
    lzma.LZMAError,
    zlib.error,
)
"""What the standard library raises on ZIP files that are not as they say, when they are opened or read."""

_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCAL = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1
_LINK = 0o120000


def open_zip(stream: BinaryIO, *, address: str) -> zipfile.ZipFile:
    """Open a ZIP file whose directory is within bounds and whose entries are plain files under plain names.

    Raises:
        UnreadableSource: it is no ZIP file, or one that cannot be trusted.
    """
    entries, size = _directory_size(stream, address)
    if entries > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise UnreadableSource(address, f"its directory claims {entries:,} files in {size:,} bytes")
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE as error:
        raise UnreadableSource(address, f"no readable ZIP file: {error}") from error
    _check(archive.infolist(), _length(stream), address)
    return archive


def open_stored(stream: BinaryIO, entry: zipfile.ZipInfo, *, address: str) -> BinaryIO:
    """Open an entry that is stored as it is, so that it can be read from any place on.

    Raises:
        UnreadableSource: it is compressed, or not where the directory says.
    """
    if entry.compress_type != zipfile.ZIP_STORED or entry.compress_size != entry.file_size:
        raise UnreadableSource(address, f"{entry.filename} is compressed in the ZIP, where it has to be stored")
    stream.seek(entry.header_offset)
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise UnreadableSource(address, f"{entry.filename} is not where the directory says")
    fields = _LOCAL.unpack(header)
    start = entry.header_offset + _LOCAL.size + fields[9] + fields[10]
    return Window(stream, start, entry.file_size)  # type: ignore[return-value]  # what is asked of it, it does


def _directory_size(stream: BinaryIO, address: str) -> tuple[int, int]:
    """Return how many entries the directory claims, and its bytes."""
    length = _length(stream)
    tail_start = max(0, length - _END.size - 0xFFFF)
    stream.seek(tail_start)
    tail = stream.read(_END.size + 0xFFFF)
    end = tail.rfind(b"PK\x05\x06", 0, max(0, len(tail) - _END.size + 4))  # nothing before a tail that is too short
    if end < 0:
        raise UnreadableSource(address, "it is no ZIP file, or cut off: its directory is missing")
    _, _, _, _, entries, size, _, _ = _END.unpack_from(tail, end)
    locator = end - _END64_LOCATOR.size
    if locator >= 0 and tail.startswith(b"PK\x06\x07", locator):
        stream.seek(min(_END64_LOCATOR.unpack_from(tail, locator)[2], length))
        record = stream.read(_END64.size)
        if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
            raise UnreadableSource(address, "its ZIP64 directory is not where it says")
        entries, size = _END64.unpack(record)[7:9]
    return entries, size


def _length(stream: BinaryIO) -> int:
    return stream.seek(0, os.SEEK_END)


def _check(entries: list[zipfile.ZipInfo], length: int, address: str) -> None:
    if len(entries) > MOST_ENTRIES:
        raise UnreadableSource(address, f"it holds {len(entries):,} files")
    if sum(entry.compress_size for entry in entries) > length:
        raise UnreadableSource(address, "its files overlap one another, as those of a bomb")
    seen: set[str] = set()
    for entry in entries:
        if not 0 <= entry.header_offset <= length - entry.compress_size:
            raise UnreadableSource(address, f"{entry.filename!r} is not where the directory says")
        path = PurePosixPath(entry.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in entry.orig_filename or "\x00" in entry.orig_filename:
            raise UnreadableSource(address, f"it holds a file under a name that leads elsewhere: {entry.filename!r}")
        if entry.filename in seen:
            raise UnreadableSource(address, f"it holds two files under one name: {entry.filename!r}")
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableSource(address, f"{entry.filename} is encrypted")
        if entry.external_attr >> 16 & 0o170000 == _LINK:
            raise UnreadableSource(address, f"{entry.filename} is a link")
        seen.add(entry.filename)
