"""The file `accounts.db`: opened for its owner alone, and read and written in transactions."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from countersight.accounts import schema
from countersight.errors import SchemaMismatch, StoreBusy, StoreUnavailable

FILE_NAME = "accounts.db"
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR
PATIENCE_S = 10
"""Seconds that a writer waits for another one."""

Clock = Callable[[], datetime]


def moment(when: datetime) -> str:
    """Write a time in UTC such that text order is time order."""
    return when.astimezone(UTC).isoformat(timespec="microseconds")


class Accounts:
    """The accounts of one project. The functions of this package take it first; threads may share it."""

    def __init__(self, folder: Path, *, clock: Clock = lambda: datetime.now(UTC)) -> None:
        """Open the file in the project's folder, made where there is none, with mode 0600.

        `clock` says what time it is, with a time zone.

        Raises:
            SchemaMismatch: the file was written by a newer Countersight, or by something else.
            StoreUnavailable: the file cannot be opened, or others than its owner may read it.
        """
        self.path = folder / FILE_NAME
        self._clock = clock
        _own(self.path)
        self._engine = create_engine(URL.create("sqlite", database=str(self.path)))
        event.listen(self._engine, "connect", _prepare)
        event.listen(self._engine, "begin", _begin)
        try:
            with self.writing() as connection:
                _set_up(connection, self.path)
        except BaseException:
            self.close()
            raise

    def now(self) -> datetime:
        """Return the time in UTC."""
        return self._clock().astimezone(UTC)

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
                raise SchemaMismatch(f"{self.path} is no file of accounts: {error.orig}") from error
            raise


def _own(path: Path) -> None:
    """Make the file for its owner alone, before SQLite would make it for whomever the umask lets in."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), OWNER_ONLY))
        if stat.S_IMODE(path.stat().st_mode) & ~OWNER_ONLY:
            path.chmod(OWNER_ONLY)
    except OSError as error:
        raise StoreUnavailable(str(path), error.strerror or str(error)) from error


PRAGMAS = (
    f"busy_timeout = {PATIENCE_S * 1000}",
    "journal_mode = WAL",
    # A power cut may take back the last moments, such as that a session was used; nothing outside the file rests on it.
    "synchronous = NORMAL",
    "foreign_keys = ON",
    "secure_delete = ON",
)


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
    if version in schema.STEPS:
        _migrate(connection, version)
        return
    if version != 0:
        raise SchemaMismatch(f"{path} has schema {version}, this Countersight knows {schema.VERSION}: use a newer one")
    schema.metadata.create_all(connection)
    for verb in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f"CREATE TRIGGER events_refuse_{verb.lower()} BEFORE {verb} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
        )
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")


def _migrate(connection: Connection, version: int) -> None:
    """Bring a file of an older version to this one, in the transaction that opens it: whole or not at all."""
    for older in range(version, schema.VERSION):
        for statement in schema.STEPS[older]:
            connection.exec_driver_sql(statement)
    connection.exec_driver_sql(f"PRAGMA user_version = {schema.VERSION}")
