"""Writing to the store: one implementation of `Writer` for every database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, or_, select, update

from countersight.errors import BadNotice, BadRestriction, NotFound
from countersight.model.claim import PERSON_EXTRACTOR, Claim, check_claim
from countersight.model.custody import Act, CustodyEvent
from countersight.model.decision import Decision, Verdict, make_decision
from countersight.model.docket import Docket
from countersight.model.document import Capture, Document
from countersight.model.entity import PERSON, Judgement, JudgementValue
from countersight.model.failure import Failure, Stage, failure_id
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement, judge_pair
from countersight.model.notice import Notice, NoticeKind, Withdrawals, make_notice
from countersight.model.restriction import Restriction, make_restriction
from countersight.model.source import Reliability, SourceAssessment, assess_source
from countersight.model.text import DocumentText
from countersight.store import rows, schema
from countersight.store.base import WITHDRAWN, Step
from countersight.store.custody import CustodyLog, capture_detail, is_told, sighting_detail, text_detail
from countersight.store.history import KEPT, close_periods, find_standing, find_withdrawn, open_periods, read_findings
from countersight.store.inserts import Inserts, in_batches
from countersight.store.notices import (
    find_ended_claims,
    find_ended_judgements,
    find_standing_claims,
    find_withdrawal,
    find_withdrawals,
    forget_skipped,
)
from countersight.store.rows import ID, Row, RowForm
from countersight.values.moments import sortable_time

T = TypeVar("T")

NOT_IN_ID = ("confidence", "extractor", "record")
"""The columns in which two arrivals of one claim can differ."""


class DatabaseWriter:
    """Writes within one open transaction, whose owner commits it; all of it is recorded at one moment."""

    def __init__(self, connection: Connection, inserts: Inserts) -> None:
        self._connection = connection
        self._inserts = inserts
        self._moment = datetime.now(UTC)
        self._now = sortable_time(self._moment)
        self._custody = CustodyLog(connection, inserts)
        self._ends: dict[str, Any] = {}
        """The last link of each chain that was appended to here, by word."""
        self._decided: frozenset[str] | None = None
        """The claims that some finding had when it was decided on, once they were asked for."""
        self._withdrawals: Withdrawals | None = None
        """What is withdrawn, once it was asked for."""
        self._left_out: set[str] = set()
        """Texts whose claims were not taken, as they are withdrawn."""

    def add_document(self, document: Document, capture: Capture) -> bool:
        is_new = self._add(rows.DOCUMENTS, [document])
        row = rows.CAPTURES.to_row(capture)
        if self._inserts.add(schema.captures).run(self._connection, [row]):
            self._tell(Act.CAPTURED, document.id, capture.tool, capture_detail(document, capture, row["record"]))
        elif not self._is_told(capture):
            self._tell(Act.SEEN_AGAIN, document.id, capture.tool, sighting_detail(capture))
        return is_new > 0

    def add_text(self, text: DocumentText) -> None:
        row = rows.TEXTS.to_row(text)
        if self._inserts.add(schema.texts).run(self._connection, [row]):
            self._tell(Act.READ, text.document_id, text.reader, text_detail(text, row["record"]))

    def add_claims(self, claims: Iterable[Claim], text: DocumentText) -> int:
        """Add claims of one text.

        The same claim can come with another confidence or from another extractor, which its id does not tell. Then the
        record that sorts first stays, so that the order of arrival never decides what the store says. None is taken
        from what is withdrawn: whoever extracts may have begun before the withdrawal.
        """
        checked = list(claims)
        for claim in checked:
            check_claim(claim, text)
        if self._is_withdrawn(text):
            self._left_out.add(text.id)
            return 0
        made = [rows.CLAIMS.to_row(claim) for claim in checked]
        returning = find_withdrawn(self._connection, schema.claims, [row["id"] for row in made])
        new = self._inserts.add(schema.claims).run(self._connection, made)
        if new < len(made):
            self._put_records(row for row in made if row["id"] in returning)
            self._keep_lesser([row for row in made if row["id"] not in returning])
        return open_periods(self._connection, self._inserts, (row["id"] for row in made), self._now)

    def _is_withdrawn(self, text: DocumentText) -> bool:
        if self._withdrawals is None:
            self._withdrawals = find_withdrawals(self._connection)
        return bool(self._withdrawals) and self._withdrawals.of_text(text) is not None

    def retire_claims(self, text_id: str, *extractors: str) -> int:
        claims, decided = schema.claims.c, select(schema.decisions.c.subject_id)
        periods = schema.periods.c
        held = select(periods.subject_id).where(periods.subject_id == claims.id, periods.withdrawn_at.is_(None))
        judged = (select(schema.identity_judgements.c[side]) for side in ("left_id", "right_id"))
        superseded = select(claims.id).where(
            claims.text_id == text_id,
            held.exists(),
            claims.extractor.not_in(extractors),
            ~claims.extractor.startswith(PERSON_EXTRACTOR),
            claims.id.not_in(decided),
            *(claims.id.not_in(those) for those in judged),
        )
        within = self._decided_within()
        retired = [name for name in self._connection.execute(superseded).scalars() if name not in within]
        if retired:
            self._withdraw(retired)
        return len(retired)

    def _decided_within(self) -> frozenset[str]:
        """Return the claims of all findings that were decided on, as those then were."""
        if self._decided is None:
            subjects = schema.decisions.c.subject_id
            wanted = select(subjects).where(subjects.startswith(KEPT[schema.findings.name])).distinct()
            found = read_findings(self._connection, self._connection.execute(wanted).scalars().all())
            self._decided = frozenset(claim for finding in found.values() for claim in finding.claim_ids)
        return self._decided

    def add_judgements(self, judgements: Iterable[Judgement]) -> None:
        made = list(judgements)
        self._add(rows.JUDGEMENTS, made)
        stands = find_standing(self._connection, {judgement.claim_id for judgement in made})
        on_those = (judgement.id for judgement in made if judgement.claim_id in stands)
        open_periods(self._connection, self._inserts, on_those, self._now)

    def hold_judgements(self, resolver: str) -> None:
        table, periods = schema.judgements, schema.periods
        stands = select(periods.c.subject_id).where(
            periods.c.subject_id == table.c.id, periods.c.withdrawn_at.is_(None)
        )
        others = select(table.c.id).where(table.c.resolver.not_in((resolver, PERSON)), stands.exists())
        close_periods(self._connection, table, self._connection.execute(others).scalars().all(), self._now)
        claim = select(periods.c.subject_id).where(
            periods.c.subject_id == table.c.claim_id, periods.c.withdrawn_at.is_(None)
        )
        own = select(table.c.id).where(table.c.resolver == resolver, ~stands.exists(), claim.exists())
        open_periods(self._connection, self._inserts, self._connection.execute(own).scalars().all(), self._now)

    def replace_findings(self, findings: Iterable[Finding]) -> None:
        table, steps = schema.findings, schema.steps
        told = list(findings)
        resting = in_batches({name for finding in told for name in finding.claim_ids})
        gone = {name for batch in resting for name in find_withdrawn(self._connection, schema.claims, batch)}
        new = {finding.id: finding for finding in told if gone.isdisjoint(finding.claim_ids)}
        # What findings were made of at other times says nothing of these.
        self._connection.execute(delete(steps).where(steps.c.stage == Stage.CORROBORATE.value))
        there = {row.id: row.record for row in self._connection.execute(select(table.c.id, table.c.record))}
        kept = {name for name, record in there.items() if name in new and self._is_same(new[name], record)}
        self._withdraw_findings([name for name in there if name not in kept])
        added = [new[name] for name in sorted(new.keys() - kept)]
        self._add(rows.FINDINGS, added)
        links = (row for finding in added for row in rows.finding_claim_rows(finding))
        self._inserts.add(schema.finding_claims).run(self._connection, links)
        open_periods(self._connection, self._inserts, (finding.id for finding in added), self._now)

    def add_step(self, step: Step) -> None:
        if step.stage is Stage.EXTRACT and step.item in self._left_out:
            step = replace(step, outcome=WITHDRAWN)
        self._inserts.put(schema.steps).run(self._connection, [rows.step_row(step)])

    def record_failure(self, failure: Failure) -> None:
        self._inserts.put(schema.failures).run(self._connection, [rows.FAILURES.to_row(failure)])

    def clear_failure(self, stage: Stage, item: str) -> None:
        steps = schema.steps
        self._connection.execute(delete(schema.failures).where(schema.failures.c.id == failure_id(stage, item)))
        self._connection.execute(delete(steps).where(steps.c.stage == stage.value, steps.c.item == item))

    def decide(
        self,
        subject_id: str,
        verdict: Verdict,
        reviewer: str,
        reason: str,
        *,
        decided_at: datetime,
        replacement: str | None = None,
        undoes: str | None = None,
    ) -> Decision:
        there = any(self._has(table, subject_id) for table in (schema.claims, schema.findings))
        if not there and not (verdict is Verdict.UNDO and self._was_decided(subject_id)):
            raise NotFound(f"no claim or finding {subject_id!r} to decide on")
        if replacement is not None and not self._has(schema.claims, replacement):
            raise NotFound(f"no claim {replacement!r} to put in place of {subject_id}")
        decision = make_decision(
            subject_id,
            verdict,
            reviewer,
            reason,
            decided_at=decided_at,
            after=self._last(rows.DECISIONS),
            replacement=replacement,
            undoes=undoes,
        )
        undone = self._docket(subject_id).undone_by(decision) if verdict is Verdict.UNDO else None
        self._append(rows.DECISIONS, decision)
        self._decided = None
        if undone is not None:
            self._drop_unfounded(name for name in (subject_id, undone.replacement) if name)
        return decision

    def _drop_unfounded(self, names: Iterable[str]) -> None:
        """Withdraw those of these claims that a person made and no standing decision is for any more."""
        if unfounded := self._find_unfounded(names):
            self._withdraw(unfounded)

    def _find_unfounded(self, names: Iterable[str]) -> list[str]:
        table = schema.claims.c
        by_people = table.extractor.startswith(PERSON_EXTRACTOR)
        made = [
            name
            for batch in in_batches(names)
            for name in self._connection.execute(select(table.id).where(table.id.in_(batch), by_people)).scalars()
        ]
        return [name for name in made if not self._docket(name).rests_on(name)]

    def _docket(self, subject_id: str) -> Docket:
        """Return what was decided on a subject, and on the claims that it was ever put in place of."""
        table = schema.decisions.c
        edited = select(table.subject_id).where(
            table.verdict == Verdict.EDIT.value, table.record.contains(subject_id, autoescape=True)
        )
        query = select(table.sequence, table.record).where(
            or_(table.subject_id == subject_id, table.subject_id.in_(edited))
        )
        links = self._connection.execute(query.order_by(table.sequence)).all()
        return Docket(rows.DECISIONS.from_record(link.record, link.sequence) for link in links)

    def judge_identity(
        self,
        one: str,
        other: str,
        value: JudgementValue,
        by: str,
        reason: str,
        *,
        decided_at: datetime,
        names: Mapping[str, str] | None = None,
    ) -> IdentityJudgement:
        after = self._last(rows.IDENTITY_JUDGEMENTS)
        judgement = judge_pair(one, other, value, by=by, reason=reason, decided_at=decided_at, after=after, names=names)
        self._append(rows.IDENTITY_JUDGEMENTS, judgement)
        return judgement

    def assess_source(
        self, source: str, reliability: Reliability, basis: str, by: str, *, decided_at: datetime
    ) -> SourceAssessment:
        after = self._last(rows.SOURCE_ASSESSMENTS)
        assessment = assess_source(source, reliability, basis=basis, by=by, decided_at=decided_at, after=after)
        self._append(rows.SOURCE_ASSESSMENTS, assessment)
        return assessment

    def restrict(
        self, subject_id: str, readers: Iterable[str] | None, by: str, reason: str, *, decided_at: datetime
    ) -> Restriction:
        if not any(self._has(table, subject_id) for table in (schema.documents, schema.claims)):
            raise NotFound(f"no document or claim {subject_id!r} to restrict")
        after = self._last(rows.RESTRICTIONS)
        link = make_restriction(subject_id, readers, by=by, reason=reason, decided_at=decided_at, after=after)
        if link.is_lifted and not self._is_restricted(subject_id):
            raise BadRestriction(f"{subject_id} is not restricted, so there is nothing to lift")
        self._append(rows.RESTRICTIONS, link)
        self.record_custody(
            Act.LIFTED if link.is_lifted else Act.RESTRICTED,
            subject_id,
            by=by,
            at=decided_at,
            detail={"restriction": link.id},
        )
        return link

    def publish_notice(
        self,
        kind: NoticeKind,
        subject_id: str,
        words: str,
        by: str,
        *,
        party: str | None = None,
        claim_ids: Iterable[str] = (),
        documents: Iterable[str] = (),
    ) -> Notice:
        after = self._last(rows.NOTICES)
        if after is not None and after.at >= self._moment:  # the clock was set back: what follows must not come before
            self._moment = after.at + timedelta(microseconds=1)
            self._now = sortable_time(self._moment)
        at = self._moment
        notice = make_notice(kind, subject_id, words, by=by, at=at, party=party, claim_ids=claim_ids, after=after)
        if notice.source is None and not self._is_published(subject_id):
            raise NotFound(f"no document, claim or finding {subject_id!r} to make anything known of")
        names = [*documents] if notice.source is not None else [subject_id]
        if kind in (NoticeKind.WITHDRAWAL, NoticeKind.RESTORATION):
            self._follow(notice, names)
        self._append(rows.NOTICES, notice)
        self._withdrawals = None
        return notice

    def _is_published(self, name: str) -> bool:
        """Whether there is such a document, claim or finding, or was one."""
        tables = (schema.documents, schema.claims, schema.findings)
        return any(self._has(table, name) for table in tables) or self._was_held(name)

    def _was_held(self, name: str) -> bool:
        query = select(schema.periods.c.subject_id).where(schema.periods.c.subject_id == name)
        return bool(ID.fullmatch(name)) and self._connection.execute(query.limit(1)).first() is not None

    def _follow(self, notice: Notice, document_ids: list[str]) -> None:
        """End the standing of what rests on documents, or have stand again what a withdrawal ended."""
        standing = find_withdrawal(self._connection, notice.subject_id)
        is_withdrawal = notice.kind is NoticeKind.WITHDRAWAL
        if notice.source is None and not self._has(schema.documents, notice.subject_id):
            raise NotFound(f"{notice.subject_id} is no document; documents and sources are withdrawn")
        if is_withdrawal == (standing is not None):
            said = "is withdrawn already" if is_withdrawal else "is not withdrawn, so there is nothing to restore"
            raise BadNotice(f"{notice.subject_id} {said}")
        if standing is None:
            self._withdraw(find_standing_claims(self._connection, document_ids))
        else:
            ended = find_ended_claims(self._connection, document_ids, notice.subject_id)
            ended = sorted({*ended}.difference(self._find_unfounded(ended)))
            open_periods(self._connection, self._inserts, ended, self._now)
            judged = find_ended_judgements(self._connection, ended)
            open_periods(self._connection, self._inserts, judged, self._now)
            forget_skipped(self._connection, document_ids)
        act = Act.WITHDRAWN if is_withdrawal else Act.RESTORED
        for document_id in document_ids:
            self._tell(act, document_id, notice.by, {"notice": notice.id})

    def record_custody(
        self,
        act: Act,
        subject_id: str,
        *,
        by: str,
        at: datetime,
        detail: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    ) -> CustodyEvent:
        return self._custody.append(act, subject_id, by=by, at=at, detail=detail)

    def flush(self) -> None:
        """Send what waits to be sent; whoever owns the transaction calls it before the commit."""
        self._custody.flush()

    def _is_told(self, capture: Capture) -> bool:
        self._custody.flush()
        return is_told(self._connection, capture)

    def _tell(self, act: Act, subject_id: str, by: str, detail: Mapping[str, str]) -> None:
        """Put on the log of custody what this transaction does."""
        self.record_custody(act, subject_id, by=by, at=self._moment, detail=detail)

    def _is_restricted(self, subject_id: str) -> bool:
        table = schema.restrictions
        query = select(table.c.record).where(table.c.subject_id == subject_id).order_by(table.c.sequence.desc())
        record = self._connection.execute(query.limit(1)).scalar()
        return record is not None and not rows.RESTRICTIONS.from_record(record, subject_id).is_lifted

    def _last(self, form: RowForm[T]) -> T | None:
        """Read the end of a chain; only one writer is at work at a time, so it stays the end until the commit."""
        if form.word in self._ends:
            return cast("T", self._ends[form.word])
        table = form.table
        last = self._connection.execute(
            select(table.c.sequence, table.c.record).order_by(table.c.sequence.desc()).limit(1)
        ).first()
        return None if last is None else form.from_record(last.record, last.sequence)

    def _append(self, form: RowForm[T], link: T) -> None:
        self._inserts.append(form.table).run(self._connection, [form.to_row(link)])
        self._ends[form.word] = link

    def _has(self, table: Table, name: str) -> bool:
        query = select(table.c.id).where(table.c.id == name)
        return bool(ID.fullmatch(name)) and self._connection.execute(query).first() is not None

    def _was_decided(self, name: str) -> bool:
        query = select(schema.decisions.c.sequence).where(schema.decisions.c.subject_id == name)
        return bool(ID.fullmatch(name)) and self._connection.execute(query.limit(1)).first() is not None

    def _withdraw(self, claim_ids: list[str]) -> None:
        """Hold claims to be so no longer, nor what rests on them, and have that made anew by the next run."""
        for batch in in_batches(claim_ids):
            self._withdraw_batch(batch)

    def _withdraw_batch(self, claim_ids: Sequence[str]) -> None:
        links, steps, failures, judgements = (
            schema.finding_claims,
            schema.steps,
            schema.failures,
            schema.judgements,
        )
        resting = select(links.c.finding_id).where(links.c.claim_id.in_(claim_ids)).distinct()
        self._withdraw_findings(list(self._connection.execute(resting).scalars()))
        judged = select(judgements.c.id).where(judgements.c.claim_id.in_(claim_ids))
        close_periods(self._connection, judgements, list(self._connection.execute(judged).scalars()), self._now)
        close_periods(self._connection, schema.claims, claim_ids, self._now)
        of_claims = [failure_id(Stage.RESOLVE, claim_id) for claim_id in claim_ids]
        for deletion in (
            delete(steps).where(steps.c.stage == Stage.RESOLVE.value, steps.c.item.in_(claim_ids)),
            delete(steps).where(steps.c.stage == Stage.CORROBORATE.value),
            delete(failures).where(failures.c.id.in_(of_claims)),
        ):
            self._connection.execute(deletion)

    def _withdraw_findings(self, finding_ids: list[str]) -> None:
        """Move findings to the past."""
        table, links = schema.findings, schema.finding_claims
        close_periods(self._connection, table, finding_ids, self._now)
        for batch in in_batches(finding_ids):
            self._connection.execute(delete(links).where(links.c.finding_id.in_(batch)))
            self._connection.execute(delete(table).where(table.c.id.in_(batch)))

    def _is_same(self, finding: Finding, record: str) -> bool:
        return str(rows.FINDINGS.to_row(finding)["record"]) == record

    def _keep_lesser(self, made: list[Row]) -> None:
        self._put_records(made, schema.claims.c.record > bindparam("record"))

    def _put_records(self, made: Iterable[Row], *conditions: ColumnElement[bool]) -> None:
        """Put what a claim's id does not tell in the place of what is there, where the conditions hold."""
        values = [{"its_id": row["id"], **{name: row[name] for name in NOT_IN_ID}} for row in made]
        if values:
            those = update(schema.claims).where(schema.claims.c.id == bindparam("its_id"), *conditions)
            self._connection.execute(those.values({name: bindparam(name) for name in NOT_IN_ID}), values)

    def _add(self, form: RowForm[T], values: Iterable[T]) -> int:
        """Add what is not there yet; return how many rows that was."""
        return self._inserts.add(form.table).run(self._connection, map(form.to_row, values))
