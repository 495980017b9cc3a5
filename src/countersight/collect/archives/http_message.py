"""Takes apart the HTTP messages that records hold: head, transfer coding, content coding."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from countersight.collect.archives.flaws import BadRecord
from countersight.collect.body import BrokenBody, read_body

LONGEST_HEAD_BYTES = 1 << 18
_PIECE_BYTES = 1 << 16
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})(?: |$)")
_CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_LONGEST_CHUNK_LINE = 4_096
_ZSTD_WINDOW = 1 << 23
"""Bytes; more is not to be used on the web (RFC 9659)."""
_ZSTD_BITE = 256
"""Bytes given to the decompressor at once: four may stand for 128 KiB, so these for 8 MiB at most."""


@dataclass(frozen=True, slots=True)
class Head:
    """The status line and headers of a response."""

    status: int
    headers: tuple[tuple[str, str], ...]

    def get(self, name: str) -> str:
        """Return the first header with this name, in lower case; empty if there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")


def split_response(pieces: Iterator[bytes]) -> tuple[Head, Iterator[bytes]]:
    """Read the head of a response; return it with the body as it came. Interim responses (1xx) are passed over.

    Raises:
        BadRecord: there is no head, or one longer than any.
    """
    raw, rest = split_head(pieces)
    while (match := _STATUS.match(raw)) and match[1].startswith(b"1"):
        raw, rest = split_head(rest)
    if match is None:
        raise BadRecord("it holds no HTTP response")
    return Head(int(match[1]), tuple(_headers(raw))), rest


def split_head(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Read up to the first empty line; return what stands before it and what comes after.

    Raises:
        BadRecord: there is none within bounds.
    """
    held = b""
    for piece in pieces:
        held += piece
        if end := _HEAD_END.search(held):
            return held[: end.start()], _chain(held[end.end() :], pieces)
        if len(held) > LONGEST_HEAD_BYTES:
            raise BadRecord(f"its HTTP head has more than {LONGEST_HEAD_BYTES:,} bytes")
    raise BadRecord("its HTTP head has no end")


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


def _headers(raw: bytes) -> Iterator[tuple[str, str]]:
    for line in re.split(rb"\r?\n", raw)[1:]:
        name, colon, value = line.partition(b":")
        # Lines that go on, and the zero byte, are long forbidden (RFC 9112, 5.2; RFC 9110, 5.5).
        if colon and not line.startswith((b" ", b"\t")) and b"\x00" not in line:
            yield name.strip().decode("latin-1"), value.strip().decode("latin-1")


def undo_chunks(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Take off the chunked transfer coding (RFC 9112, 7.1).

    Archives often keep the header when they have taken the coding off: what does not begin with a chunk's size is
    yielded as it is.

    Raises:
        BrokenBody: it breaks off, or a chunk is not as it says.
    """
    held, at, begun = b"", 0, False
    while True:
        held, at, match = _next_size(held, at, pieces)
        if match is None:
            if begun:
                raise BrokenBody("a chunk is not as it says, or the body broke off")
            yield from _chain(held[at:], pieces)
            return
        begun, left, at = True, int(match[1], 16), match.end()
        if left == 0:
            return
        while left:
            if at == len(held):
                held, at = next(pieces, b""), 0
                if not held:
                    raise BrokenBody("the body broke off in a chunk")
            piece = held[at : at + left]
            yield piece
            left, at = left - len(piece), at + len(piece)
        while len(held) - at < 2 and (more := next(pieces, b"")):
            held, at = held[at:] + more, 0
        at += 2 if held.startswith(b"\r\n", at) else 1 if held.startswith(b"\n", at) else 0


def _next_size(held: bytes, at: int, pieces: Iterator[bytes]) -> tuple[bytes, int, re.Match[bytes] | None]:
    """Return the line of the next chunk's size, and the bytes in which it stands, from `at` on.

    What was read is not cut off before each chunk: those of a byte each would have all the rest copied for each.
    """
    while (match := _CHUNK_SIZE.match(held, at)) is None:
        is_line = held.find(b"\n", at, at + _LONGEST_CHUNK_LINE) >= 0
        if is_line or len(held) - at > _LONGEST_CHUNK_LINE or not (more := next(pieces, b"")):
            break
        held, at = held[at:] + more, 0
    return held, at, match


def decode_body(pieces: Iterator[bytes], encoding: str, *, limit: int, address: str) -> bytes:
    """Undo the content coding (RFC 9110, 8.4), up to `limit` bytes.

    Raises:
        DocumentTooLarge: there are more.
        BadRecord: the coding is not known, or nothing that undoes it is installed.
        BrokenBody: it is not coded as it says.
    """
    first = next(pieces, b"")
    whole, coding = _chain(first, pieces), encoding.strip().lower()
    if coding in {"gzip", "x-gzip"} and not first.startswith(b"\x1f"):
        coding = ""  # the archive has taken it off, and left the header
    if coding == "br":
        whole, coding = _undo_brotli(whole), ""
    elif coding == "zstd":
        whole, coding = _undo_zstd(whole), ""
    elif coding not in {"", "identity", "gzip", "x-gzip", "deflate"}:
        raise BadRecord(f"it is encoded as {coding[:40]}, which is not known here")
    return read_body(whole, coding, limit=limit, address=address)


def _undo_brotli(pieces: Iterable[bytes]) -> Iterator[bytes]:
    brotli: Any = import_module("brotli") if find_spec("brotli") is not None else None
    if brotli is None or not hasattr(brotli.Decompressor, "can_accept_more_data"):
        raise BadRecord("it is encoded as br, which needs the package brotli, version 1.2 or newer")
    stream = brotli.Decompressor()
    try:
        for piece in pieces:
            part = stream.process(piece, output_buffer_limit=_PIECE_BYTES)
            while part or not stream.can_accept_more_data():
                yield part
                part = stream.process(b"", output_buffer_limit=_PIECE_BYTES)
    except brotli.error as error:
        raise BrokenBody(f"not compressed as it says: {error}") from error
    if not stream.is_finished():
        raise BrokenBody("the compressed body ended too soon")


def _undo_zstd(pieces: Iterable[bytes]) -> Iterator[bytes]:
    import zstandard

    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    stream, begun = decompressor.decompressobj(), False
    try:
        for piece in pieces:
            for at in range(0, len(piece), _ZSTD_BITE):
                bite = piece[at : at + _ZSTD_BITE]
                while bite:
                    if stream.eof:
                        stream = decompressor.decompressobj()
                    begun = True
                    yield stream.decompress(bite)
                    bite = stream.unused_data if stream.eof else b""
    except zstandard.ZstdError as error:
        raise BrokenBody(f"not compressed as it says: {error}") from error
    if begun and not stream.eof:
        raise BrokenBody("the compressed body ended too soon")
