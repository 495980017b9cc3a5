"""Writing to the store: one implementation of `Writer` for every database."""

from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, delete, func, select

from countersight.errors import NotFound
from countersight.model.claim import Claim, check_claim
from countersight.model.decision import Decision, Verdict, make_decision
from countersight.model.document import Capture, Document
from countersight.model.entity import Judgement
from countersight.model.failure import Failure, Stage, failure_id
from countersight.model.finding import Finding
from countersight.model.text import DocumentText
from countersight.store import rows, schema
from countersight.store.base import Step
from countersight.store.rows import Row, RowForm

T = TypeVar("T")

BATCH = 1_000
"""Rows sent at a time, so that any number can be written in bounded memory."""


class DatabaseWriter:
    """Writes within one open transaction, whose owner commits it.

    `insert` is the dialect's own, for both that are supported know ON CONFLICT and SQLAlchemy has no common form of it.
    """

    def __init__(self, connection: Connection, insert: Callable[[Table], Any]) -> None:
        self._connection = connection
        self._insert = insert

    def add_document(self, document: Document, capture: Capture) -> bool:
        is_new = self._add(rows.DOCUMENTS, [document])
        self._add(rows.CAPTURES, [capture])
        return is_new > 0

    def add_text(self, text: DocumentText) -> None:
        self._add(rows.TEXTS, [text])

    def add_claims(self, claims: Iterable[Claim], text: DocumentText) -> int:
        """Add claims of one text.

        The same claim can come with another confidence or from another extractor, which its id does not tell. Then the
        record that sorts first stays, so that the order of arrival never decides what the store says.
        """
        checked = list(claims)
        for claim in checked:
            check_claim(claim, text)
        before = self._count_claims(text)
        statement = self._insert(schema.claims)
        statement = statement.on_conflict_do_update(
            index_elements=["id"],
            set_={name: statement.excluded[name] for name in ("confidence", "extractor", "record")},
            where=statement.excluded.record < schema.claims.c.record,
        )
        self._write(statement, map(rows.CLAIMS.to_row, checked))
        return self._count_claims(text) - before

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        self._add(rows.JUDGEMENTS, judgements)

    def replace_findings(self, findings: Iterable[Finding]) -> None:
        self._connection.execute(delete(schema.finding_claims))
        self._connection.execute(delete(schema.findings))
        references = self._insert(schema.finding_claims).on_conflict_do_nothing()
        remaining = iter(findings)
        while batch := list(islice(remaining, BATCH)):
            self._add(rows.FINDINGS, batch)
            self._write(references, (row for finding in batch for row in rows.finding_claim_rows(finding)))

    def add_step(self, step: Step) -> None:
        self._put(
            schema.steps,
            {"stage": step.stage.value, "item": step.item, "version": step.version, "outcome": step.outcome},
        )

    def record_failure(self, failure: Failure) -> None:
        self._put(schema.failures, rows.FAILURES.to_row(failure))

    def clear_failure(self, stage: Stage, item: str) -> None:
        steps = schema.steps
        self._connection.execute(delete(schema.failures).where(schema.failures.c.id == failure_id(stage, item)))
        self._connection.execute(delete(steps).where(steps.c.stage == stage.value, steps.c.item == item))

    def decide(
        self, subject_id: str, verdict: Verdict, reviewer: str, reason: str, *, decided_at: datetime
    ) -> Decision:
        if not any(self._has(table, subject_id) for table in (schema.claims, schema.findings)):
            raise NotFound(f"no claim or finding {subject_id!r} to decide on")
        decision = make_decision(
            subject_id, verdict, reviewer, reason, decided_at=decided_at, after=self._last_decision()
        )
        self._write(self._insert(schema.decisions), [rows.DECISIONS.to_row(decision)])
        return decision

    def _last_decision(self) -> Decision | None:
        """Read the end of the chain; only one writer is at work at a time, so it stays the end until the commit."""
        table = schema.decisions
        last = self._connection.execute(
            select(table.c.sequence, table.c.record).order_by(table.c.sequence.desc()).limit(1)
        ).first()
        return None if last is None else rows.DECISIONS.from_record(last.record, last.sequence)

    def _has(self, table: Table, name: str) -> bool:
        return self._connection.execute(select(table.c.id).where(table.c.id == name)).first() is not None

    def _count_claims(self, text: DocumentText) -> int:
        query = select(func.count()).select_from(schema.claims).where(schema.claims.c.text_id == text.id)
        return self._connection.execute(query).scalar_one()

    def _add(self, form: RowForm[T], values: Iterable[T]) -> int:
        """Add what is not there yet; return how many rows that were, where one statement tells."""
        return self._write(self._insert(form.table).on_conflict_do_nothing(), map(form.to_row, values))

    def _put(self, table: Table, row: Row) -> None:
        """Add a row in place of the one with the same key."""
        statement = self._insert(table)
        keys = [column.name for column in table.primary_key]
        rest = {name: statement.excluded[name] for name in row if name not in keys}
        self._write(statement.on_conflict_do_update(index_elements=keys, set_=rest), [row])

    def _write(self, statement: Any, values: Iterable[Row]) -> int:
        written = 0
        remaining = iter(values)
        while batch := list(islice(remaining, BATCH)):
            written += self._connection.execute(statement, batch).rowcount
        return written
