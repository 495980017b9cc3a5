"""Indexes WARC files as WACZ asks for: CDXJ 0.1.0, one line for each response, in order of searchable address.

Format: https://specs.webrecorder.net/cdxj/0.1.0/
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from countersight.collect.archives.flaws import BadRecord, BrokenArchive
from countersight.collect.archives.http_message import Head, split_response
from countersight.collect.archives.records import Record, RecordReader
from countersight.collect.archives.surt import searchable_url

_METADATA_BYTES = 1 << 16
_CAPTURE = re.compile(r"^capture: (cap-[0-9a-f]{32})\s*$", re.MULTILINE)


@dataclass(slots=True, kw_only=True)
class Entry:
    """A response in a WARC file: the fields of the JSON block of a line, and from `record` on our own."""

    url: str
    mime: str
    status: int
    digest: str
    length: int
    """Bytes of the compressed record."""
    offset: int
    filename: str
    record: str
    """WARC-Record-ID."""
    event: str | None = None
    """Of a redirect: the record of the response that it led to in the end."""
    capture: str | None = None
    """Id of the capture that it belongs to, where it gave a document."""
    date: str = ""
    """WARC-Date."""

    @property
    def line(self) -> str:
        """The line of the index."""
        stamp = re.sub(r"\D", "", self.date)[:17]
        block = {name: value for name, value in msgspec.to_builtins(self).items() if value is not None}
        return f"{searchable_url(self.url)} {stamp} {msgspec.json.encode(block).decode()}\n"


@dataclass(slots=True)
class Indexed:
    """What a WARC file holds."""

    entries: list[Entry]
    end: int
    """Where its last whole record ends."""
    flaw: BrokenArchive | None = None
    """Why it could not be read any further, if it could not."""


def index_warc(stream: BinaryIO, filename: str) -> Indexed:
    """Index a WARC file as far as it is whole."""
    found: dict[str, Entry] = {}
    end = 0
    try:
        reader = RecordReader(stream)
        while (record := reader.next_record()) is not None:
            start = record.offset
            entry = _entry(record, filename) if record.kind in {"response", "revisit"} else None
            told = b"".join(record.block()) if record.kind == "metadata" and record.size <= _METADATA_BYTES else b""
            record.finish()
            end = reader.offset
            if entry is not None and start is not None:
                entry.offset, entry.length = start, end - start
                found[entry.record] = entry
            _note_capture(record, told, found)
    except BadRecord as error:
        return Indexed(list(found.values()), end, BrokenArchive(end, error.reason))
    except BrokenArchive as error:
        return Indexed(list(found.values()), end, error)
    return Indexed(list(found.values()), end)


def read_index(lines: Iterator[bytes]) -> Iterator[Entry]:
    """Read back the lines of an index that was written here.

    Raises:
        BrokenArchive: a line is not as it was written.
    """
    for line in lines:
        try:
            yield msgspec.json.decode(line.split(b" ", 2)[2], type=Entry)
        except (IndexError, msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BrokenArchive(0, f"a line of its index cannot be read: {error}") from error


def _entry(record: Record, filename: str) -> Entry:
    try:
        head, _ = split_response(record.block())
    except BadRecord:  # the response was no HTTP; what was received is kept all the same
        head = Head(0, ())
    mime = re.split(r"[;\s]", head.get("content-type"), maxsplit=1)[0].lower()
    return Entry(
        url=record.target,
        mime="warc/revisit" if record.kind == "revisit" else mime or "unk",
        status=head.status,
        digest=record.get("warc-payload-digest") or record.get("warc-block-digest"),
        length=0,
        offset=0,
        filename=filename,
        record=record.id,
        event=record.get("warc-concurrent-to").strip("<>") or None,
        date=record.get("warc-date"),
    )


def _note_capture(metadata: Record, told: bytes, found: dict[str, Entry]) -> None:
    response = found.get(metadata.get("warc-concurrent-to").strip("<>"))
    capture = _CAPTURE.search(told.decode("utf-8", "replace"))
    if response is not None and capture is not None:
        response.capture = capture[1]
