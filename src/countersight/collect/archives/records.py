"""Reads WARC 1.0 and 1.1 records one after the other, with their places in the file.

Format: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/. An own reader, because none of
those that exist bounds headers, tells a damaged file from its end, and reads zstd: see docs/adr/0021.
"""

from collections.abc import Iterator
from typing import BinaryIO

from countersight.collect.archives.flaws import BadRecord, BrokenArchive, TornArchive
from countersight.collect.archives.pieces import Pieces, open_pieces

LONGEST_HEAD_BYTES = 1 << 18
MOST_FIELDS = 512
LONGEST_ID = 200
VERSIONS = frozenset({b"WARC/1.0", b"WARC/1.1"})

_MOST_LINE_ENDS = 8
"""Characters after a record; the standard has four, CR LF CR LF, and some writers more."""
_SINGLE = frozenset({"content-length", "warc-type", "warc-date", "warc-record-id", "warc-target-uri"})
"""Fields of which there is one: with two, readers would differ on what the record says."""


class Record:
    """One record. Its block is read once, before the next record is asked for."""

    def __init__(self, source: "_Source", fields: dict[str, str], offset: int | None) -> None:
        self._source = source
        self._fields = fields
        self.offset = offset
        """Where it begins in the file; nothing where it lies within a member, which cannot be looked up."""
        self.size = _length(fields)
        """Bytes of the block."""
        self._left = self.size
        self._finished = False

    def get(self, name: str) -> str:
        """Return a field by its name in lower case; empty if there is none."""
        return self._fields.get(name, "")

    @property
    def kind(self) -> str:
        """Its `WARC-Type`."""
        return self.get("warc-type").lower()

    @property
    def id(self) -> str:
        """Its `WARC-Record-ID`, without the angle brackets: `urn:uuid:…`. What no URI can have is left out."""
        written = _bare(self.get("warc-record-id"))[:LONGEST_ID]
        if written.isascii() and written.isprintable() and " " not in written:
            return written
        return "".join(letter for letter in written if letter.isprintable() and not letter.isspace())

    @property
    def target(self) -> str:
        """Its `WARC-Target-URI`; the brackets that WARC 1.0 seems to ask for are taken off."""
        return _bare(self.get("warc-target-uri"))

    def block(self) -> Iterator[bytes]:
        """Yield what is still to be read of the block, in pieces.

        Raises:
            BadRecord: it ends before its length says, but where the next record begins is known.
            BrokenArchive: the file is damaged or ends before.
        """
        while self._left:
            try:
                piece = self._source.take(self._left)
            except BadRecord:
                self._left, self._finished = 0, True
                raise
            self._left -= len(piece)
            yield piece

    def finish(self) -> None:
        """Pass over what was not read, and check that the record ends where its length says.

        Raises:
            BadRecord: it does not, but where the next one begins is known.
            BrokenArchive: it does not, and what follows cannot be told apart from content.
        """
        if self._finished:
            return
        self._finished = True
        for _ in self.block():
            pass
        self._source.expect_end()


class _Source:
    """The decompressed bytes, with what was taken from the file and not yet used."""

    def __init__(self, pieces: Pieces) -> None:
        self.pieces = pieces
        self._held = b""
        self._at = 0

    @property
    def offset(self) -> int:
        """Where in the file the next byte lies, roughly where it is compressed."""
        return self.pieces.offset - (0 if self.pieces.parts_records else len(self._held) - self._at)

    def begin(self) -> tuple[bool, int | None]:
        """Go to the next record; return whether there is one, and where it begins if it can be looked up."""
        if self._at < len(self._held) or self._more():
            return True, None if self.pieces.parts_records else self.offset
        while (start := self.pieces.next_member()) is not None:
            if self._more():  # an empty member is no record
                return True, start
        return False, None

    def head(self, end: bytes) -> bytes:
        """Take what stands before `end`, and `end`.

        Raises:
            BadRecord: it is longer than any head.
            TornArchive: the file ends before.
        """
        searched = self._at
        while (found := self._held.find(end, searched)) < 0:
            if len(self._held) - self._at > LONGEST_HEAD_BYTES:
                raise BadRecord(f"its header has more than {LONGEST_HEAD_BYTES:,} bytes")
            searched = max(0, len(self._held) - self._at - len(end))
            self._more_of_record()
        head = self._held[self._at : found]
        self._at = found + len(end)
        if len(head) > LONGEST_HEAD_BYTES:
            raise BadRecord(f"its header has more than {LONGEST_HEAD_BYTES:,} bytes")
        return head

    def take(self, most: int) -> bytes:
        """Return up to `most` bytes, and at least one.

        Raises:
            BadRecord: the member ends before.
            TornArchive: the file does.
        """
        while self._at == len(self._held):
            self._more_of_record()
        piece = self._held[self._at : self._at + most]
        self._at += len(piece)
        return piece

    def expect_end(self) -> None:
        """Pass over the line ends after a record; what follows is the end of the member or another record."""
        for _ in range(_MOST_LINE_ENDS):
            if not self._has(1) or self._held[self._at] not in b"\r\n":
                break
            self._at += 1
        if not self._has(1) or (self._has(5) and self._held.startswith(b"WARC/", self._at)):
            return
        if not self.pieces.parts_records:
            raise BrokenArchive(self.offset, "a record does not end where its length says")
        self.leave_member()
        raise BadRecord("it does not end where its length says")

    def leave_member(self) -> None:
        """Drop what is left of a member that holds something bad."""
        self._held, self._at = b"", 0
        while self.pieces.piece():
            pass

    def _has(self, size: int) -> bool:
        """Whether the member has `size` bytes more."""
        while len(self._held) - self._at < size:
            if not self._more():
                return False
        return True

    def _more_of_record(self) -> None:
        if self._more():
            return
        if self.pieces.parts_records and not self.pieces.joins_members:
            raise BadRecord("it ends before its length says")
        if self.pieces.next_member() is None:
            raise TornArchive(self.offset)

    def _more(self) -> bool:
        piece = self.pieces.piece()
        self._held = self._held[self._at :] + piece
        self._at = 0
        return bool(piece)


def pieces_at(stream: BinaryIO, offset: int) -> Pieces:
    """Open a WARC file that begins where `stream` does at a member in its middle.

    Raises:
        BrokenArchive: it is no WARC file.
    """
    stream.seek(0)
    pieces = open_pieces(stream)
    pieces.go_to(offset)
    return pieces


class RecordReader:
    """Goes through the records of a WARC file, from where `stream` stands on.

    Raises:
        BrokenArchive: it is no WARC file.
    """

    def __init__(self, stream: BinaryIO, *, pieces: Pieces | None = None) -> None:
        self._source = _Source(pieces or open_pieces(stream))
        self._last: Record | None = None

    @property
    def offset(self) -> int:
        """Where in the file the next record begins, once the last one was finished."""
        return self._source.offset

    def next_record(self) -> Record | None:
        """Return the next record, or nothing at the end.

        Raises:
            BadRecord: the next record, or the end of the last, is not as it should be; the one after it may be.
            BrokenArchive: the file cannot be read any further.
        """
        last, self._last = self._last, None
        if last is not None:
            last.finish()
        is_there, offset = self._source.begin()
        if not is_there:
            return None
        try:
            self._last = Record(self._source, _fields(self._source.head(b"\r\n\r\n")), offset)
        except BadRecord as error:
            if not self._source.pieces.parts_records:
                raise BrokenArchive(self._source.offset, f"a record cannot be read: {error.reason}") from error
            self._source.leave_member()
            raise
        return self._last


def _fields(head: bytes) -> dict[str, str]:
    """Read the fields of a header, by their names in lower case; of one that comes again, the first counts.

    Raises:
        BadRecord: it is no header, or says something twice that can be said once.
    """
    version, *lines = head.split(b"\r\n")
    if version.strip() not in VERSIONS:
        raise BadRecord(f"there is no WARC/1.0 or WARC/1.1 but {version[:40].decode('ascii', 'replace')!r}")
    if len(lines) > MOST_FIELDS:
        raise BadRecord(f"its header has more than {MOST_FIELDS} fields")
    fields: dict[str, str] = {}
    name = ""
    for line in lines:
        if line[:1] in b" \t" and line and name:  # a value goes on
            fields[name] = f"{fields[name]} {_text(line).strip()}".strip()
            continue
        key, colon, value = line.partition(b":")
        name = _text(key).strip().lower()
        if not colon or not name:
            raise BadRecord("a line of its header is no field")
        if name in fields and name in _SINGLE:
            raise BadRecord(f"its header says {name} twice")
        fields.setdefault(name, _text(value).strip())
    return fields


def _text(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _length(fields: dict[str, str]) -> int:
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdecimal() and len(length) <= 18):
        raise BadRecord(f"its length is {length[:40]!r}")
    return int(length)


def _bare(uri: str) -> str:
    return uri[1:-1] if uri.startswith("<") and uri.endswith(">") else uri
