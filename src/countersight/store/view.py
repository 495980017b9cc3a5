"""Reading the store: one implementation of `View` for every database."""

from collections.abc import Iterator
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import Connection, CursorResult, Row, Select, Table, func, select

from countersight.errors import AmbiguousId, NotFound
from countersight.model.claim import Claim
from countersight.model.decision import Decision, Verdict
from countersight.model.document import Capture, Document
from countersight.model.entity import Judgement
from countersight.model.failure import Failure, Stage
from countersight.model.finding import Finding
from countersight.model.text import DocumentText
from countersight.store import rows, schema
from countersight.store.base import Step
from countersight.store.rows import AFTER_IDS, ID, RowForm

T = TypeVar("T")
Columns = TypeVarTuple("Columns")

COUNTED: dict[str, Table] = {
    form.table.name: form.table
    for form in (
        rows.DOCUMENTS,
        rows.CAPTURES,
        rows.TEXTS,
        rows.CLAIMS,
        rows.JUDGEMENTS,
        rows.FINDINGS,
        rows.FAILURES,
        rows.DECISIONS,
    )
}

TAKES_IN = {Stage.READ: schema.documents, Stage.EXTRACT: schema.texts, Stage.RESOLVE: schema.claims}
"""The stages that go through one table item by item."""


class DatabaseView:
    """A consistent view over one open transaction; it ends with it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._open: set[CursorResult[*tuple[Any, ...]]] = set()

    def close(self) -> None:
        """End the iterations that were not run to their end."""
        for result in list(self._open):
            result.close()

    def count(self, what: str) -> int:
        if what not in COUNTED:
            raise NotFound(f"there are no {what} to count; there are {', '.join(COUNTED)}")
        return self._number(select(COUNTED[what].c.id))

    def document(self, document_id: str) -> Document:
        return self._named(rows.DOCUMENTS, document_id)

    def documents(self) -> Iterator[Document]:
        return self._stream(rows.DOCUMENTS)

    def captures(self, document_id: str | None = None) -> Iterator[Capture]:
        table = schema.captures
        query = select(table.c.id, table.c.record).order_by(table.c.document_id, table.c.captured_at, table.c.id)
        if document_id is not None:
            query = query.where(table.c.document_id == document_id)
        return self._stream(rows.CAPTURES, query)

    def text(self, text_id: str) -> DocumentText:
        return self._named(rows.TEXTS, text_id)

    def texts(self) -> Iterator[DocumentText]:
        return self._stream(rows.TEXTS)

    def unread(self, version: str) -> Iterator[Document]:
        return self._stream(rows.DOCUMENTS, _without_step(Stage.READ, version))

    def unextracted(self, version: str) -> Iterator[DocumentText]:
        return self._stream(rows.TEXTS, _without_step(Stage.EXTRACT, version))

    def claim(self, claim_id: str) -> Claim:
        return self._begun(rows.CLAIMS, claim_id)

    def claims(self, *, document_id: str | None = None) -> Iterator[Claim]:
        query = _by_id(schema.claims)
        if document_id is not None:
            query = query.where(schema.claims.c.document_id == document_id)
        return self._stream(rows.CLAIMS, query)

    def judgements(self, resolver: str | None = None) -> Iterator[Judgement]:
        query = _by_id(schema.judgements)
        if resolver is not None:
            query = query.where(schema.judgements.c.resolver == resolver)
        return self._stream(rows.JUDGEMENTS, query)

    def unresolved(self, resolver: str) -> Iterator[Claim]:
        return self._stream(rows.CLAIMS, _without_step(Stage.RESOLVE, resolver))

    def waiting(self, stage: Stage, version: str) -> int:
        return self._number(_without_step(stage, version))

    def finding(self, finding_id: str) -> Finding:
        return self._begun(rows.FINDINGS, finding_id)

    def findings(self) -> Iterator[Finding]:
        return self._stream(rows.FINDINGS)

    def failures(self, *, stage: Stage | None = None) -> Iterator[Failure]:
        query = _by_id(schema.failures)
        if stage is not None:
            query = query.where(schema.failures.c.stage == stage.value)
        return self._stream(rows.FAILURES, query)

    def steps(self, stage: Stage) -> Iterator[Step]:
        table = schema.steps
        query = select(table).where(table.c.stage == stage.value).order_by(table.c.item, table.c.version)
        for row in self._each(query, batch=rows.BATCH):
            yield Step(stage=Stage(row.stage), item=row.item, version=row.version, outcome=row.outcome)

    def decisions(self) -> Iterator[Decision]:
        table = schema.decisions
        return self._stream(rows.DECISIONS, select(table.c.sequence, table.c.record).order_by(table.c.sequence))

    def verdicts(self) -> dict[str, Verdict]:
        standing: dict[str, list[Verdict]] = {}
        for decision in self.decisions():
            given = standing.setdefault(decision.subject_id, [])
            if decision.verdict is not Verdict.UNDO:
                given.append(decision.verdict)
            elif given:
                given.pop()
        return {subject_id: given[-1] for subject_id, given in standing.items() if given}

    def _number(self, query: Select[*tuple[Any, ...]]) -> int:
        return self._connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()

    def _stream(self, form: RowForm[T], query: Select[str, str] | None = None) -> Iterator[T]:
        """Yield the objects of a query for name and record, a batch of rows in memory at a time."""
        query = _by_id(form.table) if query is None else query
        for name, record in self._each(query, batch=form.batch):
            yield form.from_record(record, name)

    def _each(self, query: Select[*Columns], *, batch: int) -> Iterator[Row[*Columns]]:
        with self._connection.execute(query, execution_options={"yield_per": batch}) as result:
            self._open.add(result)
            try:
                yield from result
            finally:
                self._open.discard(result)

    def _named(self, form: RowForm[T], name: str) -> T:
        if ID.fullmatch(name):
            record = self._connection.execute(select(form.table.c.record).where(form.table.c.id == name)).scalar()
            if record is not None:
                return form.from_record(record, name)
        raise NotFound(f"no {form.word} {name!r}")

    def _begun(self, form: RowForm[T], beginning: str) -> T:
        """Find the one object whose id begins so.

        A range and not LIKE: nothing to escape, and the primary key's index answers it.
        """
        key = form.table.c.id
        if not ID.fullmatch(beginning):
            raise NotFound(f"no {form.word} {beginning!r}")
        query = _by_id(form.table).where(key >= beginning, key < beginning + AFTER_IDS).limit(3)
        found = self._connection.execute(query).all()
        if not found:
            raise NotFound(f"no {form.word} {beginning!r}")
        if len(found) > 1:
            examples = ", ".join(name for name, _ in found[:2]) + (", ..." if len(found) > 2 else "")
            raise AmbiguousId(f"{beginning!r} begins more than one {form.word}: {examples}")
        name, record = found[0]
        return form.from_record(record, name)


def _by_id(table: Table) -> Select[str, str]:
    return select(table.c.id, table.c.record).order_by(table.c.id)


def _without_step(stage: Stage, version: str) -> Select[str, str]:
    """Select what `stage` takes in and has not been through at `version`."""
    table, steps = TAKES_IN[stage], schema.steps
    step = select(steps.c.item).where(
        steps.c.stage == stage.value, steps.c.item == table.c.id, steps.c.version == version
    )
    return _by_id(table).where(~step.exists())
