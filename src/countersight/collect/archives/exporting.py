"""Copies single captures out of a project's archives into a WACZ of their own, record by record, byte for byte."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, BinaryIO, cast

from countersight.collect.archives.flaws import BadRecord, BrokenArchive
from countersight.collect.archives.index import index_warc
from countersight.collect.archives.keeping import Kept, list_kept, open_archive
from countersight.collect.archives.packing import pack_wacz
from countersight.collect.archives.records import RecordReader, pieces_at
from countersight.collect.base import utc_now
from countersight.errors import UnreadableSource

_PIECE_BYTES = 1 << 20
_OF_A_RESPONSE = frozenset({"request", "metadata"})
"""Kinds of records that follow the response that they belong to."""


def export_captures(
    project: Path, capture_ids: Iterable[str], target: Path, *, created: datetime | None = None
) -> frozenset[str]:
    """Write the records of captures as a WACZ, and return the ids of the captures that were found.

    With each come the redirects that led to it, the requests, and what tells of the program that wrote them. If none
    is found, nothing is written.

    Args:
        project: the project's folder.
        capture_ids: ids of captures, or of their records.
        target: the file; one that is there is replaced. Its name should end in `.wacz`.

    Raises:
        UnreadableSource: an archive cannot be read.
        OSError: the target cannot be written.
    """
    wanted = frozenset(capture_ids)
    with TemporaryFile() as temporary:
        warc = cast("BinaryIO", temporary)
        for path, kept in groupby(list_kept(project, wanted), key=lambda kept: kept.archive):
            _copy_records(path, list(kept), warc)
        if not warc.tell():
            return frozenset()
        size, name = warc.tell(), f"{target.stem}.warc.gz"
        warc.seek(0)
        entries = index_warc(warc, name).entries
        title, at = "Captures by Countersight, chosen", created or utc_now()
        pack_wacz(warc, size, entries, target, name=name, title=title, created=at)
    return frozenset(entry.capture for entry in entries if entry.capture is not None)


def _copy_records(path: Path, kept: list[Kept], out: IO[bytes]) -> None:
    try:
        with open_archive(path) as (warc, _):
            _copy(warc, 0, _end_of_group(warc, 0), out)
            for one in kept:
                _copy(warc, one.entry.offset, _end_of_group(warc, one.entry.offset), out)
    except (BadRecord, BrokenArchive) as error:
        raise UnreadableSource(path.resolve().as_uri(), str(error)) from error


def _end_of_group(warc: BinaryIO, offset: int) -> int:
    """Return where the record at `offset`, and those that belong to it, end."""
    reader = RecordReader(warc, pieces=pieces_at(warc, offset))
    record = reader.next_record()
    end = offset
    while record is not None:
        record.finish()
        end = reader.offset
        record = reader.next_record()
        if record is None or record.kind not in _OF_A_RESPONSE:
            break
    return end


def _copy(source: BinaryIO, start: int, end: int, out: IO[bytes]) -> None:
    source.seek(start)
    left = end - start
    while left and (piece := source.read(min(left, _PIECE_BYTES))):
        out.write(piece)
        left -= len(piece)
