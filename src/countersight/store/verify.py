"""Proof that a store says what it said when it was written: every hash, reference and link, computed anew."""

from collections.abc import Generator, Iterator
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Column, ColumnElement, Connection, Row, Select, Table, func, or_, select
from sqlalchemy.exc import DBAPIError

from countersight.errors import CountersightError, InvariantError, MissingBlob
from countersight.model.claim import PERSON_EXTRACTOR, Claim, check_claim
from countersight.model.custody import CustodyEvent
from countersight.model.decision import Decision, Verdict
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement
from countersight.model.notice import Notice
from countersight.model.restriction import Restriction
from countersight.model.source import SourceAssessment
from countersight.model.text import DocumentText
from countersight.store import rows, schema
from countersight.store.base import Archive, Checked
from countersight.store.custody import find_custody_breaks
from countersight.store.history import KEPT
from countersight.store.notices import find_standing_claims, find_withdrawals
from countersight.store.rows import ID, RowForm
from countersight.store.withheld import find_spoken, find_withheld

T = TypeVar("T")
Link = TypeVar("Link", Decision, IdentityJudgement, SourceAssessment, Notice, Restriction, CustodyEvent)


EVERY = 64
"""Rows between two reports of how far a check has come."""


def find_breaks(
    connection: Connection, archive: Archive, *further: Iterator[str], checked: Checked = lambda *_: None
) -> Iterator[str]:
    """Yield every break there is, in words that name the record; none stops the search. `further` are a backend's own.

    `checked` is told how many rows of which table are done, of how many.

    A chain of hashes shows any change within it. That its last links were cut off shows only against a copy kept
    elsewhere, such as a release.
    """
    for check in (
        _check_documents(connection, archive, checked=checked),
        _check_captured(connection),
        _check_records(connection, rows.CAPTURES, checked=checked),
        _check_references(connection, rows.CAPTURES),
        _check_records(connection, rows.TEXTS, checked=checked),
        _check_references(connection, rows.TEXTS),
        _check_claims(connection, checked=checked),
        _check_references(connection, rows.CLAIMS),
        _check_records(connection, rows.JUDGEMENTS, checked=checked),
        _check_references(connection, rows.JUDGEMENTS),
        _check_findings(connection),
        _check_records(connection, rows.FAILURES, checked=checked),
        _check_chain(connection, rows.DECISIONS, checked=checked),
        _check_chain(connection, rows.IDENTITY_JUDGEMENTS, checked=checked),
        _check_chain(connection, rows.SOURCE_ASSESSMENTS, checked=checked),
        _check_chain(connection, rows.RESTRICTIONS, checked=checked),
        _check_chain(connection, rows.CUSTODY, checked=checked),
        find_custody_breaks(connection),
        _check_chain(connection, rows.NOTICES, checked=checked),
        _check_withdrawn(connection),
        _check_restricted(connection),
        _check_periods(connection),
        _check_past(connection),
        _check_subjects(connection),
        *further,
    ):
        try:
            yield from check
        except DBAPIError as error:
            yield f"the database cannot be read further here: {error.orig}"


def find_document_breaks(connection: Connection, archive: Archive, document_id: str) -> Iterator[str]:
    """Yield every break in one document, its captures, texts and claims, and in what the log of custody tells of it."""
    captures, texts, claims = schema.captures.c, schema.texts.c, schema.claims.c
    for check in (
        _check_documents(connection, archive, schema.documents.c.id == document_id),
        _check_records(connection, rows.CAPTURES, captures.document_id == document_id),
        _check_records(connection, rows.TEXTS, texts.document_id == document_id),
        _check_claims(connection, claims.document_id == document_id),
        find_custody_breaks(connection, document_id),
    ):
        try:
            yield from check
        except DBAPIError as error:
            yield f"the database cannot be read further here: {error.orig}"


def _check_documents(
    connection: Connection, archive: Archive, *only: ColumnElement[bool], checked: Checked = lambda *_: None
) -> Iterator[str]:
    for row in _all(connection, rows.DOCUMENTS, *only, checked=checked):
        document = yield from _reread(rows.DOCUMENTS, row)
        try:
            size = len(archive.get(row.id))
        except MissingBlob as error:
            yield f"document {row.id}: {error}"
            continue
        if document is not None and document.size != size:
            yield f"document {row.id}: says {document.size} bytes, the archive has {size}"


def _check_captured(connection: Connection) -> Iterator[str]:
    documents, captures = schema.documents, schema.captures
    captured = select(captures.c.id).where(captures.c.document_id == documents.c.id).exists()
    for row in _rows(connection, select(documents.c.id).where(~captured).order_by(documents.c.id)):
        yield f"document {row.id}: was never captured"


def _check_records(
    connection: Connection, form: RowForm[T], *only: ColumnElement[bool], checked: Checked = lambda *_: None
) -> Iterator[str]:
    for row in _all(connection, form, *only, checked=checked):
        yield from _reread(form, row)


def _check_claims(
    connection: Connection, *only: ColumnElement[bool], checked: Checked = lambda *_: None
) -> Iterator[str]:
    """Hold every claim against its text, text by text so that each is read once."""
    text: DocumentText | None = None
    text_id = ""
    table = schema.claims
    query = select(table).where(*only).order_by(table.c.text_id, table.c.id)
    for row in _told(_rows(connection, query), rows.CLAIMS, _number(connection, query), checked):
        claim = yield from _reread(rows.CLAIMS, row)
        if row.text_id != text_id:
            text_id, text = row.text_id, _text(connection, row.text_id)
        if claim is not None and text is not None:
            yield from _check_evidence(claim, text)


def _check_evidence(claim: Claim, text: DocumentText) -> Iterator[str]:
    try:
        check_claim(claim, text)
    except CountersightError as error:
        yield f"claim {claim.id}: {error}"


def _text(connection: Connection, text_id: str) -> DocumentText | None:
    """Read a text; a missing or broken one is reported where texts and references are checked."""
    if not ID.fullmatch(text_id):  # damaged bytes, which cannot even be asked for
        return None
    record = connection.execute(select(schema.texts.c.record).where(schema.texts.c.id == text_id)).scalar()
    try:
        return None if record is None else rows.TEXTS.from_record(record, text_id)
    except InvariantError:
        return None


def _check_findings(connection: Connection) -> Iterator[str]:
    references = schema.finding_claims
    for row in _all(connection, rows.FINDINGS):
        finding = yield from _reread(rows.FINDINGS, row)
        query = select(references.c.claim_id).where(references.c.finding_id == row.id)
        listed = set(connection.execute(query).scalars())
        if finding is not None and listed != set(finding.claim_ids):
            yield f"finding {row.id}: its references are to other claims than its record says"
        elif finding is not None:
            yield from _check_grouping(finding, _claims_of(connection, row.id))
    for name in ("finding_id", "claim_id"):
        yield from _check_reference(connection, references, references.c[name])


def _claims_of(connection: Connection, finding_id: str) -> list[Claim]:
    """Read the claims of a finding; missing or broken ones are reported where claims are checked."""
    claims, references = schema.claims, schema.finding_claims
    query = select(claims.c.id, claims.c.record).join(references, references.c.claim_id == claims.c.id)
    found = []
    for row in _rows(connection, query.where(references.c.finding_id == finding_id)):
        with suppress(InvariantError):
            found.append(rows.CLAIMS.from_record(row.record, row.id))
    return found


def _check_grouping(finding: Finding, claims: list[Claim]) -> Iterator[str]:
    """Hold what a finding says against its claims: its id is the hash of their ids alone."""
    if len(claims) != len(finding.claim_ids):
        return
    for what, said, claimed in (
        ("kind", {finding.kind}, {claim.kind for claim in claims}),
        ("status", set(finding.statuses), {claim.status for claim in claims}),
        ("technology", set(finding.technology), {slot.label for claim in claims for slot in claim.technology}),
        (
            "origin",
            {document for origin in finding.origins for document in origin.document_ids},
            {claim.document_id for claim in claims},
        ),
    ):
        if not said <= claimed:  # claims that a reviewer rejected stay in it and do not count
            yield f"finding {finding.id}: its {what} is more than its claims tell"


def _check_chain(connection: Connection, form: RowForm[Link], *, checked: Checked = lambda *_: None) -> Iterator[str]:
    sequence, previous = 0, ""
    for row in _all(connection, form, checked=checked):
        link = yield from _reread(form, row)
        if row.sequence != sequence + 1:
            yield f"{form.word} {row.sequence}: follows {sequence}, so something is missing or was put in between"
        if link is not None and link.previous != previous:
            yield f"{form.word} {row.sequence}: links to {link.previous or 'none'}, before it is {previous or 'none'}"
        sequence, previous = row.sequence, row.id


def _check_periods(connection: Connection) -> Iterator[str]:
    """Find what stands without a beginning, periods of nothing, and ends before their beginning."""
    periods = schema.periods
    tables = (schema.claims, schema.judgements, schema.findings)
    ended = periods.c.withdrawn_at.is_not(None)
    for table in tables:
        held = select(periods.c.subject_id).where(periods.c.subject_id == table.c.id).exists()
        for row in _rows(connection, select(table.c.id).where(~held).order_by(table.c.id)):
            yield f"{table.name} {row.id}: nothing tells since when it stands"
    known = [select(table.c.id).where(table.c.id == periods.c.subject_id).exists() for table in tables]
    for row in _rows(connection, select(periods).where(~or_(ended, *known)).order_by(periods.c.subject_id)):
        yield f"period {row.subject_id} from {row.recorded_at}: is of nothing that is in the store"
    for row in _rows(connection, select(periods).where(periods.c.withdrawn_at < periods.c.recorded_at)):
        yield f"period {row.subject_id} from {row.recorded_at}: ends before it begins"
    later = periods.alias("later")
    within = (later.c.subject_id == periods.c.subject_id) & (later.c.recorded_at > periods.c.recorded_at)
    overlaps = or_(~ended, periods.c.withdrawn_at > later.c.recorded_at)
    for row in _rows(connection, select(periods).join(later, within).where(overlaps)):
        yield f"period {row.subject_id} from {row.recorded_at}: goes on although another one of it began"


def _check_past(connection: Connection) -> Iterator[str]:
    """Read what was withdrawn as if it stood."""
    table = schema.periods
    for row in _rows(connection, select(table).order_by(table.c.subject_id, table.c.recorded_at)):
        if (row.withdrawn_at is None) != (row.record is None):
            yield f"period {row.subject_id} from {row.recorded_at}: what has ended has a record, and nothing else"
            continue
        for form in (rows.CLAIMS, rows.JUDGEMENTS, rows.FINDINGS):
            if row.record is not None and row.subject_id.startswith(KEPT[form.table.name]):
                yield from _reread_past(form, row)


def _reread_past(form: RowForm[Any], row: Row[Any]) -> Iterator[str]:
    try:
        was = form.from_record(row.record, row.subject_id)
    except InvariantError as error:
        yield f"past {form.word} {row.subject_id}: {error}"
        return
    if was.id != row.subject_id:
        yield f"past {form.word} {row.subject_id}: its record is that of {was.id}"


def _check_subjects(connection: Connection) -> Iterator[str]:
    """Find decisions on claims that are gone. Findings may go: each corroboration puts new ones in their place."""
    decisions, claims = schema.decisions, schema.claims
    there = select(claims.c.id).where(claims.c.id == decisions.c.subject_id).exists()
    query = select(decisions.c.sequence, decisions.c.subject_id).order_by(decisions.c.sequence)
    for row in _rows(connection, query.where(decisions.c.subject_id.startswith("clm-"), ~there)):
        yield f"decision {row.sequence}: is on {row.subject_id}, which is not in the store"
    known = set(
        connection.execute(select(claims.c.id).where(claims.c.extractor.startswith(PERSON_EXTRACTOR))).scalars()
    )
    edits = select(decisions.c.sequence, decisions.c.record).where(decisions.c.verdict == Verdict.EDIT.value)
    for row in _rows(connection, edits.order_by(decisions.c.sequence)):
        with suppress(InvariantError):  # a broken link is told where the chain is checked
            replacement = str(rows.DECISIONS.from_record(row.record, row.sequence).replacement)
            if replacement not in known and not _has_claim(connection, replacement):
                yield f"decision {row.sequence}: puts {replacement} in place of a claim, which is not in the store"


def _has_claim(connection: Connection, claim_id: str) -> bool:
    query = select(schema.claims.c.id).where(schema.claims.c.id == claim_id)
    return bool(ID.fullmatch(claim_id)) and connection.execute(query).first() is not None


def _check_withdrawn(connection: Connection) -> Iterator[str]:
    """Find claims that stand although their document, its source or agency, or their speaker is withdrawn."""
    try:
        withdrawn = find_withdrawals(connection)
        documents = find_withheld(connection, withdrawn)
        spoken = find_spoken(connection, withdrawn)
    except InvariantError:
        return  # told where the chain and the texts are checked
    for name, notice in sorted(documents.items()):
        for claim_id in sorted(find_standing_claims(connection, [name])):
            yield f"claim {claim_id}: stands although {notice.about} {notice.name} is withdrawn"
    for claim_id in sorted(find_standing_claims(connection, claim_ids=spoken)):
        notice = spoken[claim_id]
        yield f"claim {claim_id}: stands although {notice.about} {notice.name} is withdrawn"


def _check_restricted(connection: Connection) -> Iterator[str]:
    """Find restrictions on what is not there."""
    restrictions = schema.restrictions
    there = [
        select(table.c.id).where(table.c.id == restrictions.c.subject_id).exists()
        for table in (schema.documents, schema.claims)
    ]
    query = select(restrictions.c.sequence, restrictions.c.subject_id).order_by(restrictions.c.sequence)
    for row in _rows(connection, query.where(~or_(*there))):
        yield f"restriction {row.sequence}: is on {row.subject_id}, which is not in the store"


def _check_references(connection: Connection, form: RowForm[T]) -> Iterator[str]:
    for column in form.table.c:
        yield from _check_reference(connection, form.table, column)


def _check_reference(connection: Connection, table: Table, column: Column[Any]) -> Iterator[str]:
    """Find rows that refer to nothing, which the database itself refuses unless it was written around."""
    for key in column.foreign_keys:
        target = key.column
        missing = ~select(target).where(target == column).exists()
        for row in _rows(connection, select(*table.primary_key, column.label("target")).where(missing)):
            yield f"{table.name} {row[0]}: {column.name} {row.target} is not in the store"


def _reread(form: RowForm[T], row: Row[Any]) -> Generator[str, None, T | None]:
    """Read a row's record and write it anew, to see whether the same row comes out; return the object if it can be."""
    name = row[0]
    try:
        value = form.from_record(row.record, name)
    except InvariantError as error:
        yield f"{form.word} {name}: {error}"
        return None
    stored = row._asdict()
    for column, content in form.to_row(value).items():
        if stored[column] != content:
            yield f"{form.word} {name}: its {column} is not as it was written"
    return value


def _all(
    connection: Connection, form: RowForm[T], *only: ColumnElement[bool], checked: Checked = lambda *_: None
) -> Iterator[Row[Any]]:
    key = next(iter(form.table.primary_key))
    query = select(form.table).where(*only).order_by(key)
    return _told(_rows(connection, query, batch=form.batch), form, _number(connection, query), checked)


def _told(found: Iterator[Row[Any]], form: RowForm[T], total: int, checked: Checked) -> Iterator[Row[Any]]:
    """Yield rows, and tell now and then how many of them are done."""
    what, done = f"{form.word}s", 0
    for row in found:
        if done % EVERY == 0:
            checked(what, done, total)
        yield row
        done += 1
    checked(what, done, total)


def _number(connection: Connection, query: Select[*tuple[Any, ...]]) -> int:
    return connection.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()


def _rows(connection: Connection, query: Select[*tuple[Any, ...]], *, batch: int = rows.BATCH) -> Iterator[Row[Any]]:
    with connection.execute(query, execution_options={"yield_per": batch}) as result:
        yield from result
