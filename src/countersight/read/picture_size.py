"""Tells the size of a picture from its first bytes: PNG, JPEG, WebP."""

import re
import struct

_PNG = re.compile(rb"\x89PNG\r\n\x1a\n.{4}IHDR(.{8})", re.DOTALL)
"""ISO/IEC 15948, 11.2.1."""
_WEBP = re.compile(rb"RIFF.{4}WEBPVP8(?:X.{8}(.{6})| .{7}\x9d\x01\x2a(.{4})|L.{4}\x2f(.{4}))", re.DOTALL)
"""RFC 9649, 2.5 to 2.7; the frame's own header is in RFC 6386, 9.1."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers that begin a frame (ITU-T T.81, B.1.1.3)."""
_MOST_SEGMENTS = 1_000


def picture_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels; nothing of other formats, or where the header is damaged."""
    if found := _PNG.match(data):
        width, height = struct.unpack(">II", found[1])
        return width, height
    if found := _WEBP.match(data):
        return _webp_size(found)
    return _jpeg_size(data) if data.startswith(b"\xff\xd8") else None


def _webp_size(found: re.Match[bytes]) -> tuple[int, int]:
    if found[1]:
        return 1 + int.from_bytes(found[1][:3], "little"), 1 + int.from_bytes(found[1][3:], "little")
    if found[2]:
        width, height = struct.unpack("<HH", found[2])
        return width & 0x3FFF, height & 0x3FFF
    bits = int.from_bytes(found[3], "little")
    return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    place = 2
    for _ in range(_MOST_SEGMENTS):
        if place + 9 > len(data) or data[place] != 0xFF:
            return None
        if data[place + 1] == 0xFF:  # filling
            place += 1
            continue
        if data[place + 1] in _FRAMES:
            height, width = struct.unpack_from(">HH", data, place + 5)
            return width, height
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return None
