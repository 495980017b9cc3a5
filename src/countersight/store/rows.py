"""How model objects lie in rows, and how rows become model objects again with everything about them rechecked."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Table

from countersight.errors import BrokenProvenance, InputError
from countersight.model.claim import Claim
from countersight.model.custody import CustodyEvent
from countersight.model.decision import LINKED_IF_TOLD, Decision
from countersight.model.document import TOLD_LATER, Capture, Document
from countersight.model.entity import Judgement
from countersight.model.failure import Failure
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement
from countersight.model.notice import LINKED_IF_TOLD as TOLD_IN_NOTICES
from countersight.model.notice import Notice
from countersight.model.record import from_json, to_json, to_short_json
from countersight.model.restriction import Restriction
from countersight.model.source import SourceAssessment
from countersight.model.text import DocumentText
from countersight.store import schema
from countersight.store.base import Step
from countersight.values.moments import sortable_time

T = TypeVar("T")

Row = dict[str, Any]

ID = re.compile(r"[0-9a-z-]+")
"""What ids are written with. Anything else is no id, and is never sent to a database, which may not even take it."""
AFTER_IDS = "~"
"""Sorts behind every character of an id."""

BATCH = 500
"""Rows fetched at a time."""


@dataclass(frozen=True, slots=True)
class RowForm(Generic[T]):
    """The form in which objects of one model type lie in one table."""

    word: str
    """What one of them is called."""
    table: Table
    kind: type[T]
    columns: Callable[[T], Row]
    """The columns beside the record."""
    batch: int = BATCH
    optional: tuple[str, ...] = ()
    """Fields that came later and are left out of a record where they are empty, so that older ones stay as they are."""

    def to_row(self, value: T) -> Row:
        record = to_short_json(value, self.optional) if self.optional else to_json(value)
        return {**self.columns(value), "record": record.decode()}

    def from_record(self, record: str, name: object) -> T:
        """Read an object back; `name` is its id or sequence, to name it if that fails.

        Raises:
            InvariantError: the record is not such an object, or not the one that its id says.
        """
        try:
            return from_json(record, self.kind)
        except (BrokenProvenance, InputError, UnicodeError) as error:
            raise BrokenProvenance(f"{self.word} {name}: {error}") from error


def _claim_columns(claim: Claim) -> Row:
    return {
        "id": claim.id,
        "document_id": claim.document_id,
        "text_id": claim.evidence[0].text_id,
        "kind": claim.kind.value,
        "status": claim.status.value,
        "confidence": claim.confidence,
        "extractor": claim.extractor,
        "start": claim.evidence[0].start,
    }


def _capture_columns(capture: Capture) -> Row:
    return {
        "id": capture.id,
        "document_id": capture.document_id,
        "captured_at": sortable_time(capture.captured_at),
    }


def _decision_columns(decision: Decision) -> Row:
    return {
        "sequence": decision.sequence,
        "id": decision.id,
        "subject_id": decision.subject_id,
        "verdict": decision.verdict.value,
    }


def _custody_columns(event: CustodyEvent) -> Row:
    return {
        "sequence": event.sequence,
        "id": event.id,
        "subject_id": event.subject_id,
        "act": event.act.value,
        "record_id": event.told("text") or event.told("capture"),
    }


DOCUMENTS = RowForm("document", schema.documents, Document, lambda document: {"id": document.id})
CAPTURES = RowForm("capture", schema.captures, Capture, _capture_columns, optional=TOLD_LATER)
TEXTS = RowForm(
    "document text",
    schema.texts,
    DocumentText,
    lambda text: {
        "id": text.id,
        "document_id": text.document_id,
        "published": text.published.isoformat() if text.published else None,
        "reader": text.reader_name,
    },
    optional=("parts",),
    batch=16,  # one text may be megabytes long
)
CLAIMS = RowForm("claim", schema.claims, Claim, _claim_columns)
JUDGEMENTS = RowForm(
    "judgement",
    schema.judgements,
    Judgement,
    lambda judgement: {"id": judgement.id, "claim_id": judgement.claim_id, "resolver": judgement.resolver},
)
FINDINGS = RowForm("finding", schema.findings, Finding, lambda finding: {"id": finding.id})
FAILURES = RowForm(
    "failure", schema.failures, Failure, lambda failure: {"id": failure.id, "stage": failure.stage.value}
)
DECISIONS = RowForm("decision", schema.decisions, Decision, _decision_columns, optional=LINKED_IF_TOLD)
IDENTITY_JUDGEMENTS = RowForm(
    "judgement on identity",
    schema.identity_judgements,
    IdentityJudgement,
    lambda link: {"sequence": link.sequence, "id": link.id, "left_id": link.left, "right_id": link.right},
)
SOURCE_ASSESSMENTS = RowForm(
    "assessment",
    schema.source_assessments,
    SourceAssessment,
    lambda link: {"sequence": link.sequence, "id": link.id, "source": link.source},
)
NOTICES = RowForm(
    "notice",
    schema.notices,
    Notice,
    lambda notice: {"sequence": notice.sequence, "id": notice.id, "subject_id": notice.subject_id},
    optional=TOLD_IN_NOTICES,
)
RESTRICTIONS = RowForm(
    "restriction",
    schema.restrictions,
    Restriction,
    lambda link: {"sequence": link.sequence, "id": link.id, "subject_id": link.subject_id},
)
CUSTODY = RowForm("custody event", schema.custody, CustodyEvent, _custody_columns)


def finding_claim_rows(finding: Finding) -> list[Row]:
    """The references from one finding to its claims."""
    return [{"finding_id": finding.id, "claim_id": claim_id} for claim_id in finding.claim_ids]


def step_row(step: Step) -> Row:
    """A step is its columns; it has no record."""
    return {"stage": step.stage.value, "item": step.item, "version": step.version, "outcome": step.outcome}
