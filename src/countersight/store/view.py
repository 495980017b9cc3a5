"""Reading the store: one implementation of `View` for every database."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import ColumnElement, Connection, CursorResult, Row, Select, Table, func, select

from countersight.errors import AmbiguousId, BadMoment, NotFound
from countersight.model.as_of import NOW, AsOf
from countersight.model.claim import Claim
from countersight.model.custody import Act, CustodyEvent
from countersight.model.decision import Decision, Verdict
from countersight.model.docket import Docket
from countersight.model.document import Capture, Document
from countersight.model.entity import PERSON, Judgement
from countersight.model.failure import Failure, Stage
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement
from countersight.model.notice import Notice
from countersight.model.outline import ClaimOutline, FindingOutline, TextOutline
from countersight.model.record import from_json
from countersight.model.restriction import Restriction, standing_restrictions
from countersight.model.source import SourceAssessment
from countersight.model.text import DocumentText
from countersight.model.withdrawal import Withdrawals, standing_withdrawals
from countersight.store import rows, schema
from countersight.store.base import Outline, Step
from countersight.store.history import KEPT, read_findings, select_held
from countersight.store.rows import AFTER_IDS, ID, RowForm
from countersight.store.withheld import find_spoken, find_withheld

T = TypeVar("T")
Link = TypeVar("Link", Decision, IdentityJudgement, SourceAssessment)
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
        rows.IDENTITY_JUDGEMENTS,
        rows.SOURCE_ASSESSMENTS,
        rows.RESTRICTIONS,
        rows.CUSTODY,
        rows.NOTICES,
    )
}

OUTLINED = {ClaimOutline: schema.claims, TextOutline: schema.texts, FindingOutline: schema.findings}

TAKES_IN = {Stage.READ: schema.documents, Stage.EXTRACT: schema.texts, Stage.RESOLVE: schema.claims}
"""The stages that go through one table item by item."""


class DatabaseView:
    """A consistent view over one open transaction, as of two moments; it ends with the transaction."""

    def __init__(self, connection: Connection, as_of: AsOf = NOW, *, readers: int = 1) -> None:
        self._connection = connection
        self.as_of = as_of
        self.readers = readers
        self._open: set[CursorResult[*tuple[Any, ...]]] = set()
        self._made: dict[str, Finding] | None = None
        self._docket: Docket | None = None

    def close(self) -> None:
        """End the iterations that were not run to their end."""
        for result in list(self._open):
            result.close()

    def count(self, what: str) -> int:
        if what not in COUNTED:
            raise NotFound(f"there are no {what} to count; there are {', '.join(COUNTED)}")
        table = COUNTED[what]
        if self.as_of != NOW and (table is schema.findings or "sequence" in table.c):
            return sum(1 for _ in getattr(self, what)())
        return self._number(self._held(table))

    def document(self, document_id: str) -> Document:
        return self._named(rows.DOCUMENTS, document_id)

    def find_document(self, beginning: str) -> Document:
        return self._begun(rows.DOCUMENTS, beginning)

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

    def texts(self, *, document_id: str | None = None) -> Iterator[DocumentText]:
        of_document = () if document_id is None else (schema.texts.c.document_id == document_id,)
        return self._stream(rows.TEXTS, self._held(schema.texts, *of_document))

    def text_ids(self) -> Iterator[str]:
        for (name,) in self._each(select(schema.texts.c.id).order_by(schema.texts.c.id), batch=rows.BATCH):
            yield name

    def unread(self, version: str) -> Iterator[Document]:
        return self._stream(rows.DOCUMENTS, self._without_step(Stage.READ, version))

    def superseded(self) -> dict[str, str]:
        texts, custody = schema.texts.c, schema.custody.c
        repeated = select(texts.document_id).group_by(texts.document_id).having(func.count() > 1)
        read = (custody.record_id == texts.id) & (custody.act == Act.READ.value)
        query = select(texts.document_id, texts.id).join_from(schema.texts, schema.custody, read, isouter=True)
        # What was read before there was a log of custody comes first.
        query = query.where(texts.document_id.in_(repeated)).order_by(custody.sequence.nulls_first(), texts.id)
        readings: dict[str, list[str]] = {}
        for document_id, text_id in self._connection.execute(query):
            readings.setdefault(document_id, []).append(text_id)
        return {older: newest for *before, newest in readings.values() for older in before}

    def unextracted(
        self, version: str, *, reader: str | None = None, besides: Collection[str] = ()
    ) -> Iterator[DocumentText]:
        query = self._without_step(Stage.EXTRACT, version)
        return self._stream(rows.TEXTS, query.where(*_read_by(reader, besides)))

    def claim(self, claim_id: str) -> Claim:
        try:
            return self._begun(rows.CLAIMS, claim_id)
        except NotFound:
            if why := self._why_gone(claim_id):
                raise NotFound(why) from None
            raise

    def _why_gone(self, beginning: str) -> str | None:
        """Say why a claim stands no longer, if there was one that begins so."""
        table = schema.claims.c
        if not ID.fullmatch(beginning) or self.as_of != NOW:
            return None
        begins = table.id >= beginning, table.id < beginning + AFTER_IDS
        found = self._connection.execute(select(table.id, table.text_id).where(*begins).limit(2)).all()
        if len(found) != 1:
            return None
        document_id = self.text(found[0].text_id).document_id
        spoken = find_spoken(self._connection, self.withdrawals(), [document_id])
        is_withdrawn = bool(self.withheld([document_id])) or found[0].id in spoken
        why = "its document, source or speaker is withdrawn" if is_withdrawn else "it was read anew or taken back since"
        return f"claim {found[0].id} stands no longer: {why}"

    def claims(self, *, document_id: str | None = None) -> Iterator[Claim]:
        of_document = () if document_id is None else (schema.claims.c.document_id == document_id,)
        return self._stream(rows.CLAIMS, self._held(schema.claims, *of_document))

    def judgements(self, resolver: str | None = None, *, claim_id: str | None = None) -> Iterator[Judgement]:
        asked = ((schema.judgements.c.resolver, resolver), (schema.judgements.c.claim_id, claim_id))
        conditions = [column == value for column, value in asked if value is not None]
        return self._stream(rows.JUDGEMENTS, self._held(schema.judgements, *conditions))

    def standing_resolver(self) -> str | None:
        table, held = schema.judgements, select_held(schema.judgements, self.as_of).subquery()
        query = select(table.c.resolver).join(held, held.c.id == table.c.id).where(table.c.resolver != PERSON)
        return self._connection.execute(query.order_by(table.c.resolver.desc()).limit(1)).scalar()

    def unresolved(self, resolver: str) -> Iterator[Claim]:
        return self._stream(rows.CLAIMS, self._without_step(Stage.RESOLVE, resolver))

    def waiting(self, stage: Stage, version: str, *, reader: str | None = None, besides: Collection[str] = ()) -> int:
        return self._number(self._without_step(stage, version).where(*_read_by(reader, besides)))

    def finding(self, finding_id: str) -> Finding:
        if self._made is not None:
            return self._made[
                _only("finding", finding_id, [each for each in self._made if each.startswith(finding_id)])
            ]
        try:
            return self._begun(rows.FINDINGS, finding_id)
        except NotFound:
            if where := self._whereabouts(finding_id):
                raise NotFound(where) from None
            raise

    def _whereabouts(self, beginning: str) -> str | None:
        """Say where the claims of a finding are that is no more."""
        periods, links = schema.periods, schema.finding_claims
        if not ID.fullmatch(beginning) or self.as_of.recorded is not None:
            return None
        begins = periods.c.subject_id >= beginning, periods.c.subject_id < beginning + AFTER_IDS
        names = (
            self._connection.execute(select(periods.c.subject_id).where(*begins).distinct().limit(2)).scalars().all()
        )
        if len(names) != 1 or not names[0].startswith(KEPT[schema.findings.name]):
            return None
        (past,) = read_findings(self._connection, names).values()
        query = select(links.c.finding_id).where(links.c.claim_id.in_(past.claim_ids)).distinct()
        now = sorted(self._connection.execute(query).scalars())
        told = f"its claims are now in {', '.join(now)}" if now else "its claims are in none now"
        return f"finding {past.id} is no more, as claims joined or left it: {told}"

    def findings(self, *, claim_id: str | None = None) -> Iterator[Finding]:
        if claim_id is None:
            return self._stream(rows.FINDINGS) if self._made is None else iter(self._made.values())
        if self._made is None and self.as_of == NOW:
            links = schema.finding_claims
            within = schema.findings.c.id.in_(select(links.c.finding_id).where(links.c.claim_id == claim_id))
            return self._stream(rows.FINDINGS, self._held(schema.findings, within))
        return (finding for finding in self.findings() if claim_id in finding.claim_ids)

    def past_finding(self, finding_id: str) -> Finding:
        try:
            return read_findings(self._connection, [finding_id])[finding_id]
        except KeyError:
            raise NotFound(f"no finding {finding_id!r}") from None

    def hold_findings(self, findings: Iterable[Finding]) -> None:
        self._made = {finding.id: finding for finding in sorted(findings, key=lambda finding: finding.id)}

    def history(self, subject_id: str) -> list[tuple[str, str | None]]:
        periods = schema.periods
        query = select(periods.c.recorded_at, periods.c.withdrawn_at).where(periods.c.subject_id == subject_id)
        return [tuple(row) for row in self._connection.execute(query.order_by(periods.c.recorded_at))]

    def outlines(self, kind: type[Outline], names: Collection[str] | None = None) -> Iterator[Outline]:
        query = select_held(OUTLINED[kind], NOW)
        for batch in [None] if names is None else _batched(sorted(names)):
            key = query.selected_columns.id
            for row in self._each(query if batch is None else query.where(key.in_(batch)), batch=rows.BATCH):
                yield from_json(row.record, kind)

    def held_since(self, what: str) -> Iterator[tuple[str, str]]:
        periods, first = schema.periods, KEPT[what]
        query = select(periods.c.subject_id, periods.c.recorded_at).where(
            periods.c.withdrawn_at.is_(None), periods.c.subject_id >= first, periods.c.subject_id < first + AFTER_IDS
        )
        for row in self._each(query.order_by(periods.c.subject_id), batch=rows.BATCH):
            yield row[0], row[1]

    def position(self) -> str:
        periods = schema.periods.c
        changed = select(func.count(), func.max(periods.recorded_at), func.max(periods.withdrawn_at))
        counted = schema.steps, schema.documents, schema.captures, schema.texts, schema.failures, schema.notices
        counts = (self._connection.execute(select(func.count()).select_from(table)).scalar_one() for table in counted)
        return " ".join(map(str, (*self._connection.execute(changed.select_from(schema.periods)).one(), *counts)))

    def failures(self, *, stage: Stage | None = None) -> Iterator[Failure]:
        of_stage = () if stage is None else (schema.failures.c.stage == stage.value,)
        return self._stream(rows.FAILURES, self._held(schema.failures, *of_stage))

    def steps(self, stage: Stage) -> Iterator[Step]:
        table = schema.steps
        query = select(table).where(table.c.stage == stage.value).order_by(table.c.item, table.c.version)
        for row in self._each(query, batch=rows.BATCH):
            yield Step(stage=Stage(row.stage), item=row.item, version=row.version, outcome=row.outcome)

    def decisions(self, *, after: int = 0, subject_id: str | None = None) -> Iterator[Decision]:
        table = schema.decisions.c
        on_it = () if subject_id is None else (table.subject_id == subject_id,)
        return self._chain(rows.DECISIONS, *on_it, after=after)

    def docket(self) -> Docket:
        if self._docket is None:
            self._docket = Docket(self.decisions())
        return self._docket

    def identity_judgements(self) -> Iterator[IdentityJudgement]:
        return self._chain(rows.IDENTITY_JUDGEMENTS)

    def source_assessments(self) -> Iterator[SourceAssessment]:
        return self._chain(rows.SOURCE_ASSESSMENTS)

    def restrictions(self) -> Iterator[Restriction]:
        table = schema.restrictions
        return self._stream(rows.RESTRICTIONS, select(table.c.sequence, table.c.record).order_by(table.c.sequence))

    def custody(self, subject_id: str | None = None, *, after: int = 0) -> Iterator[CustodyEvent]:
        table = schema.custody
        query = select(table.c.sequence, table.c.record).where(table.c.sequence > after).order_by(table.c.sequence)
        of_subject = () if subject_id is None else (table.c.subject_id == subject_id,)
        for event in self._stream(rows.CUSTODY, query.where(*of_subject)):
            if self.as_of.recorded is None or event.at <= self.as_of.recorded:
                yield event

    def notices(self) -> Iterator[Notice]:
        table = schema.notices
        for notice in self._stream(rows.NOTICES, select(table.c.sequence, table.c.record).order_by(table.c.sequence)):
            if self.as_of.recorded is None or notice.at <= self.as_of.recorded:
                yield notice

    def withdrawals(self) -> Withdrawals:
        return standing_withdrawals(self.notices())

    def withheld(
        self, document_ids: Collection[str] | None = None, *, by: Withdrawals | None = None
    ) -> dict[str, Notice]:
        return find_withheld(self._connection, self.withdrawals() if by is None else by, document_ids)

    def custody_head(self) -> CustodyEvent | None:
        table = schema.custody
        query = select(table.c.sequence, table.c.record).order_by(table.c.sequence.desc()).limit(1)
        row = self._connection.execute(query).first()
        return None if row is None else rows.CUSTODY.from_record(row.record, row.sequence)

    def hidden_from(self, person: str | None) -> frozenset[str]:
        standing = standing_restrictions(self.restrictions())
        subjects = sorted(name for name, link in standing.items() if link.hides_from(person))
        hidden = {*subjects, *(self.docket().made_of(subjects) if subjects else ())}
        for start in range(0, len(subjects), rows.BATCH):
            batch = subjects[start : start + rows.BATCH]
            for table in (schema.texts, schema.claims):
                within = select(table.c.id).where(table.c.document_id.in_(batch))
                hidden.update(self._connection.execute(within).scalars())
        return frozenset(hidden)

    def verdicts(self, *, readers: int | None = None) -> dict[str, Verdict]:
        return self.docket().verdicts(readers or self.readers)

    def replacements(self, *, readers: int | None = None) -> dict[str, str]:
        return self.docket().replacements(readers or self.readers)

    def decided_findings(self, *, readers: int | None = None) -> dict[str, tuple[str, ...]]:
        wanted = self.docket().decided_findings(readers or self.readers)
        found = read_findings(self._connection, wanted)
        return {name: found[name].claim_ids for name in wanted if name in found}

    def _number(self, query: Select[*tuple[Any, ...]]) -> int:
        return self._connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()

    def _stream(self, form: RowForm[T], query: Select[str, str] | None = None) -> Iterator[T]:
        """Yield the objects of a query for name and record, a batch of rows in memory at a time."""
        query = self._held(form.table) if query is None else query
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
        if not ID.fullmatch(beginning):
            raise NotFound(f"no {form.word} {beginning!r}")
        query = self._held(form.table)
        key = query.selected_columns.id
        found = dict(
            self._connection.execute(query.where(key >= beginning, key < beginning + AFTER_IDS).limit(3)).all()
        )
        name = _only(form.word, beginning, list(found))
        return form.from_record(found[name], name)

    def _held(self, table: Table, *conditions: ColumnElement[bool]) -> Select[str, str]:
        """Select what the table held as of the view's moments, in order of id. Conditions are on its own columns.

        Raises:
            BadMoment: findings as of a day of publication are not kept: they are made anew from the claims of that day.
        """
        if table is schema.findings and self.as_of.published is not None:
            raise BadMoment("findings as of a day of publication are made anew from the claims of that day")
        query = select_held(table, self.as_of)
        key = query.selected_columns.id
        if conditions:
            query = query.where(key.in_(select(table.c.id).where(*conditions)))
        return query.order_by(key)

    def _without_step(self, stage: Stage, version: str) -> Select[str, str]:
        """Select what `stage` takes in and has not been through at `version`."""
        table, steps = TAKES_IN[stage], schema.steps
        step = select(steps.c.item).where(
            steps.c.stage == stage.value, steps.c.item == table.c.id, steps.c.version == version
        )
        return self._held(table, ~step.exists())

    def _chain(self, form: RowForm[Link], *conditions: ColumnElement[bool], after: int = 0) -> Iterator[Link]:
        """Yield the links of a chain that were there at the system time, in order."""
        query = select(form.table.c.sequence, form.table.c.record).order_by(form.table.c.sequence)
        query = query.where(form.table.c.sequence > after, *conditions)
        for link in self._stream(form, query):
            if self.as_of.recorded is not None and link.decided_at > self.as_of.recorded:
                return
            yield link


def _read_by(reader: str | None, besides: Collection[str]) -> list[ColumnElement[bool]]:
    """Ask for the texts of one reader, or for all but those of some."""
    column = schema.texts.c.reader
    return [
        *([column == reader] if reader is not None else []),
        *([column.not_in(besides)] if besides else []),
    ]


def _batched(names: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut ids into lists of a length that every database takes in one query."""
    return (names[start : start + rows.BATCH] for start in range(0, len(names), rows.BATCH))


def _only(word: str, beginning: str, found: Sequence[str]) -> str:
    """Return the one id that begins so, or say why there is none."""
    if not found:
        raise NotFound(f"no {word} {beginning!r}")
    if len(found) > 1:
        examples = ", ".join(found[:2]) + (", ..." if len(found) > 2 else "")
        raise AmbiguousId(f"{beginning!r} begins more than one {word}: {examples}")
    return found[0]
