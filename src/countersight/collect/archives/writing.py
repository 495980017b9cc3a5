"""Writes WARC 1.1 records, each in a gzip member of its own.

Format: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/
"""

import hashlib
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import IO
from uuid import NAMESPACE_URL, uuid5

from countersight.collect.archives.exchange import Exchange
from countersight.collect.archives.flaws import BadRecord
from countersight.collect.archives.http_message import split_response, undo_chunks
from countersight.collect.base import TOOL
from countersight.collect.body import BrokenBody

NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
"""Profile of a record of a server's word that nothing has changed."""

_PIECE_BYTES = 1 << 16
_INTERIM = re.compile(rb"HTTP/\d(?:\.\d)? 1\d\d(?:.*?)\r?\n\r?\n", re.DOTALL)
_LONGEST_INTERIM = 1 << 18
_PROXY_SECRET = re.compile(rb"^proxy-authorization:[^\n]*\n", re.IGNORECASE | re.MULTILINE)

Fields = list[tuple[str, str]]


def warc_date(moment: datetime) -> str:
    """Write a moment as WARC 1.1 does, to the microsecond."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def record_id(kind: str, date: str, target: str, digest: str) -> str:
    """Name a record by what it holds: `urn:uuid:…` (RFC 9562, version 5)."""
    return uuid5(NAMESPACE_URL, "\n".join((kind, date, target, digest))).urn


def write_record(out: IO[bytes], fields: Iterable[tuple[str, str]], block: Iterable[bytes], size: int) -> None:
    """Append one record: its fields, then a block of `size` bytes."""
    compressor = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    lines = "".join(f"{name}: {value}\r\n" for name, value in (*fields, ("Content-Length", str(size))))
    out.write(compressor.compress(f"WARC/1.1\r\n{lines}\r\n".encode()))
    for piece in block:
        out.write(compressor.compress(piece))
    out.write(compressor.compress(b"\r\n\r\n"))
    out.write(compressor.flush())


def write_bytes(out: IO[bytes], fields: Iterable[tuple[str, str]], block: bytes) -> None:
    """Append one record with a short block, and its digest."""
    write_record(out, (*fields, ("WARC-Block-Digest", _label(block))), [block], len(block))


def write_warcinfo(out: IO[bytes], name: str, at: datetime) -> str:
    """Append the record that says what wrote the file, and return its id."""
    said = {
        "software": TOOL,
        "format": "WARC File Format 1.1",
        "conformsTo": "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
    }
    block, date = warc_fields(said), warc_date(at)
    identifier = record_id("warcinfo", date, name, _label(block))
    head = [*_head("warcinfo", identifier, date), ("WARC-Filename", name), ("Content-Type", "application/warc-fields")]
    write_bytes(out, head, block)
    return identifier


def warc_fields(said: dict[str, str]) -> bytes:
    """Write `application/warc-fields`."""
    return "".join(f"{name}: {value}\r\n" for name, value in said.items()).encode()


class ExchangeRecords:
    """The records of one request and its response, as they went over the network."""

    def __init__(self, exchange: Exchange, *, warcinfo: str, via: str | None = None) -> None:
        if exchange.at is None:
            raise ValueError("an exchange without an answer has no records")
        self._exchange = exchange
        self._date = warc_date(exchange.at)
        self._warcinfo = warcinfo
        self._via = via
        self._start = _after_interim(exchange.response)
        self._status, payload = _look_at(exchange.response, self._start)
        self._payload = None if payload is None else f"sha256:{payload}"
        self._block, self._size = _digest(exchange.response, self._start)
        self.kind = "revisit" if self._status == 304 else "response"
        self.id = record_id(self.kind, self._date, exchange.url, self._block)

    def write_response(self, out: IO[bytes], *, event: str) -> None:
        """Append the response, byte for byte as it was received; interim responses (1xx) are left out.

        `event` is the id of the last response of the fetch, to which all its records belong.
        """
        fields = self._fields(self.kind, self.id, event)
        if self._status == 304:
            fields.append(("WARC-Profile", NOT_MODIFIED))
        elif self._payload is not None:
            fields.append(("WARC-Payload-Digest", self._payload))
        if not self._exchange.is_whole and self._status != 304:
            fields.append(("WARC-Truncated", "unspecified"))
        fields += [("WARC-Block-Digest", self._block), ("Content-Type", "application/http;msgtype=response")]
        write_record(out, fields, _pieces(self._exchange.response, self._start), self._size)

    def write_request(self, out: IO[bytes], *, event: str) -> None:
        """Append the request as it was sent, without what only the proxy should know."""
        self._exchange.request.seek(0)
        sent = _PROXY_SECRET.sub(b"", self._exchange.request.read())
        identifier = record_id("request", self._date, self._exchange.url, _label(sent))
        fields = self._fields("request", identifier, event)
        if event != self.id:
            fields.append(("WARC-Concurrent-To", f"<{self.id}>"))
        fields.append(("Content-Type", "application/http;msgtype=request"))
        write_bytes(out, fields, sent)

    def write_metadata(self, out: IO[bytes], said: dict[str, str]) -> None:
        """Append what else is known of the fetch."""
        block = warc_fields({**({"via": self._via} if self._via else {}), **said})
        identifier = record_id("metadata", self._date, self._exchange.url, _label(block))
        fields = self._fields("metadata", identifier, self.id)
        fields.append(("Content-Type", "application/warc-fields"))
        write_bytes(out, fields, block)

    def _fields(self, kind: str, identifier: str, event: str) -> Fields:
        fields = _head(kind, identifier, self._date)
        fields += [("WARC-Target-URI", self._exchange.url), ("WARC-Warcinfo-ID", f"<{self._warcinfo}>")]
        if identifier != event:
            fields.append(("WARC-Concurrent-To", f"<{event}>"))
        if self._exchange.server is not None:
            fields.append(("WARC-IP-Address", self._exchange.server))
        fields += [("WARC-Protocol", protocol) for protocol in self._exchange.protocols]
        return fields


def _head(kind: str, identifier: str, date: str) -> Fields:
    return [("WARC-Type", kind), ("WARC-Record-ID", f"<{identifier}>"), ("WARC-Date", date)]


def _after_interim(response: IO[bytes]) -> int:
    """Return where the final response begins: servers may send others before it (RFC 9110, 15.2)."""
    response.seek(0)
    head = response.read(_LONGEST_INTERIM)
    start = 0
    while (match := _INTERIM.match(head, start)) is not None:
        start = match.end()
    return start


def _look_at(response: IO[bytes], start: int) -> tuple[int, str | None]:
    """Return the status, and the SHA-256 of the body without transfer coding, if the body is whole."""
    payload = hashlib.sha256()
    with suppress(BadRecord, BrokenBody):
        head, body = split_response(_pieces(response, start))
        if head.get("transfer-encoding"):
            body = undo_chunks(body)
        for piece in body:
            payload.update(piece)
        return head.status, payload.hexdigest()
    return _status(response, start), None


def _status(response: IO[bytes], start: int) -> int:
    response.seek(start)
    match = re.match(rb"HTTP/\S+ (\d{3})", response.read(32))
    return int(match[1]) if match else 0


def _digest(file: IO[bytes], start: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for piece in _pieces(file, start):
        digest.update(piece)
        size += len(piece)
    return f"sha256:{digest.hexdigest()}", size


def _pieces(file: IO[bytes], start: int) -> Iterator[bytes]:
    file.seek(start)
    yield from iter(partial(file.read, _PIECE_BYTES), b"")


def _label(data: bytes) -> str:
    return f"sha256:{hashlib.sha256(data).hexdigest()}"
