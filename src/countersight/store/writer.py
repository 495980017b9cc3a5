"""Writing to the store: one implementation of `Writer` for every database."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, or_, select, update

from countersight.errors import BadRestriction, NotFound
from countersight.model.claim import PERSON_EXTRACTOR, Claim, check_claim
from countersight.model.custody import Act, CustodyEvent
from countersight.model.decision import Decision, Verdict, make_decision
from countersight.model.docket import Docket
from countersight.model.document import Capture, Document
from countersight.model.entity import PERSON, Judgement, JudgementValue
from countersight.model.failure import Failure, Stage, failure_id
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement, judge_pair
from countersight.model.notice import RECORDS, Notice, NoticeKind, make_notice
from countersight.model.restriction import Restriction, make_restriction
from countersight.model.source import Reliability, SourceAssessment, assess_source
from countersight.model.text import DocumentText
from countersight.store import rows, schema
from countersight.store.base import WITHDRAWN, Step
from countersight.store.clock import Clock
from countersight.store.custody import CustodyLog, capture_detail, is_told, sighting_detail, text_detail
from countersight.store.history import KEPT, find_standing, find_withdrawn, read_findings
from countersight.store.inserts import Inserts, in_batches
from countersight.store.rows import ID, Row, RowForm
from countersight.store.standing import Standing
from countersight.store.withholding import Followed, Withholding

T = TypeVar("T")

NOT_IN_ID = ("confidence", "extractor", "record")
"""The columns in which two arrivals of one claim can differ."""


class DatabaseWriter:
    """Writes within one open transaction, whose owner commits it; all of it is recorded at one moment."""

    def __init__(self, connection: Connection, inserts: Inserts) -> None:
        self._connection = connection
        self._inserts = inserts
        self._clock = Clock(connection, inserts, datetime.now(UTC))
        self._custody = CustodyLog(connection, inserts)
        self._standing = Standing(connection, inserts, self._clock)
        self._withholding = Withholding(
            connection,
            self._standing,
            tell=self._tell,
            flush=self._custody.flush,
            unfounded=self._find_unfounded,
        )
        self._ends: dict[str, Any] = {}
        """The last link of each chain that was appended to here, by word."""
        self._decided: frozenset[str] | None = None
        """The claims that some finding had when it was decided on, once they were asked for."""
        self._left_out: set[str] = set()
        """Texts whose claims were not taken, as they are withdrawn."""

    def add_document(self, document: Document, capture: Capture) -> bool:
        before = self._withholding.find(document.id)
        is_new = self._add(rows.DOCUMENTS, [document])
        row = rows.CAPTURES.to_row(capture)
        if self._inserts.add(schema.captures).run(self._connection, [row]):
            self._tell(Act.CAPTURED, document.id, capture.tool, capture_detail(document, capture, row["record"]))
            self._withholding.arrived(document.id, before, by=capture.tool, detail={"capture": capture.id})
        elif not self._is_told(capture):
            self._tell(Act.SEEN_AGAIN, document.id, capture.tool, sighting_detail(capture))
        return is_new > 0

    def add_text(self, text: DocumentText) -> None:
        before = self._withholding.find(text.document_id)
        row = rows.TEXTS.to_row(text)
        if self._inserts.add(schema.texts).run(self._connection, [row]):
            self._tell(Act.READ, text.document_id, text.reader, text_detail(text, row["record"]))
            self._withholding.arrived(text.document_id, before, by=text.reader, detail={"text": text.id})

    def add_claims(self, claims: Iterable[Claim], text: DocumentText) -> int:
        """Add claims of one text.

        The same claim can come with another confidence or from another extractor, which its id does not tell. Then the
        record that sorts first stays, so that the order of arrival never decides what the store says. None is taken
        from what is withdrawn: whoever extracts may have begun before the withdrawal.
        """
        checked = list(claims)
        for claim in checked:
            check_claim(claim, text)
        taken = self._leave_out_withdrawn(checked, text)
        made = [rows.CLAIMS.to_row(claim) for claim in taken]
        returning = find_withdrawn(self._connection, schema.claims, [row["id"] for row in made])
        new = self._inserts.add(schema.claims).run(self._connection, made)
        if new < len(made):
            self._put_records(row for row in made if row["id"] in returning)
            self._keep_lesser([row for row in made if row["id"] not in returning])
        return self._standing.begin(row["id"] for row in made)

    def _leave_out_withdrawn(self, claims: list[Claim], text: DocumentText) -> list[Claim]:
        if self._withholding.find(text.document_id) is not None:
            taken = []
        else:
            taken = [claim for claim in claims if not self._withholding.is_spoken_out(claim, text)]
        if len(taken) < len(claims):
            self._left_out.add(text.id)
        return taken

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
            self._standing.end_claims(retired)
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
        self._standing.begin(on_those)

    def hold_judgements(self, resolver: str) -> None:
        table, periods = schema.judgements, schema.periods
        stands = select(periods.c.subject_id).where(
            periods.c.subject_id == table.c.id, periods.c.withdrawn_at.is_(None)
        )
        others = select(table.c.id).where(table.c.resolver.not_in((resolver, PERSON)), stands.exists())
        self._standing.end_judgements(self._connection.execute(others).scalars().all())
        claim = select(periods.c.subject_id).where(
            periods.c.subject_id == table.c.claim_id, periods.c.withdrawn_at.is_(None)
        )
        own = select(table.c.id).where(table.c.resolver == resolver, ~stands.exists(), claim.exists())
        self._standing.begin(self._connection.execute(own).scalars().all())

    def replace_findings(self, findings: Iterable[Finding]) -> None:
        table, steps = schema.findings, schema.steps
        told = {finding.id: finding for finding in findings}
        # What findings were made of at other times says nothing of these.
        self._connection.execute(delete(steps).where(steps.c.stage == Stage.CORROBORATE.value))
        there = {row.id: row.record for row in self._connection.execute(select(table.c.id, table.c.record))}
        kept = {name for name, record in there.items() if name in told and self._is_same(told[name], record)}
        self._standing.end_findings([name for name in there if name not in kept])
        new = [told[name] for name in sorted(told.keys() - kept)]
        # Of those kept no claim is gone, as what rests on a claim ends with it: whoever decides waits for this.
        resting = in_batches({name for finding in new for name in finding.claim_ids})
        gone = {name for batch in resting for name in find_withdrawn(self._connection, schema.claims, batch)}
        added = [finding for finding in new if gone.isdisjoint(finding.claim_ids)]
        self._add(rows.FINDINGS, added)
        links = (row for finding in added for row in rows.finding_claim_rows(finding))
        self._inserts.add(schema.finding_claims).run(self._connection, links)
        self._standing.begin(finding.id for finding in added)

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
            self._standing.end_claims(unfounded)

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
        also: Iterable[str] = (),
    ) -> Notice:
        after = self._last(rows.NOTICES)
        content = partial(
            make_notice, kind, subject_id, words, by=by, at=self._clock.tick(), party=party, claim_ids=claim_ids,
            also=tuple(also), after=after,
        )  # fmt: skip
        notice = content()
        if not notice.is_keyed and not self._is_published(subject_id):
            raise NotFound(f"no document, claim or finding {subject_id!r} to make anything known of")
        if kind in (NoticeKind.WITHDRAWAL, NoticeKind.RESTORATION):
            if notice.about in RECORDS.values() or not (notice.is_keyed or self._has(schema.documents, subject_id)):
                raise NotFound(f"{subject_id} is no document; documents, sources, speakers and agencies are withdrawn")
            followed = self._withholding.follow(notice)
            notice = content(changed=followed.changed)
            self._tell_followed(notice, followed)
        self._append(rows.NOTICES, notice)
        self._withholding.forget()
        return notice

    def _tell_followed(self, notice: Notice, followed: Followed) -> None:
        """Put on the log of custody of which documents a notice is, and in which it is of some claims."""
        act = Act.WITHDRAWN if notice.kind is NoticeKind.WITHDRAWAL else Act.RESTORED
        for document_id in followed.documents:
            self._tell(act, document_id, notice.by, {"notice": notice.id})
        for document_id, claims in followed.told_in.items():
            self._tell(act, document_id, notice.by, {"notice": notice.id, "claims": str(claims)})

    def _is_published(self, name: str) -> bool:
        """Whether there is such a document, claim or finding, or was one."""
        tables = (schema.documents, schema.claims, schema.findings)
        return any(self._has(table, name) for table in tables) or self._was_held(name)

    def _was_held(self, name: str) -> bool:
        query = select(schema.periods.c.subject_id).where(schema.periods.c.subject_id == name)
        return bool(ID.fullmatch(name)) and self._connection.execute(query.limit(1)).first() is not None

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
        self.record_custody(act, subject_id, by=by, at=self._clock.now(), detail=detail)

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
