"""Undoes the compression of WARC files member by member, in pieces of bounded size."""

import zlib
from typing import BinaryIO, Protocol

from countersight.collect.archives.flaws import BrokenArchive, TornArchive

PIECE_BYTES = 1 << 16
"""The largest piece of decompressed bytes, and how much is read from the file at once."""
FREE_EXPANSION_BYTES = 1 << 30
MOST_EXPANSION = 100
"""What a file may expand to: the free amount, and so many times what was read of it. Archives of pages have a fifth to
a tenth of their size when compressed; a bomb of gzip has a thousandth (RFC 1951), one of zstd less."""

GZIP_MAGIC = b"\x1f\x8b"
_GZIP_BITS = zlib.MAX_WBITS | 16


class Pieces(Protocol):
    """A WARC file without its compression. A member is what was compressed by itself: one record, as a rule."""

    parts_records: bool
    """Whether each member holds whole records, so that a bad one leaves the next unharmed."""
    joins_members: bool
    """Whether a record may go on in the next member."""

    @property
    def offset(self) -> int:
        """Where in the file the next byte to be looked at lies."""
        ...

    def next_member(self) -> int | None:
        """Go on to the next member and return where it begins, or nothing if the file has ended.

        Raises:
            BrokenArchive: there is something else.
        """
        ...

    def go_to(self, offset: int) -> None:
        """Take the member that begins at `offset` for the next; what it expands to is measured anew."""
        ...

    def piece(self) -> bytes:
        """Return the next bytes of the member; none at its end.

        Raises:
            BrokenArchive: it is damaged, cut off, or expands beyond measure.
        """
        ...


class Expansion:
    """Keeps count of what a file expands to."""

    def __init__(self) -> None:
        self._expanded = 0

    def add(self, size: int, offset: int) -> None:
        """Count `size` bytes more, with `offset` bytes of the file read.

        Raises:
            BrokenArchive: it is beyond measure.
        """
        self._expanded += size
        if self._expanded > FREE_EXPANSION_BYTES + MOST_EXPANSION * offset:
            raise BrokenArchive(offset, f"it expands beyond measure: {self._expanded:,} bytes so far")


class PlainPieces:
    """A file that is not compressed: one member."""

    parts_records = False
    joins_members = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._read_to = stream.tell()
        self._begun = False

    @property
    def offset(self) -> int:
        """Where the next byte lies."""
        return self._read_to

    def next_member(self) -> int | None:
        """Return the beginning of the file, once."""
        if self._begun:
            return None
        self._begun = True
        return self.offset

    def go_to(self, offset: int) -> None:
        """Take the file to begin at `offset`."""
        self._stream.seek(offset)
        self._read_to, self._begun = offset, False

    def piece(self) -> bytes:
        """Return the next bytes of the file."""
        if not self._begun:
            return b""
        piece = self._stream.read(PIECE_BYTES)
        self._read_to += len(piece)
        return piece


class GzipPieces:
    """A file of gzip members (RFC 1952, 2.2)."""

    parts_records = True
    joins_members = False

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._read_to = stream.tell()
        self._held = b""
        self._inflate: zlib._Decompress | None = None
        self._expansion = Expansion()

    @property
    def offset(self) -> int:
        """Where the next byte to be decompressed lies."""
        return self._read_to - len(self._held)

    def next_member(self) -> int | None:
        """Return where the next member begins; what is left of the present one is passed over."""
        while len(self._held) < len(GZIP_MAGIC) and self._fill():
            pass
        if not self._held:
            return None
        if not self._held.startswith(GZIP_MAGIC):
            raise BrokenArchive(self.offset, "there is no compressed record where one should be")
        self._inflate = zlib.decompressobj(_GZIP_BITS)
        return self.offset

    def go_to(self, offset: int) -> None:
        """Take the member that begins at `offset` for the next; what it expands to is measured anew."""
        self._stream.seek(offset)
        self._read_to, self._held, self._inflate = offset, b"", None
        self._expansion = Expansion()

    def piece(self) -> bytes:
        """Return the next bytes of the member."""
        inflate = self._inflate
        while inflate is not None and not inflate.eof:
            try:
                piece = inflate.decompress(self._held, PIECE_BYTES)
            except zlib.error as error:
                raise BrokenArchive(self.offset, f"it is damaged: {error}") from error
            exhausted = not self._held
            self._held = inflate.unused_data if inflate.eof else inflate.unconsumed_tail
            if piece:
                self._expansion.add(len(piece), self._read_to)
                return piece
            if exhausted and not inflate.eof and not self._fill():
                raise TornArchive(self.offset)
        return b""

    def _fill(self) -> bool:
        more = self._stream.read(PIECE_BYTES)
        self._read_to += len(more)
        self._held += more
        return bool(more)


def open_pieces(stream: BinaryIO) -> Pieces:
    """Recognize how a WARC file is compressed, from where `stream` stands on.

    Raises:
        BrokenArchive: by none of the ways there are.
    """
    start = stream.tell()
    head = stream.read(4)
    stream.seek(start)
    if head.startswith(GZIP_MAGIC):
        return GzipPieces(stream)
    if head == b"WARC":
        return PlainPieces(stream)
    from countersight.collect.archives.zstd_pieces import ZstdPieces, is_zstd

    if is_zstd(head):
        return ZstdPieces(stream)
    raise BrokenArchive(start, "it is no WARC file")
