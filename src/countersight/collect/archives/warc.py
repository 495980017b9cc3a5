"""Web archives in the WARC format: one file, compressed or not, taken apart into documents."""

import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO

from countersight.collect.address import storable, strip_userinfo
from countersight.collect.archives.flaws import BadRecord, BrokenArchive
from countersight.collect.archives.http_message import split_response
from countersight.collect.archives.originals import Originals, Place
from countersight.collect.archives.pieces import GZIP_MAGIC, Pieces, open_pieces
from countersight.collect.archives.records import Record, RecordReader
from countersight.collect.archives.taking import Taking
from countersight.collect.base import Clock, Collected, CollectLimits, Skipped
from countersight.errors import CountersightError, InputError, UnreadableSource
from countersight.model.failure import Failure, Stage, make_failure

MAGIC = b"WARC/"
_ZSTD_MAGICS = (b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18")
"""Of a frame, and of the dictionary that a file may begin with."""
_DOCUMENT_KINDS = frozenset({"response", "resource"})
_LONGEST_PLACE = 200

Outcome = Collected | Failure | Skipped


class WarcContainer:
    """A WARC file by itself."""

    name = "warc"

    def recognizes(self, head: bytes, name: str) -> bool:
        """Tell by the first record's version, also under gzip; of zstd by the name, for its frames look all alike."""
        if head.startswith(GZIP_MAGIC):
            try:
                return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(head, len(MAGIC)) == MAGIC
            except zlib.error:
                return False
        return head.startswith(MAGIC) or (head.startswith(_ZSTD_MAGICS) and ".warc" in name.lower())

    def members(self, stream: BinaryIO, *, address: str, limits: CollectLimits, clock: Clock) -> Iterator[Outcome]:
        """Yield the document of each record that holds one."""
        part = Part(name=address, open=lambda: stream)
        yield from documents([part], address=address, limits=limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One WARC file of an archive."""

    name: str
    """As captures name what they were taken out of."""
    open: Callable[[], BinaryIO]
    """Gives it as something that can seek, its beginning at zero; again, from the beginning, each time."""


def documents(parts: list[Part], *, address: str, limits: CollectLimits) -> Iterator[Outcome]:
    """Yield the documents of several WARC files that belong together, then those that repeat one of them.

    Raises:
        UnreadableSource: the only file cannot be read from somewhere on; of several, that is a failure among the rest.
    """
    with closing(Originals()) as originals:
        walk = _Walk(parts, address, limits, originals)
        for number, part in enumerate(parts):
            try:
                yield from walk.through(number)
            except BrokenArchive as error:
                broken = UnreadableSource(part.name, str(error))
                if len(parts) == 1:
                    yield from walk.repeats()
                    raise broken from error
                yield make_failure(Stage.COLLECT, part.name, broken)
        yield from walk.repeats()


class _Walk:
    """One passage through the files of an archive."""

    def __init__(self, parts: list[Part], address: str, limits: CollectLimits, originals: Originals) -> None:
        self._parts = parts
        self._address = address
        self._takings = [Taking(part.name, limits) for part in parts]
        self._originals = originals
        self._opened: tuple[int, BinaryIO, Pieces] | None = None
        """The file in which a record was last looked up: a dictionary at its beginning is read once."""
        self._repeated: tuple[Place, Collected | Skipped | Exception] | None = None
        """What was last repeated."""

    def through(self, number: int) -> Iterator[Outcome]:
        """Yield what the records of a file come to, but for those that repeat others.

        Raises:
            BrokenArchive: from some place on it cannot be read.
        """
        stream = self._parts[number].open()
        stream.seek(0)
        reader = RecordReader(stream)
        while True:
            start = reader.offset
            try:
                record = reader.next_record()
                outcome = None if record is None else self._look_at(record, number)
            except BadRecord as error:
                yield self._failure(f"byte={start}", UnreadableSource(self._parts[number].name, error.reason))
                continue
            if record is None:
                return
            if outcome is not None:
                yield outcome

    def repeats(self) -> Iterator[Outcome]:
        """Yield what the records come to that only repeat others."""
        for place, original in self._originals.repeats():
            try:
                revisit = self._look_up(place)
                yield self._attempt(revisit, partial(self._resolve, revisit, place.file, original))
            except (BadRecord, BrokenArchive) as error:
                yield self._failure(f"byte={place.offset}", UnreadableSource(self._address, str(error)))

    def _look_at(self, record: Record, number: int) -> Outcome | None:
        if record.kind == "warcinfo":
            self._takings[number].note_software(record)
            return None
        if record.kind == "revisit":
            if self._originals.add_revisit(record, number):
                return None
            return self._failure(record.id, UnreadableSource(_place(record), "it repeats what cannot be looked up"))
        if record.kind not in _DOCUMENT_KINDS:
            return None
        outcome = self._attempt(record, lambda: self._takings[number].take(record))
        if not isinstance(outcome, Failure):  # of what is left, its repetitions are left too
            self._originals.add(record, number)
        return outcome

    def _attempt(self, record: Record, take: Callable[[], Collected | Skipped]) -> Outcome:
        try:
            return take()
        except BadRecord as error:
            return self._failure(record.id, UnreadableSource(_place(record), error.reason))
        except InputError as error:
            return self._failure(record.id, error)

    def _resolve(self, revisit: Record, file: int, place: Place | None) -> Collected | Skipped:
        head = split_response(revisit.block())[0] if revisit.size else None
        reason = self._takings[file].side_resource("" if head is None else head.get("content-type"))
        if reason is not None:
            return Skipped(reason)
        if place is None:
            raise BadRecord("what it repeats is not in this archive")
        original = self._original(place)
        return original if isinstance(original, Skipped) else self._takings[file].repeat(revisit, head, original)

    def _original(self, place: Place) -> Collected | Skipped:
        """Take what is repeated, once for all that repeat it one after the other, whatever comes of it."""
        if self._repeated is None or self._repeated[0] != place:
            self._repeated = None  # two documents are never held at once
            try:
                self._repeated = place, self._takings[place.file].take(self._look_up(place))
            except (BadRecord, BrokenArchive, InputError) as error:
                self._repeated = place, error
        outcome = self._repeated[1]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def _look_up(self, place: Place) -> Record:
        """Find a record by its place. Another that was looked up in the same file can be read no further."""
        if self._opened is None or self._opened[0] != place.file:
            stream = self._parts[place.file].open()
            stream.seek(0)
            self._opened = place.file, stream, open_pieces(stream)
        _, stream, pieces = self._opened
        pieces.go_to(place.offset)
        record = RecordReader(stream, pieces=pieces).next_record()
        if record is None:
            raise BrokenArchive(place.offset, "it has changed while it was read")
        return record

    def _failure(self, fragment: str, error: CountersightError) -> Failure:
        return make_failure(Stage.COLLECT, f"{self._address}#{fragment}", error)


def _place(record: Record) -> str:
    """Name where a record's content was found, at a length that leaves room for what went wrong."""
    return storable(strip_userinfo(record.target)[:_LONGEST_PLACE]) or "a record"
