"""Takes in the body of a response, decompressing it no further than the limit."""

import zlib
from collections.abc import Iterable, Iterator

from countersight.errors import DocumentTooLarge, UnreadableSource

ACCEPT_ENCODING = "gzip, deflate"
"""What can be decompressed within bounds with the standard library; others are not asked for."""

_CHUNK_BYTES = 1 << 16


class BrokenBody(Exception):
    """The body ended before it was whole, or is not compressed as it says."""


def read_body(chunks: Iterable[bytes], encoding: str, *, limit: int, address: str) -> bytes:
    """Join and decompress `chunks`, but stop as soon as there is more than `limit`.

    Args:
        encoding: the `content-encoding` header (RFC 9110, 8.4).

    Raises:
        DocumentTooLarge: there are more than `limit` bytes, after decompression.
        UnreadableSource: the encoding is one that was not asked for.
        BrokenBody: as it says.
    """
    parts: list[bytes] = []
    size = 0
    for part in _decoded(chunks, encoding.strip().lower(), address):
        parts.append(part)
        size += len(part)
        if size > limit:
            raise DocumentTooLarge(address, size, limit)
    return b"".join(parts)


def _decoded(chunks: Iterable[bytes], encoding: str, address: str) -> Iterable[bytes]:
    if encoding in {"", "identity"}:
        return chunks
    if encoding in {"gzip", "x-gzip"}:
        return _inflate(chunks, (zlib.MAX_WBITS | 16,))
    if encoding == "deflate":
        # RFC 9110, 8.4.1.2: meant is the zlib format, but some servers send bare deflate data.
        return _inflate(chunks, (zlib.MAX_WBITS, -zlib.MAX_WBITS))
    raise UnreadableSource(address, f"it came encoded as {encoding}, which was not asked for")


def _inflate(chunks: Iterable[bytes], window_bits: tuple[int, ...]) -> Iterator[bytes]:
    """Decompress in pieces of bounded size, however far the data expands."""
    inflater = _Inflater(window_bits)
    for chunk in chunks:
        yield from inflater.feed(chunk)
    inflater.finish()


class _Inflater:
    def __init__(self, window_bits: tuple[int, ...]) -> None:
        self._window_bits = window_bits
        self._stream = zlib.decompressobj(window_bits[0])
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:  # a further member (RFC 1952, 2.2), or padding
                if not data.strip(b"\0"):
                    return
                self._stream = zlib.decompressobj(self._window_bits[0])
            part = self._decompress(data)
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if part:
                yield part
            elif not self._stream.eof:
                return

    def _decompress(self, data: bytes) -> bytes:
        try:
            part = self._stream.decompress(data, _CHUNK_BYTES)
        except zlib.error as error:
            if self._started or len(self._window_bits) == 1:
                raise BrokenBody(f"not compressed as it says: {error}") from error
            self._window_bits = self._window_bits[1:]
            self._stream = zlib.decompressobj(self._window_bits[0])
            return self._decompress(data)
        self._started = True
        return part

    def finish(self) -> None:
        if self._started and not self._stream.eof:
            raise BrokenBody("the compressed body ended too soon")
