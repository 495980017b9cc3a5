"""The file `watch.db`: opened by one watcher, read by anybody, whole after any death."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from countersight.collect.watching import schema
from countersight.errors import SchemaMismatch, StoreBusy, StoreUnavailable

FILE_NAME = "watch.db"
PATIENCE_S = 60
"""Seconds that a visit waits for another to write: the largest sitemaps take some."""
PRAGMAS = (
    f"busy_timeout = {PATIENCE_S * 1000}",
    "journal_mode = WAL",
    # Survives the death of the process. A power cut may take back the last moments, but never the order: what is noted
    # here as kept was committed to the store before, which is stricter, and at worst is asked for once more.
    "synchronous = NORMAL",
    "foreign_keys = ON",
)


def stamp(moment: datetime) -> str:
    """Write a time in UTC such that text order is time order."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def unstamp(words: str | None) -> datetime | None:
    """Read back what `stamp` wrote."""
    return None if words is None else datetime.fromisoformat(words)


class WatchDatabase:
    """What watching remembers of one project; threads may share it."""

    def __init__(self, folder: Path) -> None:
        """Open the file in the project's folder, made where there is none.

        Raises:
            SchemaMismatch: the file was written by a newer Countersight, or by something else.
            StoreUnavailable: it cannot be opened or written.
        """
        self.path = folder / FILE_NAME
        self._engine = create_engine(URL.create("sqlite", database=str(self.path)), max_overflow=-1)
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        try:
            with self.writing() as connection:
                _set_up(connection, self.path)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a transaction that sees one state and blocks nobody."""
        with self._naming_errors(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the one transaction that may write; it commits when the block ends well."""
        writes = self._engine.execution_options(writes=True)
        with self._naming_errors(), writes.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _naming_errors(self) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
            if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise StoreBusy(f"another process has been writing to {self.path} for over {PATIENCE_S} s") from error
            raise StoreUnavailable(str(self.path), str(error.orig)) from error
        except DatabaseError as error:
            if type(error) is DatabaseError:  # a subclass says what is wrong with a statement, which is our fault
                raise SchemaMismatch(f"{self.path} is no file of a watcher: {error.orig}") from error
            raise


def _prepare(connection: Any, _: object) -> None:
    connection.isolation_level = None  # BEGIN is ours, see `_begin`
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _set_up(connection: Connection, path: Path) -> None:
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    if version == schema.VERSION:
        return
    if version != 0:
        raise SchemaMismatch(f"{path} has schema {version}, this Countersight knows {schema.VERSION}: use a newer one")
    schema.metadata.create_all(connection)
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")
