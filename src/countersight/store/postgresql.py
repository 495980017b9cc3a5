"""The store in a PostgreSQL database, for teams: the same tables, the same promises, many machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, make_url
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import ArgumentError, DBAPIError

from countersight.errors import BadSetting
from countersight.store.database import DatabaseStore

DRIVER = "postgresql+psycopg"
LOCK_SPACE = 0x0C54
"""The first half of our advisory lock's key: any number, as long as it stays; the second half is the schema's hash."""
MOST_CONNECTIONS = 80
"""Two for each thread that answers requests, as writers that wait may not keep who writes from reading; a server takes
100 where nothing else is set (https://www.postgresql.org/docs/current/runtime-config-connection.html)."""
LOCK_NOT_AVAILABLE = "55P03"
"""https://www.postgresql.org/docs/current/errcodes-appendix.html"""


def open_postgresql(folder: Path, database: str, *, patience_s: float) -> "PostgresqlStore":
    """Open or make the store at the address `database`; its archive is in `folder`.

    One database can hold several projects, each in a schema of its own: `?options=-csearch_path%3Dproject`.
    """
    return PostgresqlStore(_address(database), folder, patience_s=patience_s)


class PostgresqlStore(DatabaseStore):
    """A store in one schema of a PostgreSQL database."""

    def __init__(self, url: URL, folder: Path, *, patience_s: float) -> None:
        engine = create_engine(url, pool_pre_ping=True, max_overflow=MOST_CONNECTIONS)
        self._snapshots = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        super().__init__(engine, folder, insert=insert, patience_s=patience_s)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._snapshots.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Write alone, as SQLite does: the chain of decisions has one end, and no deadlock is possible."""
        with self._engine.connect() as connection, connection.begin():
            patience_ms = max(1, round(self.patience_s * 1000))  # to PostgreSQL, 0 means for ever
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {patience_ms}")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK_SPACE}, hashtext(current_schema()))")
            yield connection

    def _mark(self) -> str:
        """Ask which transactions are visible: it changes with every one that writes, also of other databases."""
        with self._reading() as connection:
            return str(connection.exec_driver_sql("SELECT pg_current_snapshot()::text").scalar_one())

    def _is_busy(self, error: DBAPIError) -> bool:
        return getattr(error.orig, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _address(database: str) -> URL:
    if find_spec("psycopg") is None:
        raise BadSetting("database", "postgresql:...", "needs psycopg: install countersight[postgresql]")
    try:
        return make_url(database).set(drivername=DRIVER)
    except (ArgumentError, ValueError) as error:
        raise BadSetting("database", "postgresql:...", "not an SQLAlchemy address") from error
