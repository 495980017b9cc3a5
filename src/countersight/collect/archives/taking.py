"""Makes documents of the records of an archive, and tells which are none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from countersight.collect.address import storable, strip_userinfo
from countersight.collect.archives.digests import Hashing, parse_digest
from countersight.collect.archives.flaws import BadRecord
from countersight.collect.archives.http_message import Head, decode_body, split_response, undo_chunks
from countersight.collect.archives.records import Record
from countersight.collect.base import (
    TOOL,
    Circumstances,
    Collected,
    CollectLimits,
    Skipped,
    collect_again,
    make_collected,
)
from countersight.collect.body import BrokenBody
from countersight.errors import DocumentTooLarge

LONGEST_ADDRESS = 8_192
LONGEST_SOFTWARE = 200
_HEAD_ROOM = 1 << 18
"""Bytes that a record may have beyond its document: the head of the response."""
_WARCINFO_BYTES = 1 << 16
_SIDE_RESOURCES = (
    ("image/", "picture"),
    ("audio/", "sound"),
    ("video/", "video"),
    ("font/", "font"),
    ("application/font", "font"),
    ("application/x-font", "font"),
    ("application/vnd.ms-fontobject", "font"),
    ("text/css", "style sheet"),
    ("text/javascript", "script"),
    ("application/javascript", "script"),
    ("application/x-javascript", "script"),
    ("application/ecmascript", "script"),
    ("application/wasm", "script"),
)
"""Kinds, as servers declare them, of what makes up a page besides its words."""
_FETCHED = frozenset({"http", "https", "ftp"})


@dataclass(slots=True)
class Taking:
    """What is the same for the records of one file."""

    container: str
    """As captures name it."""
    limits: CollectLimits
    software: str = ""
    """What wrote the records, as the last `warcinfo` tells."""

    def note_software(self, warcinfo: Record) -> None:
        """Learn from a `warcinfo` record what wrote the file."""
        text = b"".join(warcinfo.block()) if warcinfo.size <= _WARCINFO_BYTES else b""
        for line in text.decode("utf-8", "replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip().lower() == "software":
                self.software = "".join(letter for letter in value.strip() if letter.isprintable())[:LONGEST_SOFTWARE]

    def take(self, record: Record) -> Collected | Skipped:
        """Make a document of a `response` or `resource` record.

        Raises:
            BadRecord: it cannot be one.
            InputError: as `make_collected`; DocumentTooLarge.
            BrokenArchive: the file ends, or is damaged, within it.
        """
        if record.get("warc-segment-number"):
            raise BadRecord("it is one segment of several, which are not put together")
        if scheme_of(record.target) not in _FETCHED:
            return Skipped("not from the web")
        if record.kind == "resource":
            return self._take_resource(record)
        block = Hashing(parse_digest(record.get("warc-block-digest")))
        head, body = split_response(block.over(self._bounded(record)))
        if head.status != 200:
            return Skipped(f"answered {head.status}")
        if (reason := self.side_resource(head.get("content-type"))) is not None:
            return Skipped(reason)
        address = address_of(record)
        data = read_payload(record, head, body, address=address, limit=self.limits.max_document_bytes)
        record.finish()
        check_block(block)
        return self._make(record, address, data, head)

    def repeat(self, revisit: Record, head: Head | None, original: Collected) -> Collected | Skipped:
        """Make of a `revisit` record the capture of a document that another record holds."""
        status = 200 if head is None else head.status
        if status not in {200, 304}:
            return Skipped(f"answered {status}")
        headers = head.headers if head is not None else original.capture.headers
        return collect_again(original, self._circumstances(revisit, address_of(revisit), Head(status, headers)))

    def _take_resource(self, record: Record) -> Collected | Skipped:
        declared = record.get("content-type")
        if (reason := self.side_resource(declared)) is not None:
            return Skipped(reason)
        block = Hashing(parse_digest(record.get("warc-block-digest")))
        payload = Hashing(parse_digest(record.get("warc-payload-digest")))
        check_whole(record)
        data = b"".join(payload.over(block.over(self._bounded(record))))
        record.finish()
        check_block(block)
        if not payload.fits:
            raise BadRecord("its content does not have the digest that it says")
        return self._make(record, address_of(record), data, None, declared=declared)

    def _bounded(self, record: Record) -> Iterator[bytes]:
        limit = self.limits.max_document_bytes
        if record.size > limit + _HEAD_ROOM:
            raise DocumentTooLarge(address_of(record), record.size, limit)
        return record.block()

    def side_resource(self, declared: str) -> str | None:
        """Return what a resource is that only makes up a page, by what its server declared; nothing of a document."""
        if self.limits.media_types is None:
            return None
        essence = declared.split(";", 1)[0].strip().lower()
        return next((reason for begin, reason in _SIDE_RESOURCES if essence.startswith(begin)), None)

    def _make(
        self, record: Record, address: str, data: bytes, head: Head | None, *, declared: str | None = None
    ) -> Collected | Skipped:
        if not data:
            return Skipped("empty")
        if declared is None:
            declared = head.get("content-type") if head is not None else ""
        circumstances = self._circumstances(record, address, head)
        collected = make_collected(data, circumstances, name=path_of(address), declared=declared)
        wanted = self.limits.media_types
        if wanted is not None and collected.document.media_type not in wanted:
            return Skipped(collected.document.media_type)
        return collected

    def _circumstances(self, record: Record, address: str, head: Head | None) -> Circumstances:
        return Circumstances(
            address=address,
            captured_at=date_of(record),
            status=None if head is None else head.status,
            headers=() if head is None else head.headers,
            tool=f"{self.software} via {TOOL}" if self.software else TOOL,
            container=self.container,
            record=record.id or None,
        )


def read_payload(record: Record, head: Head, body: Iterator[bytes], *, address: str, limit: int) -> bytes:
    """Read the body of a response, undo its codings and check it against `WARC-Payload-Digest`.

    The standard means the body without transfer coding (WARC/1.1, 6.3.2); some writers hash it as it came, and some
    without any coding. One has to fit.

    Raises:
        BadRecord: it is cut off, not coded as it says, or does not have the digest.
        DocumentTooLarge: as it says.
    """
    check_whole(record)
    expected = parse_digest(record.get("warc-payload-digest"))
    is_chunked = "chunked" in head.get("transfer-encoding").lower()
    as_came, without_chunks = Hashing(expected), Hashing(expected if is_chunked else None)
    raw = as_came.over(body)
    pieces = without_chunks.over(undo_chunks(raw)) if is_chunked else raw
    try:
        encoding = head.get("content-encoding")
        data = decode_body(pieces, encoding, limit=limit, address=address)
        for _ in raw:  # what follows the last chunk, or the compressed data
            pass
    except BrokenBody as error:
        raise BadRecord(str(error)) from error
    if not (as_came.fits or (is_chunked and without_chunks.fits) or (expected is not None and expected.fits(data))):
        raise BadRecord("its content does not have the digest that it says")
    return data


def check_block(block: Hashing) -> None:
    """Raises: BadRecord: what was read does not have the digest of `WARC-Block-Digest`."""
    if not block.fits:
        raise BadRecord("its bytes do not have the digest that it says")


def check_whole(record: Record) -> None:
    """Raises: BadRecord: who wrote it says that it holds a part only."""
    if reason := record.get("warc-truncated"):
        raise BadRecord(f"the archive holds a part of it only ({reason[:40]})")


def address_of(record: Record) -> str:
    """Return where the content was found, as captures name addresses.

    Raises:
        BadRecord: nowhere, or nowhere that can be.
    """
    from countersight.collect.url import web_address

    if not record.target or len(record.target) > LONGEST_ADDRESS:
        raise BadRecord("it does not say where it was found" if not record.target else "its address has no end")
    if scheme_of(record.target) in {"http", "https"}:
        return web_address(record.target)
    return storable(strip_userinfo(record.target))


def date_of(record: Record) -> datetime:
    """Return when it was captured, in UTC, of whatever precision it is (WARC/1.1, 5.4).

    Raises:
        BadRecord: it does not say when.
    """
    written = record.get("warc-date")
    padded = written + "-01-01"[len(written) - 4 :] if len(written) in {4, 7} else written
    try:
        moment = datetime.fromisoformat(padded)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):  # the first hours of year 1 lie in no year elsewhere
        raise BadRecord(f"its date is {written[:40]!r}") from None


def scheme_of(target: str) -> str:
    """Return the scheme of an address, in lower case; empty if there is none."""
    return target.partition(":")[0].lower() if ":" in target else ""


def path_of(address: str) -> str:
    """Return the path of an address, by whose ending kinds of text are told apart."""
    try:
        return urlsplit(address).path
    except ValueError:
        return ""
