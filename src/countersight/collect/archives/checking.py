"""Proves that the archives of a project's web captures say what they said when they were written."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from countersight.collect.archives.digests import Hashing, parse_digest
from countersight.collect.archives.flaws import BadRecord, BrokenArchive, TornArchive
from countersight.collect.archives.http_message import split_response, undo_chunks
from countersight.collect.archives.index import index_warc
from countersight.collect.archives.keeping import CAPTURES, DAMAGED, OPEN, list_archives, open_archive
from countersight.collect.archives.manifest import DIGEST, MANIFEST, check_file, read_manifest, read_resources
from countersight.collect.archives.records import Record, RecordReader
from countersight.collect.archives.zip_directory import DAMAGE, open_zip
from countersight.collect.body import BrokenBody
from countersight.errors import UnreadableSource


def check_archives(project: Path) -> Iterator[str]:
    """Recompute every hash and digest in the archives of a project's web captures; yield each break, in words.

    Of packed archives: the hash of the manifest, of each file, of each record and its payload, and that the index leads
    to each record. Of one that is still being written: its records, but for the last, which may be cut off.
    """
    for path in list_archives(project):
        name = str(path.relative_to(project))
        try:
            yield from (f"{name}: {problem}" for problem in _check(path))
        except UnreadableSource as error:
            yield f"{name}: {error.reason}"
        except OSError as error:
            yield f"{name}: {error.strerror or error}"
    for path in sorted((project / CAPTURES / OPEN).glob(f"*{DAMAGED}")):
        yield f"{path.relative_to(project)}: it could not be read to its end when it was packed"


def _check(path: Path) -> Iterator[str]:
    if path.suffix == ".gz":
        with path.open("rb") as file:
            yield from _check_records(file, may_be_torn=True)
        return
    with path.open("rb") as file, open_zip(file, address=path.name) as archive:
        yield from _check_files(archive, path.name)
    with open_archive(path) as (warc, entries):
        yield from _check_records(warc, may_be_torn=False)
        warc.seek(0)
        there = {entry.record: entry for entry in index_warc(warc, entries[0].filename if entries else "").entries}
        listed = {entry.record: entry for entry in entries}
        for record in sorted(there.keys() | listed.keys()):
            if there.get(record) != listed.get(record):
                yield f"its index does not lead to record {record}"


def _check_files(archive: zipfile.ZipFile, address: str) -> Iterator[str]:
    resources = read_resources(read_manifest(archive, address=address))
    names = {entry.filename for entry in archive.infolist()} - {MANIFEST, DIGEST}
    for name in sorted(resources.keys() - names):
        yield f"{name} is missing"
    for name in sorted(names):
        try:
            with archive.open(name) as file:
                wrong = check_file(file, resources.get(name))
        except DAMAGE as error:
            wrong = f"it is damaged: {error}"
        if wrong is not None:
            yield f"{name}: {wrong}"


def _check_records(stream: BinaryIO, *, may_be_torn: bool) -> Iterator[str]:
    try:
        reader = RecordReader(stream)
        while (record := reader.next_record()) is not None:
            if (problem := _check_record(record)) is not None:
                yield f"record {record.id}: {problem}"
    except TornArchive as error:
        if not may_be_torn:
            yield str(error)
    except BrokenArchive as error:
        yield str(error)
    except BadRecord as error:
        yield f"a record cannot be read: {error.reason}"


def _check_record(record: Record) -> str | None:
    block = Hashing(parse_digest(record.get("warc-block-digest")))
    payload = Hashing(parse_digest(record.get("warc-payload-digest")))
    pieces = block.over(record.block())
    if record.kind == "response":
        try:
            head, body = split_response(pieces)
            for _ in payload.over(undo_chunks(body) if head.get("transfer-encoding") else body):
                pass
        except (BadRecord, BrokenBody):
            if record.get("warc-payload-digest"):
                return "its payload cannot be read"
    for _ in pieces:
        pass
    record.finish()
    if not block.fits:
        return "its bytes do not have its digest"
    if record.kind == "response" and not payload.fits:
        return "its payload does not have its digest"
    return None
