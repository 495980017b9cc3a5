"""What rests on what is withdrawn: the documents that are held out whole, and single claims for whose word they are."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Select, Table, select

from countersight.model.imprint import CaptureImprint, Imprint, TextImprint, make_imprint
from countersight.model.notice import Notice
from countersight.model.outline import TextOutline
from countersight.model.record import from_json
from countersight.model.source import Published
from countersight.model.speakers import agency_key
from countersight.model.withdrawal import Withdrawals
from countersight.store import rows, schema
from countersight.store.inserts import in_batches

NO_TEXT = TextImprint(id="", document_id="")
"""Stands for the text of claims that name their speaker: nothing is asked of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Name:
    """A name as written."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """Who says it."""

    mention: _Name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A claim by what tells whose word it is."""

    extractor: str
    speaker: _Speaker | None = None


def find_withheld(
    connection: Connection, withdrawn: Withdrawals, document_ids: Collection[str] | None = None
) -> dict[str, Notice]:
    """Return the documents that are held out whole, each with its notice: among these, or among all."""
    if not (withdrawn.sources or withdrawn.agencies):
        wanted = withdrawn.documents if document_ids is None else document_ids
        return {name: withdrawn.documents[name] for name in wanted if name in withdrawn.documents}
    found: dict[str, Notice] = {}
    for batch in [None] if document_ids is None else in_batches(document_ids):
        for name, imprint in _read_imprints(connection, batch, with_agencies=bool(withdrawn.agencies)):
            notice = withdrawn.of_document(name, imprint)
            if notice is not None:
                found[name] = notice
    return found


def find_spoken(
    connection: Connection, withdrawn: Withdrawals, document_ids: Collection[str] | None = None
) -> dict[str, Notice]:
    """Return the claims that are held out for whose word they are: of these documents, or of all; ended ones too."""
    if not (withdrawn.speakers or withdrawn.agencies):
        return {}
    claims, found = schema.claims, dict[str, Notice]()
    for batch in [None] if document_ids is None else in_batches(document_ids):
        query = select(claims.c.id, claims.c.text_id, claims.c.record).order_by(claims.c.text_id)
        if batch is not None:
            query = query.where(claims.c.document_id.in_(batch))
        found |= _hold_against(connection, withdrawn, query)
    return found


def _hold_against(
    connection: Connection, withdrawn: Withdrawals, query: Select[str, str, str]
) -> Iterator[tuple[str, Notice]]:
    """Yield the claims of a query for id, text and record that are held out, a few in memory at a time."""
    text = NO_TEXT
    with connection.execute(query, execution_options={"yield_per": rows.BATCH}) as result:
        for name, text_id, record in result:
            told = from_json(record, _Told)
            if told.speaker is None and text.id != text_id:
                text = _read_text(connection, text_id)
            speaker = told.speaker.mention.name if told.speaker else None
            notice = withdrawn.of_word(speaker, told.extractor, text)
            if notice is not None:
                yield name, notice


def _read_imprints(
    connection: Connection, batch: Iterable[str] | None, *, with_agencies: bool
) -> Iterator[tuple[str, Imprint]]:
    """Yield what tells who published each document; of its texts no more is held than names."""
    texts: dict[str, list[Published]] = defaultdict(list)
    captures: dict[str, list[CaptureImprint]] = defaultdict(list)
    agencies: dict[str, set[str]] = defaultdict(set)
    for record in _records(connection, schema.captures, batch):
        capture = from_json(record, CaptureImprint)
        captures[capture.document_id].append(capture)
    for record in _records(connection, schema.texts, batch):
        outline = from_json(record, TextOutline)
        texts[outline.document_id].append(outline)
        if with_agencies and (key := agency_key(from_json(record, TextImprint))):
            agencies[outline.document_id].add(key)
    for name in sorted({*captures, *texts}):
        yield name, make_imprint(texts[name], captures[name], agencies[name])


def _records(connection: Connection, table: Table, batch: Iterable[str] | None) -> Iterator[str]:
    """Yield the records of a table that belong to documents, a few in memory at a time."""
    query = select(table.c.record)
    if batch is not None:
        query = query.where(table.c.document_id.in_(batch))
    with connection.execute(query, execution_options={"yield_per": rows.BATCH}) as result:
        for row in result:
            yield row.record


def _read_text(connection: Connection, text_id: str) -> TextImprint:
    record = connection.execute(select(schema.texts.c.record).where(schema.texts.c.id == text_id)).scalar_one()
    return from_json(record, TextImprint)
