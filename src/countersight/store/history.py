"""System time: from when to when the store held each claim, judgement and finding to be so. Nothing is overwritten."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select, update

from countersight.model.as_of import AsOf
from countersight.model.finding import Finding
from countersight.store import rows, schema
from countersight.store.inserts import Inserts, in_batches
from countersight.store.rows import AFTER_IDS
from countersight.values.moments import sortable_time

KEPT = {schema.claims.name: "clm-", schema.judgements.name: "jdg-", schema.findings.name: "fnd-"}
"""The tables whose rows have periods, with the beginning of their ids."""


def open_periods(connection: Connection, inserts: Inserts, subject_ids: Iterable[str], now: str) -> int:
    """Hold these to be so from `now` on, unless they are already; return how many are newly so."""
    opened = 0
    for batch in in_batches(subject_ids):
        standing = find_standing(connection, batch)
        new = [
            {"subject_id": each, "recorded_at": now, "withdrawn_at": None, "record": None}
            for each in {*batch} - standing
        ]
        inserts.put(schema.periods).run(connection, new)
        opened += len(new)
    return opened


def close_periods(connection: Connection, table: Table, subject_ids: Iterable[str], now: str) -> None:
    """Hold these rows of `table` to be so no longer, and keep what they were."""
    periods = schema.periods
    was = select(table.c.record).where(table.c.id == periods.c.subject_id).scalar_subquery()
    for batch in in_batches(subject_ids):
        standing = periods.c.withdrawn_at.is_(None) & periods.c.subject_id.in_(batch)
        connection.execute(update(periods).where(standing).values(withdrawn_at=now, record=was))


def find_withdrawn(connection: Connection, table: Table, subject_ids: Iterable[str]) -> set[str]:
    """Return which of these rows of `table` are there and held to be so no longer."""
    held = select(schema.periods.c.subject_id).where(
        schema.periods.c.subject_id == table.c.id, schema.periods.c.withdrawn_at.is_(None)
    )
    return set(connection.execute(select(table.c.id).where(table.c.id.in_(subject_ids), ~held.exists())).scalars())


def find_standing(connection: Connection, subject_ids: Iterable[str]) -> set[str]:
    """Return which of these are held to be so."""
    periods, found = schema.periods, set[str]()
    for batch in in_batches(subject_ids):
        there = select(periods.c.subject_id).where(periods.c.subject_id.in_(batch), periods.c.withdrawn_at.is_(None))
        found.update(connection.execute(there).scalars())
    return found


def read_findings(connection: Connection, finding_ids: Iterable[str]) -> dict[str, Finding]:
    """Read findings by id, those that are no more as they last were."""
    found: dict[str, str] = {}
    periods, table = schema.periods, schema.findings
    for batch in in_batches(finding_ids):
        past = select(periods.c.subject_id, periods.c.record).where(
            periods.c.subject_id.in_(batch), periods.c.record.is_not(None)
        )
        for query in (
            past.order_by(periods.c.recorded_at),
            select(table.c.id, table.c.record).where(table.c.id.in_(batch)),
        ):
            found |= dict(connection.execute(query).all())
    return {name: rows.FINDINGS.from_record(record, name) for name, record in found.items()}


def select_held(table: Table, as_of: AsOf) -> Select[str, str]:
    """Select id and record of the rows of `table` that were held to be so, and public, as of these moments."""
    if as_of.recorded is None:
        query = select(table.c.id, table.c.record)
        return _only_public(query.where(_stands(table)), table, table.c.id, as_of) if table.name in KEPT else query
    if table.name not in KEPT:
        return select(table.c.id, table.c.record)
    moment, periods = sortable_time(as_of.recorded), schema.periods
    begun = periods.c.recorded_at <= moment
    standing = select(table.c.id, table.c.record).join(periods, periods.c.subject_id == table.c.id)
    first, last = KEPT[table.name], KEPT[table.name] + AFTER_IDS
    ended = select(periods.c.subject_id, periods.c.record).where(
        begun, periods.c.withdrawn_at > moment, periods.c.subject_id >= first, periods.c.subject_id < last
    )
    both = standing.where(begun, periods.c.withdrawn_at.is_(None)).union_all(ended).subquery()
    return _only_public(select(both.c.id, both.c.record), table, both.c.id, as_of)


def _stands(table: Table) -> ColumnElement[bool]:
    periods = schema.periods
    open_ = select(periods.c.subject_id).where(periods.c.subject_id == table.c.id, periods.c.withdrawn_at.is_(None))
    return open_.exists()


def _only_public(query: Select[str, str], table: Table, key: ColumnElement[str], as_of: AsOf) -> Select[str, str]:
    """Leave claims, and judgements on claims, whose documents were published by the day; keep all without one."""
    if as_of.published is None:
        return query
    claims, texts, captures = schema.claims, schema.texts, schema.captures
    captured = (
        select(func.min(func.substr(captures.c.captured_at, 1, 10)))
        .where(captures.c.document_id == texts.c.document_id)
        .scalar_subquery()
    )
    public = select(claims.c.id).join(texts, texts.c.id == claims.c.text_id)
    public = public.where(func.coalesce(texts.c.published, captured) <= as_of.published.isoformat())
    if table is claims:
        return query.where(key.in_(public))
    judgements = schema.judgements
    return query.where(key.in_(select(judgements.c.id).where(judgements.c.claim_id.in_(public))))
