"""Lists the names in a ZIP archive from its central directory alone, whatever that directory pretends."""

import struct

_END = struct.Struct("<4s4H2LH")
_END_SIGNATURE = b"PK\x05\x06"
_ENTRY = struct.Struct("<4s4B4HL2L5H2L")
_ENTRY_SIGNATURE = b"PK\x01\x02"

MAX_ENTRIES = 4096
"""A document has some dozens of parts. The standard library's zipfile has no such bound: it builds an object for each
entry, and a directory of a hundred megabytes holds two million."""


def list_zip_names(data: bytes) -> frozenset[str]:
    """Return the names of the first 4,096 entries; none if there is no readable central directory.

    Layout: APPNOTE.TXT - .ZIP File Format Specification, 4.3.12 and 4.3.16. Nothing is decompressed.
    """
    end = data.rfind(_END_SIGNATURE, max(0, len(data) - _END.size - 0xFFFF))
    if end < 0 or end + _END.size > len(data):
        return frozenset()
    size = _END.unpack_from(data, end)[5]
    return _names_from(data, end - size, end) if size <= end else frozenset()


def _names_from(data: bytes, position: int, end: int) -> frozenset[str]:
    names: set[str] = set()
    for _ in range(MAX_ENTRIES):
        if position + _ENTRY.size > end or not data.startswith(_ENTRY_SIGNATURE, position):
            break
        name_length, extra_length, comment_length = _ENTRY.unpack_from(data, position)[12:15]
        start = position + _ENTRY.size
        names.add(data[start : start + name_length].decode("utf-8", "replace"))
        position = start + name_length + extra_length + comment_length
    return frozenset(names)
