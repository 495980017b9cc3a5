"""Undoes zstd as WARC files use it: a frame for each record, perhaps with one dictionary for all.

Format: https://iipc.github.io/warc-specifications/specifications/warc-zstd/ and RFC 8878.
"""

from typing import BinaryIO, cast

import zstandard

from countersight.collect.archives.flaws import BrokenArchive, TornArchive
from countersight.collect.archives.pieces import PIECE_BYTES, Expansion

FRAME_MAGIC = b"\x28\xb5\x2f\xfd"
DICTIONARY_MAGIC = 0x184D2A5D
"""Of the skippable frame that holds a dictionary, at the very beginning."""
LARGEST_WINDOW = LARGEST_DICTIONARY = 1 << 23
"""Bytes; the specification asks no more of a reader (Window and dictionary limits)."""

_SKIPPABLE = range(0x184D2A50, 0x184D2A60)
_RLE, _RESERVED = 1, 3
"""Types of blocks (RFC 8878, 3.1.1.2.2)."""


def is_zstd(head: bytes) -> bool:
    """Whether a file that begins with these four bytes is zstd's: a frame, or a dictionary for those to come."""
    return head == FRAME_MAGIC or int.from_bytes(head, "little") == DICTIONARY_MAGIC


class ZstdPieces:
    """A file of zstd frames."""

    parts_records = True
    joins_members = True

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._start = stream.tell()
        self._expansion = Expansion()
        self._dictionary: zstandard.ZstdCompressionDict | None = None
        self._frame: zstandard.ZstdDecompressionReader | None = None
        self._source: _Frame | None = None

    @property
    def offset(self) -> int:
        """Where the next byte to be looked at lies."""
        return self._stream.tell()

    def next_member(self) -> int | None:
        """Return where the next frame begins; what is left of the present one is passed over."""
        if self._source is not None:
            self._source.pass_over()
            self._source = None
        while True:
            start = self._stream.tell()
            magic = self._stream.read(4)
            if not magic:
                return None
            if magic == FRAME_MAGIC:
                self._stream.seek(start)
                self._open_frame()
                return start
            number = int.from_bytes(magic, "little")
            if len(magic) < 4 or number not in _SKIPPABLE:
                raise BrokenArchive(start, "there is no compressed record where one should be")
            self._pass_skippable(start, is_dictionary=number == DICTIONARY_MAGIC and start == self._start)

    def piece(self) -> bytes:
        """Return the next bytes of the frame."""
        if self._frame is None:
            return b""
        try:
            piece = self._frame.read(PIECE_BYTES)
        except zstandard.ZstdError as error:
            raise BrokenArchive(self.offset, f"it is damaged: {error}") from error
        self._expansion.add(len(piece), self.offset)
        return piece

    def go_to(self, offset: int) -> None:
        """Take the frame that begins at `offset` for the next, with the dictionary at the beginning of the file."""
        self._source, self._expansion = None, Expansion()
        if self._dictionary is None:
            self._stream.seek(self._start)
            if int.from_bytes(self._stream.read(4), "little") == DICTIONARY_MAGIC:
                self._pass_skippable(self._start, is_dictionary=True)
        self._stream.seek(offset)

    def _open_frame(self) -> None:
        self._source = _Frame(self._stream)
        decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary, max_window_size=LARGEST_WINDOW)
        self._frame = decompressor.stream_reader(
            cast("BinaryIO", self._source), read_size=PIECE_BYTES, read_across_frames=False
        )

    def _pass_skippable(self, start: int, *, is_dictionary: bool) -> None:
        size = int.from_bytes(_exactly(self._stream, 4), "little")
        if not is_dictionary:
            _seek_within(self._stream, size)
            return
        if size > LARGEST_DICTIONARY:
            raise BrokenArchive(start, f"its dictionary has {size:,} bytes")
        data = _exactly(self._stream, size)
        if data.startswith(FRAME_MAGIC):
            data = _decompress_dictionary(data, start)
        self._dictionary = zstandard.ZstdCompressionDict(data)


class _Frame:
    """The bytes of one frame, for a decompressor that would read on into the next."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._left = 0
        """Bytes of the block, or of the end, that are still to be given."""
        self._state = "header"
        self._has_checksum = False

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes; none at the end of the frame.

        Raises:
            TornArchive: the file ends before.
        """
        if self._left == 0 and self._state != "done":
            return self._next_header()
        data = self._stream.read(min(size, self._left))
        if self._left and not data:
            raise TornArchive(self._stream.tell())
        self._left -= len(data)
        return data

    def pass_over(self) -> None:
        """Go to the end of the frame without decompressing it."""
        while self.read(PIECE_BYTES):
            pass

    def _next_header(self) -> bytes:
        """Give the frame's header or that of a block, and note how much follows (RFC 8878, 3.1.1)."""
        if self._state == "header":
            self._state = "blocks"
            head = _exactly(self._stream, 5)
            rest = _exactly(self._stream, _rest_of_header(head[4]))
            self._has_checksum = bool(head[4] & 4)
            return head + rest
        if self._state == "checksum":
            self._state = "done"
            return _exactly(self._stream, 4)
        header = _exactly(self._stream, 3)
        number = int.from_bytes(header, "little")
        kind, size = number >> 1 & 3, number >> 3
        if kind == _RESERVED:
            raise BrokenArchive(self._stream.tell(), "it is damaged: a block of no kind")
        self._left = 1 if kind == _RLE else size
        if number & 1:
            self._state = "checksum" if self._has_checksum else "done"
        return header


def _rest_of_header(descriptor: int) -> int:
    """Return the bytes of a frame's header after its descriptor (RFC 8878, 3.1.1.1)."""
    is_single = descriptor >> 5 & 1
    content_size = (1 if is_single else 0, 2, 4, 8)[descriptor >> 6]
    return (0 if is_single else 1) + (0, 1, 2, 4)[descriptor & 3] + content_size


def _decompress_dictionary(data: bytes, start: int) -> bytes:
    if not 0 <= zstandard.frame_content_size(data) <= LARGEST_DICTIONARY:
        raise BrokenArchive(start, "its dictionary does not say how large it is, or is too large")
    try:
        return zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).decompress(data)
    except zstandard.ZstdError as error:
        raise BrokenArchive(start, f"its dictionary is damaged: {error}") from error


def _exactly(stream: BinaryIO, size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise TornArchive(stream.tell())
    return data


def _seek_within(stream: BinaryIO, size: int) -> None:
    """Pass over `size` bytes that have to be there."""
    left = size
    while left:
        data = stream.read(min(left, PIECE_BYTES))
        if not data:
            raise TornArchive(stream.tell())
        left -= len(data)
