"""The time of a store, which never goes back: what is recorded later is later, whatever the computer's clock says."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from countersight.store import schema
from countersight.store.inserts import Inserts
from countersight.values.moments import sortable_time

RECORDED = "recorded"
"""The row that has the last moment at which anything was recorded."""
LEAST = timedelta(microseconds=1)
"""By how much one moment is after another at least: times are kept in microseconds."""


class Clock:
    """Tells the moment of one writer. Where the computer's clock was set back, that is right after the last one.

    Periods would else end before they begin, or two of one claim would overlap.
    """

    def __init__(self, connection: Connection, inserts: Inserts, now: datetime) -> None:
        self._connection = connection
        self._inserts = inserts
        self._moment = now
        self._is_told = False

    def now(self) -> datetime:
        """Return the moment at which the transaction records; one and the same, unless `tick` was called."""
        if not self._is_told:
            table = schema.clock
            last = self._connection.execute(select(table.c.at).where(table.c.name == RECORDED)).scalar()
            self._keep(max(self._moment, datetime.fromisoformat(last) + LEAST) if last else self._moment)
        return self._moment

    def tick(self) -> datetime:
        """Go on to a later moment, and return it."""
        self._keep(self.now() + LEAST)
        return self._moment

    def _keep(self, moment: datetime) -> None:
        self._moment, self._is_told = moment, True
        row = {"name": RECORDED, "at": sortable_time(moment)}
        self._inserts.put(schema.clock).run(self._connection, [row])
