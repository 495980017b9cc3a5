"""Takes in the body of a response, decompressing it no further than the limit."""

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from itertools import chain

from countersight.errors import DocumentTooLarge, UnreadableSource

ACCEPT_ENCODING = "gzip, deflate"
"""What the standard library can decompress in pieces of bounded size; nothing else is asked for."""

_PIECE_BYTES = 1 << 16
_GZIP_BITS = zlib.MAX_WBITS | 16
_GZIP_START = b"\x1f"


class BrokenBody(Exception):
    """The body ended before it was whole, or is not compressed as it says."""


def read_body(chunks: Iterable[bytes], encoding: str, *, limit: int, address: str, cut: bool = False) -> bytes:
    """Join and decompress `chunks`, but stop as soon as there is more than `limit`.

    Args:
        encoding: the `content-encoding` header (RFC 9110, 8.4).
        limit: in bytes, of what came as well as of what it expands to.
        cut: whether a longer body is cut at the limit instead of refused.

    Raises:
        DocumentTooLarge: there are more than `limit` bytes.
        UnreadableSource: the encoding is one that was not asked for.
        BrokenBody: as it says.
    """
    received = _bounded(chunks, limit, address)
    body = BytesIO()
    try:
        for piece in _decoded(received, encoding.strip().lower(), address):
            body.write(piece)
            if body.tell() > limit:
                raise DocumentTooLarge(address, body.tell(), limit)
    except DocumentTooLarge:
        if not cut:
            raise
    return body.getvalue()[:limit]


def _bounded(chunks: Iterable[bytes], limit: int, address: str) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise DocumentTooLarge(address, size, limit)
        yield chunk


def _decoded(chunks: Iterator[bytes], encoding: str, address: str) -> Iterator[bytes]:
    if encoding in {"", "identity"}:
        return chunks
    if encoding in {"gzip", "x-gzip"}:
        return _inflate(chunks, _GZIP_BITS)
    if encoding == "deflate":
        return _inflate_deflate(chunks)
    raise UnreadableSource(address, f"it came encoded as {encoding}, which was not asked for")


def _inflate_deflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    # RFC 9110, 8.4.1.2: `deflate` means the zlib format, but some servers send it bare. A zlib header is two bytes that
    # are a multiple of 31, with 8 in the low half of the first (RFC 1950, 2.2).
    head = b""
    while len(head) < 2:
        chunk = next(chunks, None)
        if chunk is None:
            break
        head += chunk
    has_header = len(head) >= 2 and head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
    return _inflate(chain((head,), chunks), zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)


def _inflate(chunks: Iterable[bytes], window_bits: int) -> Iterator[bytes]:
    """Decompress; of gzip, every member (RFC 1952, 2.2). What follows the end is padding and is left."""
    stream, begun = zlib.decompressobj(window_bits), False
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                begun = True
                if stream.eof:
                    if window_bits != _GZIP_BITS or not rest.startswith(_GZIP_START):
                        return
                    stream = zlib.decompressobj(window_bits)
                yield from _pieces(stream, rest)
                rest = stream.unused_data
    except zlib.error as error:
        raise BrokenBody(f"not compressed as it says: {error}") from error
    if begun and not stream.eof:
        raise BrokenBody("the compressed body ended too soon")


def _pieces(stream: "zlib._Decompress", data: bytes) -> Iterator[bytes]:
    piece = stream.decompress(data, _PIECE_BYTES)
    while piece:
        yield piece
        if stream.eof:
            return
        piece = stream.decompress(stream.unconsumed_tail, _PIECE_BYTES)
