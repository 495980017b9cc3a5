"""The store in one SQLite file, the default: no server, one process that writes, any number that read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import OperationalError
from threading import Lock
from time import monotonic, sleep
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import ArgumentError, DBAPIError

from countersight.errors import BadSetting, StoreBusy, StoreUnavailable
from countersight.store.database import DatabaseStore

FILE_NAME = "countersight.db"
WRITES = "countersight_writes"
"""The execution option of connections that are going to write."""
BUSY_CODES = (5, 6)
"""SQLITE_BUSY and SQLITE_LOCKED, the low byte of https://www.sqlite.org/rescode.html."""

PAUSE_S = 0.01
"""Seconds between two tries to switch a new file to write-ahead logging."""


def open_sqlite(folder: Path, database: str, *, patience_s: float) -> "SqliteStore":
    """Open or make the store in `folder`. `database` may name another file: `sqlite:////data/other.db`."""
    return SqliteStore(_address(folder, database), folder, patience_s=patience_s)


class SqliteStore(DatabaseStore):
    """A store in one file, with its write-ahead log beside it."""

    def __init__(self, url: URL, folder: Path, *, patience_s: float) -> None:
        # Whoever writes may read beside: were connections few, writers that wait for their turn could take them all.
        engine = create_engine(url, max_overflow=-1)
        event.listen(engine, "connect", lambda connection, _: _prepare(connection, patience_s))
        event.listen(engine, "begin", _begin)
        self._watching = Lock()
        self._watch: Any = None
        self._turn = Lock()
        super().__init__(engine, folder, insert=insert, patience_s=patience_s)

    def close(self) -> None:
        with self._watching:
            if self._watch is not None:
                self._watch.close()
                self._watch = None
        super().close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Write when it is this thread's turn: SQLite has writers sleep and try again, and some try in vain for long.

        Raises:
            StoreBusy: another thread has been writing for longer than the store waits.
        """
        if not self._turn.acquire(timeout=self.patience_s):
            raise StoreBusy(f"another thread has been writing to the store for over {self.patience_s:g} s")
        try:
            with self._engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
                yield connection
        finally:
            self._turn.release()

    def _mark(self) -> str:
        """Ask one connection that never writes: https://www.sqlite.org/pragma.html#pragma_data_version."""
        with self._watching:
            if self._watch is None:
                self._watch = self._engine.raw_connection()
            return str(self._watch.cursor().execute("PRAGMA data_version").fetchone()[0])

    def _is_busy(self, error: DBAPIError) -> bool:
        return getattr(error.orig, "sqlite_errorcode", 0) & 0xFF in BUSY_CODES

    def _inspect(self, connection: Connection) -> Iterator[str]:
        for words in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if words != "ok":
                yield f"the database file: {words}"


def _address(folder: Path, database: str) -> URL:
    try:
        url = make_url(database) if database else URL.create("sqlite", database=str(folder / FILE_NAME))
    except (ArgumentError, ValueError) as error:
        raise BadSetting("database", database, "not an SQLAlchemy address") from error
    if not url.database or url.database == ":memory:":
        raise BadSetting("database", database, "a store in memory would be gone with the process")
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreUnavailable(url.database, error.strerror or str(error)) from error
    return url


def _prepare(connection: Any, patience_s: float) -> None:
    """Set up a new connection of the driver.

    synchronous is FULL: under WAL, NORMAL already survives the death of a process, but a power cut may take back the
    last commits, and what rests on them is outside the database (a published release, the archive). One fsync a
    commit is little beside those of the archive.
    """
    connection.isolation_level = None  # BEGIN is ours, see `_begin`; the driver's own would come late and be deferred
    # Bytes that are no UTF-8 thus reach `from_record`, which names the damaged record; the driver would name nothing.
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    connection.execute(f"PRAGMA busy_timeout = {round(patience_s * 1000)}").close()
    _log_ahead(connection, patience_s)
    for pragma in ("synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _log_ahead(connection: Any, patience_s: float) -> None:
    """Switch the file to write-ahead logging, which it then stays in.

    Of several connections that switch a new file at once, SQLite fails all but one at once instead of having them wait
    (https://www.sqlite.org/c3ref/busy_handler.html, on deadlocks): those try again.
    """
    last = monotonic() + patience_s
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in BUSY_CODES or monotonic() >= last:
                raise
            sleep(PAUSE_S)
        else:
            return


def _begin(connection: Connection) -> None:
    """Take the write lock at once where it will be needed: a read that turns into a write could not wait for it."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
