"""Lists what is in a ZIP archive by its central directory alone, whatever that directory pretends."""

import struct
import zlib
from collections.abc import Iterator
from typing import NamedTuple

_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_ENTRY_SIGNATURE = b"PK\x01\x02"
_LOCAL = struct.Struct("<26x2H")
"""Of the header before an entry's bytes: the lengths of its name and of what else stands between."""
_STORED, _DEFLATED = 0, 8

MAX_ENTRIES = 4096
"""A document has some dozens of parts. The standard library's zipfile has no such bound: it builds an object for each
entry, and a directory of a hundred megabytes holds two million."""


class ZipEntry(NamedTuple):
    """An entry as the central directory has it."""

    name: str
    method: int
    packed: int
    """Bytes that it takes in the archive."""
    offset: int
    """Where its own header begins, whatever stands before the archive."""


def list_zip_entries(data: bytes) -> Iterator[ZipEntry]:
    """Yield the first 4,096 entries; none if there is no readable central directory.

    Layout: APPNOTE.TXT - .ZIP File Format Specification, 4.3.7, 4.3.12 and 4.3.16. Nothing is decompressed.
    """
    end = data.rfind(_END_SIGNATURE, max(0, len(data) - _END.size - 0xFFFF))
    if end < 0 or end + _END.size > len(data):
        return
    size, directory = _END.unpack_from(data, end)[5:7]
    position = end - size
    before = position - directory
    for _ in range(MAX_ENTRIES if size <= end else 0):
        if position + _ENTRY.size > end or not data.startswith(_ENTRY_SIGNATURE, position):
            return
        fields = _ENTRY.unpack_from(data, position)
        name_length, extra_length, comment_length = fields[12:15]
        start = position + _ENTRY.size
        name = data[start : start + name_length].decode("utf-8", "replace")
        yield ZipEntry(name, method=fields[6], packed=fields[10], offset=fields[18] + before)
        position = start + name_length + extra_length + comment_length


def read_small_entry(data: bytes, entry: ZipEntry, *, most: int) -> bytes:
    """Return what a small entry holds; nothing if it takes or holds more than `most` bytes, or cannot be read."""
    if entry.packed > most or not 0 <= entry.offset <= len(data) - _LOCAL.size:
        return b""
    start = entry.offset + _LOCAL.size + sum(_LOCAL.unpack_from(data, entry.offset))
    packed = data[start : start + entry.packed]
    if entry.method == _STORED:
        return packed
    if entry.method != _DEFLATED:
        return b""
    try:
        inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        held = inflate.decompress(packed, most)
    except zlib.error:
        return b""
    return held if inflate.eof else b""
