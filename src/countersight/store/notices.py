"""What follows from notices: which claims a withdrawal ends, and which stand again when it is taken back."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, select

from countersight.model.custody import Act
from countersight.model.entity import PERSON
from countersight.model.failure import Stage
from countersight.model.notice import Notice, NoticeKind
from countersight.model.withdrawal import Withdrawals, standing_withdrawals
from countersight.store import rows, schema
from countersight.store.base import WITHDRAWN
from countersight.store.history import KEPT
from countersight.store.inserts import in_batches
from countersight.values.moments import sortable_time


def find_withdrawal(connection: Connection, subject_id: str) -> Notice | None:
    """Return the withdrawal of this subject that stands, if one does."""
    standing = standing_withdrawals(_chain(connection, schema.notices.c.subject_id == subject_id))
    held = standing.documents | standing.sources | standing.speakers | standing.agencies
    return next(iter(held.values()), None)


def find_withdrawals(connection: Connection) -> Withdrawals:
    """Return the withdrawals that stand; what was said of claims and findings is not read."""
    subject = schema.notices.c.subject_id
    others = [~subject.startswith(KEPT[what]) for what in ("claims", "findings")]
    return standing_withdrawals(_chain(connection, *others))


def find_standing_claims(
    connection: Connection, document_ids: Iterable[str] = (), *, claim_ids: Iterable[str] = ()
) -> list[str]:
    """Return the claims that stand: of documents, or among these."""
    return list(_claims(connection, document_ids, claim_ids, schema.periods.c.withdrawn_at.is_(None)))


def find_ended_claims(
    connection: Connection, document_ids: Iterable[str] = (), *, claim_ids: Iterable[str] = ()
) -> list[str]:
    """Return the claims whose standing a withdrawal was the last thing to end: of documents, or among these."""
    moments = _withdrawn_at(connection)
    periods, later = schema.periods, schema.periods.alias("later")
    again = select(later.c.subject_id).where(
        later.c.subject_id == periods.c.subject_id, later.c.recorded_at >= periods.c.withdrawn_at
    )
    ended = periods.c.withdrawn_at.in_(moments) & ~again.exists()
    return list(_claims(connection, document_ids, claim_ids, ended)) if moments else []


def find_documents(connection: Connection, claim_ids: Iterable[str]) -> dict[str, str]:
    """Return the document of each of these claims."""
    claims, found = schema.claims, dict[str, str]()
    for batch in in_batches(claim_ids):
        query = select(claims.c.id, claims.c.document_id).where(claims.c.id.in_(batch))
        found |= {row.id: row.document_id for row in connection.execute(query)}
    return found


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


def forget_skipped(connection: Connection) -> None:
    """Have the texts looked at by the next run that were left out while something was withdrawn."""
    steps = schema.steps
    left_out = steps.c.stage == Stage.EXTRACT.value, steps.c.outcome == WITHDRAWN
    connection.execute(delete(steps).where(*left_out))


def _withdrawn_at(connection: Connection) -> list[str]:
    """Return the moments at which claims ceased to stand by a withdrawal, be it as they or as something else arrived.

    The log of custody tells of both.
    """
    log = schema.custody
    query = select(log.c.sequence, log.c.record).where(log.c.act == Act.WITHDRAWN.value)
    told = {rows.CUSTODY.from_record(row.record, row.sequence).at for row in connection.execute(query)}
    chain = _chain(connection, ~schema.notices.c.subject_id.startswith(KEPT["findings"]))
    return sorted(map(sortable_time, told | {one.at for one in chain if one.kind is NoticeKind.WITHDRAWAL}))


def _claims(
    connection: Connection, document_ids: Iterable[str], claim_ids: Iterable[str], condition: ColumnElement[bool]
) -> Iterable[str]:
    claims, periods = schema.claims, schema.periods
    for column, names in ((claims.c.document_id, document_ids), (claims.c.id, claim_ids)):
        for batch in in_batches(names):
            query = select(claims.c.id).join(periods, periods.c.subject_id == claims.c.id)
            yield from connection.execute(query.where(column.in_(batch), condition)).scalars().all()


def _chain(connection: Connection, *conditions: ColumnElement[bool]) -> list[Notice]:
    table = schema.notices
    links = connection.execute(select(table.c.sequence, table.c.record).where(*conditions).order_by(table.c.sequence))
    return [rows.NOTICES.from_record(link.record, link.sequence) for link in links]
