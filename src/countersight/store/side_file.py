"""A small SQLite file beside the evidence, such as who signs in, or what a watch remembers: opened in one way."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

from sqlalchemy import URL, Connection, create_engine, event
from sqlalchemy.exc import DatabaseError, OperationalError

from countersight.errors import SchemaMismatch, StoreBusy, StoreUnavailable


class SideFile:
    """One file of a project with a schema of its own; threads may share it.

    A subclass says what it is and makes its tables in `set_up`.
    """

    kind: ClassVar[str]
    """What it is a file of, for errors: `accounts`."""
    patience_s: ClassVar[int]
    """Seconds that a writer waits for another one."""
    most_connections: ClassVar[int] = 15
    """At once; -1 for as many as are asked for."""
    pragmas: ClassVar[tuple[str, ...]] = ()
    """Beyond those that hold for all."""

    def __init__(self, path: Path) -> None:
        """Open the file, made where there is none.

        Raises:
            SchemaMismatch: the file was written by a newer Countersight, or by something else.
            StoreUnavailable: it cannot be opened or written.
        """
        self.path = path
        overflow = -1 if self.most_connections < 0 else self.most_connections - 5  # beside a pool of five
        self._engine = create_engine(URL.create("sqlite", database=str(path)), max_overflow=overflow)
        event.listen(self._engine, "connect", self._prepare)
        event.listen(self._engine, "begin", _begin)
        try:
            with self.writing() as connection:
                self.set_up(connection)
        except BaseException:
            self.close()
            raise

    def set_up(self, connection: Connection) -> None:
        """Make the tables where there are none, or bring older ones up, in the transaction that opens the file.

        Raises:
            SchemaMismatch: a newer Countersight made them.
        """
        raise NotImplementedError

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
                waited = f"another process has been writing to {self.path} for over {self.patience_s} s"
                raise StoreBusy(waited) from error
            raise StoreUnavailable(str(self.path), str(error.orig)) from error
        except DatabaseError as error:
            if type(error) is DatabaseError:  # a subclass says what is wrong with a statement, which is our fault
                raise SchemaMismatch(f"{self.path} is no file of {self.kind}: {error.orig}") from error
            raise

    def _prepare(self, connection: Any, _: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, see `_begin`
        # A power cut may take back the last moments, never the order: nothing outside the file rests on them.
        shared = ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON")
        for pragma in (f"busy_timeout = {self.patience_s * 1000}", *shared, *self.pragmas):
            connection.execute(f"PRAGMA {pragma}").close()


def read_version(connection: Connection) -> int:
    """Return the version of the schema that the file has; zero of a new one."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def write_version(connection: Connection, version: int) -> None:
    """Note the version of the schema that the file has now."""
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def refuse_newer(path: Path, found: int, known: int) -> SchemaMismatch:
    """Return the error of a file that another version made."""
    return SchemaMismatch(f"{path} has schema {found}, this Countersight knows {known}: use a newer one")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
