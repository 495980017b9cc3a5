"""What follows from notices: which claims a withdrawal ends, and which stand again when it is taken back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, select

from countersight.model.entity import PERSON
from countersight.model.failure import Stage
from countersight.model.notice import Notice, NoticeKind, Withdrawals, standing_withdrawals
from countersight.store import rows, schema
from countersight.store.base import WITHDRAWN
from countersight.store.history import KEPT
from countersight.store.inserts import in_batches
from countersight.values.moments import sortable_time


def find_withdrawal(connection: Connection, subject_id: str) -> Notice | None:
    """Return the withdrawal of a document or source that stands, if one does."""
    standing = standing_withdrawals(_chain(connection, schema.notices.c.subject_id == subject_id))
    return next(iter((standing.documents | standing.sources).values()), None)


def find_withdrawals(connection: Connection) -> Withdrawals:
    """Return the withdrawals of documents and sources that stand; what was said of claims and findings is not read."""
    subject = schema.notices.c.subject_id
    others = [~subject.startswith(KEPT[what]) for what in ("claims", "findings")]
    return standing_withdrawals(_chain(connection, *others))


def find_standing_claims(connection: Connection, document_ids: Sequence[str]) -> list[str]:
    """Return the claims of documents that stand."""
    return list(_claims(connection, document_ids, schema.periods.c.withdrawn_at.is_(None)))


def find_ended_claims(connection: Connection, document_ids: Sequence[str], restored: str) -> list[str]:
    """Return the claims of documents whose standing a withdrawal was the last thing to end.

    `restored` is the subject of the withdrawal that is taken back; documents that are withdrawn for themselves besides
    are left out.
    """
    chain = list(_chain(connection))
    still = standing_withdrawals(chain).documents.keys() - {restored}
    moments = [sortable_time(notice.at) for notice in chain if notice.kind is NoticeKind.WITHDRAWAL]
    periods, later = schema.periods, schema.periods.alias("later")
    again = select(later.c.subject_id).where(
        later.c.subject_id == periods.c.subject_id, later.c.recorded_at >= periods.c.withdrawn_at
    )
    free = [name for name in document_ids if name not in still]
    return list(_claims(connection, free, periods.c.withdrawn_at.in_(moments) & ~again.exists()))


def find_ended_judgements(connection: Connection, claim_ids: Sequence[str]) -> list[str]:
    """Return the judgements of persons that ended when these claims last did; those of a resolver it holds anew."""
    judgements, periods, of_claim = schema.judgements, schema.periods, schema.periods.alias("of_claim")
    ended: list[str] = []
    for batch in in_batches(claim_ids):
        last = select(func.max(of_claim.c.withdrawn_at)).where(of_claim.c.subject_id == judgements.c.claim_id)
        query = select(judgements.c.id).join(periods, periods.c.subject_id == judgements.c.id)
        query = query.where(judgements.c.claim_id.in_(batch), judgements.c.resolver == PERSON)
        ended += connection.execute(query.where(periods.c.withdrawn_at == last.scalar_subquery())).scalars()
    return ended


def forget_skipped(connection: Connection, document_ids: Sequence[str]) -> None:
    """Have the texts of documents looked at by the next run that were left out while they were withdrawn."""
    steps, texts = schema.steps, schema.texts
    for batch in in_batches(document_ids):
        of_documents = select(texts.c.id).where(texts.c.document_id.in_(batch))
        left_out = steps.c.stage == Stage.EXTRACT.value, steps.c.outcome == WITHDRAWN, steps.c.item.in_(of_documents)
        connection.execute(delete(steps).where(*left_out))


def _claims(connection: Connection, document_ids: Sequence[str], condition: ColumnElement[bool]) -> Iterable[str]:
    claims, periods = schema.claims, schema.periods
    for batch in in_batches(document_ids):
        query = select(claims.c.id).join(periods, periods.c.subject_id == claims.c.id)
        yield from connection.execute(query.where(claims.c.document_id.in_(batch), condition)).scalars().all()


def _chain(connection: Connection, *conditions: ColumnElement[bool]) -> list[Notice]:
    table = schema.notices
    links = connection.execute(select(table.c.sequence, table.c.record).where(*conditions).order_by(table.c.sequence))
    return [rows.NOTICES.from_record(link.record, link.sequence) for link in links]
