"""Packages of procurement releases (OCDS 1.0 and 1.1): each release or record a document, byte for byte as it stands.

Release packages, record packages, JSON Lines of either or of releases and records, and single ones. What a package says
of all its releases (who published them) becomes part of each one's capture.
"""

import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO

import msgspec

from countersight.collect.base import Circumstances, Clock, Collected, CollectLimits, make_collected
from countersight.collect.container_name import name_container
from countersight.collect.json_cutting import CHUNK_BYTES, Slice, cut_values, find_brackets, read_slice, skip_values
from countersight.errors import DocumentTooLarge, InputError, UnreadableDocument
from countersight.model.failure import Failure, Stage, make_failure
from countersight.values.ocids import ocid_prefix, portal_of

OCDS = "application/x-ocds+json"
"""A media type of our own: none is registered."""
_MOST_ENVELOPE_BYTES = 1 << 20
_KEY_BYTES = 64
"""In which the key before a list stands, with the space around its colon."""
_AROUND = b"\xef\xbb\xbf \t\r\n\x1e"
"""A byte order mark, white space, and the record separator of RFC 7464."""
_OPENING = re.compile(rb"[\s\x1e\xef\xbb\xbf]*\{")
_OCID = re.compile(rb'"ocid"\s*:\s*"([^"\\]{1,200})"')
_LIST = re.compile(rb'"(releases|records)"\s*:\s*\[\Z')
_PACKAGE = re.compile(rb'"(?:releases|records)"\s*:\s*\[')
_PACKAGED = re.compile(rb'"(?:publishedDate|publisher|publicationPolicy|packages|extensions)"\s*:')


class _Publisher(msgspec.Struct):
    name: str | None = None


class _Envelope(msgspec.Struct):
    """What a package says of all that is in it."""

    publisher: _Publisher | None = None
    ocid: str | None = None


@dataclass(frozen=True, slots=True)
class _Package:
    """One top-level value of a file: where its first list of releases or records begins, if it has one."""

    whole: Slice
    kind: str = ""
    """`releases` or `records`; empty for a release or record that stands by itself."""
    members: int = 0
    publisher: str | None = None


class OcdsPackages:
    """Takes releases and records out of the files that hold them."""

    name = "ocds"

    def recognizes(self, head: bytes, name: str) -> bool:
        """Whether the file begins as an object with an OCID, or as a package of such objects."""
        if not _OPENING.match(head):
            return False
        return bool(_OCID.search(head) or (_PACKAGE.search(head) and _PACKAGED.search(head)))

    def members(
        self, stream: BinaryIO, *, address: str, limits: CollectLimits, clock: Clock
    ) -> Iterator[Collected | Failure]:
        """Yield each release and record, in order; see `Container`."""
        taker = _Taker(stream, address, limits, clock, container=name_container(stream, address))
        if _is_lines(stream):
            yield from taker.take_lines()
        else:
            yield from taker.take_values()


@dataclass(frozen=True, slots=True)
class _Taker:
    stream: BinaryIO
    address: str
    limits: CollectLimits
    clock: Clock
    container: str

    def take_lines(self) -> Iterator[Collected | Failure]:
        """Take one value a line, so that a damaged one spoils no other."""
        for index, line in enumerate(_lines(self.stream)):
            yield from self._take(line, f"/{index}")

    def take_values(self) -> Iterator[Collected | Failure]:
        """Take the values that stand one behind the other, however they are laid out; mostly there is one.

        Raises:
            UnreadableDocument: something else stands between or behind them, or one has no end.
        """
        end = self.stream.seek(0, 2)
        begin = _first_brace(self.stream)
        package = _survey(self.stream, Slice(begin, end))
        if package.kind:
            behind = yield from self._take_members(package, "")
            for index, value in enumerate(cut_values(self.stream, behind) if behind is not None else (), start=1):
                yield from self._take(value, f"/{index}")
            return
        values = cut_values(self.stream, begin)
        first = next(values)
        try:
            second = next(values, None)
        except UnreadableDocument:
            yield from self._take(first, "/0")
            raise
        if second is None:
            yield from self._take(Slice(0, end), "")  # the file is the document, its last line break included
            return
        for index, value in enumerate(chain((first, second), values)):
            yield from self._take(value, f"/{index}")

    def _take(self, value: Slice, pointer: str) -> Iterator[Collected | Failure]:
        package = _survey(self.stream, value)
        if package.kind:
            yield from self._take_members(package, pointer)
        else:
            yield self._member(value, pointer, None)

    def _take_members(self, package: _Package, pointer: str) -> Generator[Collected | Failure, None, int | None]:
        """Take the members of a package, and return where it ends; nothing if a list of its breaks off.

        A package may have both releases and records: the schemas of both kinds of package let it have more than they
        name (OCDS 1.1.5, release-package-schema.json and record-package-schema.json).
        """
        kind, members = package.kind, package.members
        seen: set[str] = set()
        while kind:
            if kind in seen:
                error = UnreadableDocument(f"the package has {kind} twice; these are left out")
                yield make_failure(Stage.COLLECT, self._name(f"{pointer}/{kind}"), error)
                end: int | None = skip_values(self.stream, members)
            else:
                end = yield from self._take_list(members, f"{pointer}/{kind}", package.publisher)
            if end is None:
                return None
            seen.add(kind)
            kind, members = _next_list(self.stream, Slice(end + 1, package.whole.end), depth=1)
        return members + 1

    def _take_list(
        self, members: int, pointer: str, publisher: str | None
    ) -> Generator[Collected | Failure, None, int | None]:
        """Take the members of one list, and return where it closes; nothing if it breaks off."""
        index, value = -1, Slice(members, members)
        try:
            for index, value in enumerate(cut_values(self.stream, members, is_list=True)):
                yield self._member(value, f"{pointer}/{index}", publisher)
        except UnreadableDocument as error:
            yield make_failure(Stage.COLLECT, self._name(f"{pointer}/{index + 1}"), error)
            return None
        return skip_values(self.stream, value.end)

    def _member(self, value: Slice, pointer: str, publisher: str | None) -> Collected | Failure:
        address, size = self._name(pointer), value.end - value.start
        try:
            if size > self.limits.max_document_bytes:
                raise DocumentTooLarge(address, size, self.limits.max_document_bytes)
            data = read_slice(self.stream, value)
            circumstances = Circumstances(
                address=address,
                captured_at=self.clock(),
                publisher=publisher or _publisher_by_prefix(data),
                container=self.container,
            )
            collected = make_collected(data, circumstances, name="release.json")
        except InputError as error:
            return make_failure(Stage.COLLECT, address, error)
        return replace(collected, document=replace(collected.document, media_type=OCDS))

    def _name(self, pointer: str) -> str:
        return f"{self.address}#{pointer}" if pointer else self.address


def _survey(stream: BinaryIO, whole: Slice) -> _Package:
    """Look for a list of releases or records in the object at `whole`, and for its publisher before or after it."""
    kind, place = _next_list(stream, whole, depth=0)
    return _open(stream, whole, kind=kind, members=place) if kind else _Package(whole)


def _next_list(stream: BinaryIO, within: Slice, *, depth: int) -> tuple[str, int]:
    """Return the name of the next list of releases or records of an object, and where its first member may begin.

    Without one, return no name, and where the object closes. `depth` is how many brackets are open where it begins.
    """
    for place, opens in find_brackets(stream, within.start):
        if place >= within.end:  # it has no end, and what follows is not its own
            break
        if depth == 1 and opens:
            found = _LIST.search(read_slice(stream, Slice(max(within.start, place - _KEY_BYTES), place + 1)))
            if found:
                return found[1].decode(), place + 1
        depth += 1 if opens else -1
        if depth <= 0:
            return "", place
    return "", within.end


def _open(stream: BinaryIO, whole: Slice, *, kind: str, members: int) -> _Package:
    """Read what stands around the list, unless there is too much of it to be of a package."""
    before = read_slice(stream, Slice(whole.start, min(members, whole.start + _MOST_ENVELOPE_BYTES)))
    envelope = _decode(before + b"]}")
    if envelope.publisher is None and envelope.ocid is None:
        behind = skip_values(stream, members)
        envelope = _decode(before + read_slice(stream, Slice(behind, min(whole.end, behind + _MOST_ENVELOPE_BYTES))))
    if kind == "releases" and envelope.ocid is not None:
        return _Package(whole)  # a record lists its releases, too
    publisher = (envelope.publisher.name or "").strip() if envelope.publisher else ""
    return _Package(whole, kind, members, publisher or None)


def _decode(envelope: bytes) -> _Envelope:
    try:
        return msgspec.json.decode(envelope.strip(_AROUND), type=_Envelope)
    except (
        msgspec.DecodeError,
        UnicodeDecodeError,
        RecursionError,
    ):  # a package with a damaged envelope still has its releases
        return _Envelope()


def _publisher_by_prefix(data: bytes) -> str | None:
    """Name the publisher of a release outside any package by the prefix of its OCID, which is registered for it."""
    found = _OCID.search(data)
    ocid = found[1].decode("utf-8", "replace") if found else ""
    portal = portal_of(ocid)
    return portal.name if portal else ocid_prefix(ocid)


def _first_brace(stream: BinaryIO) -> int:
    stream.seek(0)
    found = _OPENING.match(stream.read(CHUNK_BYTES))
    if found is None:
        raise UnreadableDocument("no object at the beginning")
    return found.end() - 1


def _is_lines(stream: BinaryIO) -> bool:
    """Whether the file has an object on its first line and begins another on the next."""
    lines = _lines(stream)
    first, second = next(lines, None), next(lines, None)
    if first is None or second is None:
        return False
    ends = [read_slice(stream, Slice(place, place + 1)) for place in (first.start, first.end - 1, second.start)]
    return ends == [b"{", b"}", b"{"]


def _lines(stream: BinaryIO) -> Iterator[Slice]:
    """Yield each line with something on it, without the space around it; lines of any length, in constant memory."""
    at, begun, end = 0, None, 0
    while True:
        stream.seek(at)
        chunk = stream.read(CHUNK_BYTES)
        if not chunk:
            break
        place = 0
        while place < len(chunk):
            stop = chunk.find(b"\n", place)
            piece = chunk[place : stop if stop >= 0 else None]
            if inner := piece.strip(_AROUND):
                offset = piece.find(inner)
                begun = at + place + offset if begun is None else begun
                end = at + place + offset + len(inner)
            if stop < 0:
                break
            if begun is not None:
                yield Slice(begun, end)
            begun, place = None, stop + 1
        at += len(chunk)
    if begun is not None:
        yield Slice(begun, end)
