"""What the log of custody says of the records that acts made, and the proof that both still agree."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, select

from countersight.errors import InvariantError
from countersight.model.custody import Act, ChainEnd, CustodyEvent, make_custody_event
from countersight.model.document import Capture, Document
from countersight.model.text import DocumentText
from countersight.store import rows, schema
from countersight.store.inserts import BATCH, Inserts
from countersight.values.digests import sha256_hex
from countersight.values.moments import sortable_time

_END = "SELECT sequence, id FROM custody ORDER BY sequence DESC LIMIT 1"
"""In plain SQL: building the query costs SQLAlchemy more than the databases take to answer it."""


class CustodyLog:
    """The log as one transaction writes it: the links wait and are sent together."""

    def __init__(self, connection: Connection, inserts: Inserts) -> None:
        self._connection = connection
        self._inserts = inserts
        self._end: CustodyEvent | ChainEnd | None = None
        self._waiting: list[rows.Row] = []

    def append(
        self, act: Act, subject_id: str, *, by: str, at: datetime, detail: Mapping[str, str] | Iterable[tuple[str, str]]
    ) -> CustodyEvent:
        """Add an act to the end. Only one writer is at work at a time, so that it stays the end until the commit."""
        if self._end is None:
            last = self._connection.exec_driver_sql(_END).first()
            self._end = ChainEnd(last[0], last[1]) if last else None
        event = make_custody_event(act, subject_id, by=by, at=at, detail=detail, after=self._end)
        self._end = event
        self._waiting.append(rows.CUSTODY.to_row(event))
        if len(self._waiting) >= BATCH:
            self.flush()
        return event

    def flush(self) -> None:
        """Send what waits: before the log is read in this transaction, and before it commits."""
        if self._waiting:
            self._inserts.append(schema.custody).run(self._connection, self._waiting)
            self._waiting = []


MADE = {Act.CAPTURED: schema.captures, Act.READ: schema.texts}
"""The acts that make a record, and the table in which it lies."""


def capture_detail(document: Document, capture: Capture, record: str) -> dict[str, str]:
    """Tell of a capture; `record` is how it is kept, of which not all is in its id."""
    return {
        "address": capture.address,
        "capture": capture.id,
        "captured_at": sortable_time(capture.captured_at),
        "media_type": document.media_type,
        "record": record_digest(record),
    }


def sighting_detail(capture: Capture) -> dict[str, str]:
    """Tell of a later act of fetching that gave the same bytes from the same place."""
    return {
        "address": capture.address,
        "capture": capture.id,
        "captured_at": sortable_time(capture.captured_at),
    }


def is_told(connection: Connection, capture: Capture) -> bool:
    """Whether this very act of fetching is on record: as the capture that is kept, or as a later sighting."""
    captures, log = schema.captures, schema.custody
    at = sortable_time(capture.captured_at)
    kept = select(captures.c.id).where(captures.c.id == capture.id, captures.c.captured_at == at)
    if connection.execute(kept).first() is not None:
        return True
    seen = select(log.c.sequence).where(
        log.c.record_id == capture.id, log.c.act == Act.SEEN_AGAIN.value, log.c.record.contains(f'"{at}"')
    )
    return connection.execute(seen.limit(1)).first() is not None


def text_detail(text: DocumentText, record: str) -> dict[str, str]:
    """Tell of a reading; `record` is how the text is kept, of which not all is in its id."""
    return {"text": text.id, "record": record_digest(record)}


def record_digest(record: str) -> str:
    """Return the SHA-256 of a record as it lies in its row; damaged bytes count as they are."""
    return sha256_hex(record.encode("utf-8", "surrogateescape"))


def find_custody_breaks(connection: Connection, document_id: str | None = None) -> Iterator[str]:
    """Hold the log against the records: each that an act made is there and as it was, and none is there untold.

    Of all documents, or of one; then also that its links are in the chain, which is walked whole otherwise.
    """
    if document_id is not None:
        yield from _check_links(connection, document_id)
    for act, table in MADE.items():
        yield from _check_told(connection, act, table, document_id)
        yield from _check_untold(connection, act, table, document_id)
    yield from _check_media_types(connection, document_id)


def _check_links(connection: Connection, document_id: str) -> Iterator[str]:
    """Hold each link on a document against those before and behind it."""
    log = schema.custody
    query = select(log.c.sequence, log.c.record).where(log.c.subject_id == document_id).order_by(log.c.sequence)
    for row in _rows(connection, query):
        try:
            event = rows.CUSTODY.from_record(row.record, row.sequence)
        except InvariantError as error:
            yield str(error)
            continue
        around = select(log.c.id).where(log.c.sequence == row.sequence - 1)
        before = connection.execute(around).scalar() or ""
        if event.previous != before:
            yield f"custody event {row.sequence}: links to {event.previous or 'none'}, before it is {before or 'none'}"
        behind = select(log.c.record).where(log.c.sequence == row.sequence + 1)
        record = connection.execute(behind).scalar()
        if record is not None and f'"previous":"{event.id}"' not in record:
            yield f"custody event {row.sequence + 1}: does not link to {event.id}, which is before it"


def _check_told(connection: Connection, act: Act, table: Table, document_id: str | None) -> Iterator[str]:
    log = schema.custody
    query = (
        select(log.c.sequence, log.c.record.label("event"), log.c.record_id, log.c.subject_id, table.c.record)
        .add_columns(table.c.document_id)
        .outerjoin(table, table.c.id == log.c.record_id)
        .where(log.c.act == act.value, *_of(log.c.subject_id, document_id))
        .order_by(log.c.sequence)
    )
    for row in _rows(connection, query):
        if row.record is None:
            yield f"custody event {row.sequence}: {act.value} {row.record_id}, which is not in the store"
        elif (event := _event(row)) is not None:
            if event.told("record") != (found := record_digest(row.record)):
                yield (
                    f"custody event {row.sequence}: {act.value} {row.record_id} with a record of SHA-256 "
                    f"{event.told('record')}; its record is now {found}"
                )
            if row.document_id != row.subject_id:
                yield f"custody event {row.sequence}: {row.record_id} is of {row.document_id}, not {row.subject_id}"


def _check_untold(connection: Connection, act: Act, table: Table, document_id: str | None) -> Iterator[str]:
    """Find records that no act made; those from before the log are counted by the link that begins it."""
    log, what = schema.custody, table.name
    told = select(log.c.record_id).where(log.c.record_id == table.c.id, log.c.act == act.value).exists()
    untold = select(table.c.id, table.c.record).where(~told).order_by(table.c.id)
    begun = _beginning(connection)
    if begun is None:
        for row in _rows(connection, untold.where(*_of(table.c.document_id, document_id))):
            yield f"{what[:-1]} {row.id}: nothing in the log of custody tells where it came from"
        return
    if document_id is not None:  # the link that begins the log has one digest for all that was there
        return
    count, digest = 0, hashlib.sha256()
    for row in _rows(connection, untold):
        count += 1
        digest.update(f"{row.id} {record_digest(row.record)}\n".encode())
    if (str(count), digest.hexdigest()) != (begun.told(what), begun.told(f"{what}_list")):
        yield (
            f"custody event 1: the log began with {begun.told(what)} {what}; "
            f"the {count} that it does not tell of one by one are not those, or not as they were"
        )


def _of(column: ColumnElement[str], document_id: str | None) -> list[ColumnElement[bool]]:
    return [] if document_id is None else [column == document_id]


def _beginning(connection: Connection) -> CustodyEvent | None:
    log = schema.custody
    query = select(log.c.sequence, log.c.record.label("event")).where(log.c.sequence == 1)
    return next(map(_event, _rows(connection, query.where(log.c.act == Act.BEGUN.value))), None)


def _check_media_types(connection: Connection, document_id: str | None) -> Iterator[str]:
    """Hold documents against the first act on each: a document's id says nothing of what kind of file it is."""
    log, documents = schema.custody, schema.documents
    query = select(log.c.sequence, log.c.record.label("event"), documents.c.record, documents.c.id)
    query = query.join(documents, documents.c.id == log.c.subject_id).where(log.c.act == Act.CAPTURED.value)
    query = query.where(*_of(documents.c.id, document_id))
    seen = ""
    for row in _rows(connection, query.order_by(documents.c.id, log.c.sequence)):
        event = _event(row)
        if row.id != seen and event is not None and f'"media_type":"{event.told("media_type")}"' not in row.record:
            yield f"document {row.id}: was captured as {event.told('media_type')}, which its record no longer says"
        seen = row.id


def _event(row: Row[Any]) -> CustodyEvent | None:
    """Read a link; a broken one is told where the chain is checked."""
    try:
        return rows.CUSTODY.from_record(row.event, row.sequence)
    except InvariantError:
        return None


def _rows(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Row[Any]]:
    with connection.execute(query, execution_options={"yield_per": 16}) as result:
        yield from result
