"""Writing to the store: one implementation of `Writer` for every database."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, Table, bindparam, delete, select, update

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
from countersight.store.inserts import BATCH, Inserts
from countersight.store.rows import ID, Row, RowForm

T = TypeVar("T")

NOT_IN_ID = ("confidence", "extractor", "record")
"""The columns in which two arrivals of one claim can differ."""


class DatabaseWriter:
    """Writes within one open transaction, whose owner commits it."""

    def __init__(self, connection: Connection, inserts: Inserts) -> None:
        self._connection = connection
        self._inserts = inserts

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
        made = [rows.CLAIMS.to_row(claim) for claim in checked]
        new = self._inserts.add(schema.claims).run(self._connection, made)
        if new < len(made):
            self._keep_lesser(made)
        return new

    def retire_claims(self, text_id: str, extractor: str) -> int:
        claims, links, decided = schema.claims.c, schema.finding_claims.c, select(schema.decisions.c.subject_id)
        decided_within = select(links.claim_id).where(links.finding_id.in_(decided))
        superseded = select(claims.id).where(
            claims.text_id == text_id,
            claims.extractor != extractor,
            claims.id.not_in(decided),
            claims.id.not_in(decided_within),
        )
        retired = list(self._connection.execute(superseded).scalars())
        if retired:
            self._take_out(retired)
        return len(retired)

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        self._add(rows.JUDGEMENTS, judgements)

    def replace_findings(self, findings: Iterable[Finding]) -> None:
        self._connection.execute(delete(schema.finding_claims))
        self._connection.execute(delete(schema.findings))
        references = self._inserts.add(schema.finding_claims)
        remaining = iter(findings)
        while batch := list(islice(remaining, BATCH)):
            self._add(rows.FINDINGS, batch)
            references.run(self._connection, (row for finding in batch for row in rows.finding_claim_rows(finding)))

    def add_step(self, step: Step) -> None:
        self._inserts.put(schema.steps).run(self._connection, [rows.step_row(step)])

    def record_failure(self, failure: Failure) -> None:
        self._inserts.put(schema.failures).run(self._connection, [rows.FAILURES.to_row(failure)])

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
        self._inserts.append(schema.decisions).run(self._connection, [rows.DECISIONS.to_row(decision)])
        return decision

    def _last_decision(self) -> Decision | None:
        """Read the end of the chain; only one writer is at work at a time, so it stays the end until the commit."""
        table = schema.decisions
        last = self._connection.execute(
            select(table.c.sequence, table.c.record).order_by(table.c.sequence.desc()).limit(1)
        ).first()
        return None if last is None else rows.DECISIONS.from_record(last.record, last.sequence)

    def _has(self, table: Table, name: str) -> bool:
        query = select(table.c.id).where(table.c.id == name)
        return bool(ID.fullmatch(name)) and self._connection.execute(query).first() is not None

    def _take_out(self, claim_ids: list[str]) -> None:
        """Delete claims with all that rests on them, and have it made anew by the next run."""
        links, steps, failures = schema.finding_claims, schema.steps, schema.failures
        resting = select(links.c.finding_id).where(links.c.claim_id.in_(claim_ids))
        findings = list(self._connection.execute(resting).scalars())
        of_claims = [failure_id(Stage.RESOLVE, claim_id) for claim_id in claim_ids]
        for deletion in (
            delete(links).where(links.c.finding_id.in_(findings)),
            delete(schema.findings).where(schema.findings.c.id.in_(findings)),
            delete(schema.judgements).where(schema.judgements.c.claim_id.in_(claim_ids)),
            delete(steps).where(steps.c.stage == Stage.RESOLVE.value, steps.c.item.in_(claim_ids)),
            delete(steps).where(steps.c.stage == Stage.CORROBORATE.value),
            delete(failures).where(failures.c.id.in_(of_claims)),
            delete(schema.claims).where(schema.claims.c.id.in_(claim_ids)),
        ):
            self._connection.execute(deletion)

    def _keep_lesser(self, made: list[Row]) -> None:
        table = schema.claims
        lesser = update(table).where(table.c.id == bindparam("its_id"), table.c.record > bindparam("record"))
        values = [{"its_id": row["id"], **{name: row[name] for name in NOT_IN_ID}} for row in made]
        self._connection.execute(lesser.values({name: bindparam(name) for name in NOT_IN_ID}), values)

    def _add(self, form: RowForm[T], values: Iterable[T]) -> int:
        """Add what is not there yet; return how many rows that was."""
        return self._inserts.add(form.table).run(self._connection, map(form.to_row, values))
