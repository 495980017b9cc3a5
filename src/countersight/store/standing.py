"""Which claims and findings stand: ending that, with all that rests on them, and having claims stand again."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, delete, select

from countersight.model.failure import Stage, failure_id
from countersight.store import schema
from countersight.store.clock import Clock
from countersight.store.history import close_periods, open_periods
from countersight.store.inserts import Inserts, in_batches
from countersight.store.notices import find_ended_judgements
from countersight.values.moments import sortable_time


class Standing:
    """Opens and closes periods within one transaction, all of them at the moment of its clock."""

    def __init__(self, connection: Connection, inserts: Inserts, clock: Clock) -> None:
        self._connection = connection
        self._inserts = inserts
        self._clock = clock

    @property
    def now(self) -> str:
        """The moment, as it is kept."""
        return sortable_time(self._clock.now())

    def begin(self, subject_ids: Iterable[str]) -> int:
        """Hold these to be so from now on, unless they are already; return how many are newly so."""
        return open_periods(self._connection, self._inserts, subject_ids, self.now)

    def begin_again(self, claim_ids: Sequence[str]) -> None:
        """Have claims stand again, with what persons judged of them when they last stood."""
        self.begin(claim_ids)
        self.begin(find_ended_judgements(self._connection, claim_ids))

    def end_claims(self, claim_ids: Iterable[str]) -> int:
        """Hold claims to be so no longer, nor what rests on them, and have that made anew by the next run.

        Return how many findings rested on them.
        """
        return sum(self._end_batch(batch) for batch in in_batches(claim_ids))

    def end_findings(self, finding_ids: list[str]) -> None:
        """Move findings to the past."""
        table, links = schema.findings, schema.finding_claims
        close_periods(self._connection, table, finding_ids, self.now)
        for batch in in_batches(finding_ids):
            self._connection.execute(delete(links).where(links.c.finding_id.in_(batch)))
            self._connection.execute(delete(table).where(table.c.id.in_(batch)))

    def end_judgements(self, judgement_ids: Iterable[str]) -> None:
        """Hold judgements to be so no longer."""
        close_periods(self._connection, schema.judgements, judgement_ids, self.now)

    def _end_batch(self, claim_ids: Sequence[str]) -> int:
        links, steps, failures, judgements = schema.finding_claims, schema.steps, schema.failures, schema.judgements
        resting = select(links.c.finding_id).where(links.c.claim_id.in_(claim_ids)).distinct()
        findings = list(self._connection.execute(resting).scalars())
        self.end_findings(findings)
        judged = select(judgements.c.id).where(judgements.c.claim_id.in_(claim_ids))
        self.end_judgements(self._connection.execute(judged).scalars().all())
        close_periods(self._connection, schema.claims, claim_ids, self.now)
        of_claims = [failure_id(Stage.RESOLVE, claim_id) for claim_id in claim_ids]
        for deletion in (
            delete(steps).where(steps.c.stage == Stage.RESOLVE.value, steps.c.item.in_(claim_ids)),
            delete(steps).where(steps.c.stage == Stage.CORROBORATE.value),
            delete(failures).where(failures.c.id.in_(of_claims)),
        ):
            self._connection.execute(deletion)
        return len(findings)
