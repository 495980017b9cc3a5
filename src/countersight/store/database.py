"""A store over an SQL database: transactions for reading and writing, and the database's errors named as our own."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DatabaseError as DamagedError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, InterfaceError, OperationalError

from countersight.errors import BrokenProvenance, StoreBusy, StoreUnavailable
from countersight.model.as_of import NOW, AsOf
from countersight.store.archive import ARCHIVE_NAME, FolderArchive
from countersight.store.base import Archive, Checked, View, Writer
from countersight.store.inserts import Inserts
from countersight.store.migrate import migrate
from countersight.store.verify import find_breaks, find_document_breaks
from countersight.store.view import DatabaseView
from countersight.store.writer import DatabaseWriter


class DatabaseStore(ABC):
    """What SQLite and PostgreSQL share, which is nearly everything."""

    def __init__(self, engine: Engine, folder: Path, *, insert: Callable[[Table], Any], patience_s: float) -> None:
        """Bring the database up to date and hold it open. `insert` is the dialect's own, which knows ON CONFLICT.

        Raises:
            SchemaMismatch: the database was written by a newer Countersight, or by something else.
            StoreBusy: another process has been writing for longer than `patience_s`.
            StoreUnavailable: the database cannot be reached or written.
        """
        self.folder = folder
        self.archive: Archive = FolderArchive(folder / ARCHIVE_NAME)
        self.patience_s = patience_s
        self.readers = 1
        self._engine = engine
        self._inserts = Inserts(engine.dialect, insert)
        try:
            with self._naming_errors():
                migrate(self._reading, self._writing)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def view(self, as_of: AsOf = NOW) -> Iterator[View]:
        """Open a consistent view: it stays with what was committed when it was first asked, and no writer blocks it."""
        with (
            self._naming_errors(),
            self._reading() as connection,
            closing(DatabaseView(connection, as_of, readers=self.readers)) as view,
        ):
            yield view

    @contextmanager
    def writer(self) -> Iterator[Writer]:
        """Open the one transaction that may write; another one waits.

        Raises:
            StoreBusy: another process is writing, for longer than the store waits.
            StoreUnavailable: the database stopped answering, or the disk is full.
            BrokenProvenance: a record refers to one that is not in the store, or has what no database keeps.
        """
        with self._naming_errors(), self._writing() as connection:
            writer = DatabaseWriter(connection, self._inserts)
            yield writer
            writer.flush()

    def change_mark(self) -> str:
        """Return what differs whenever anything was committed since."""
        with self._naming_errors():
            return self._mark()

    def verify(self, checked: Checked = lambda *_: None) -> Iterator[str]:
        """Recompute every hash, invariant and chain; yield each break found, in words."""
        with self._naming_errors(), self._reading() as connection:
            yield from find_breaks(connection, self.archive, self._inspect(connection), checked=checked)

    def verify_document(self, document_id: str) -> Iterator[str]:
        """Recompute what there is of one document alone; yield each break found, in words."""
        with self._naming_errors(), self._reading() as connection:
            yield from find_document_breaks(connection, self.archive, document_id)

    def close(self) -> None:
        self._engine.dispose()

    @abstractmethod
    def _reading(self) -> AbstractContextManager[Connection]:
        """Open a connection whose transaction begins with its first read, sees one state and blocks no writer."""

    @abstractmethod
    def _writing(self) -> AbstractContextManager[Connection]:
        """Open a connection in a transaction beside which no other one writes."""

    @abstractmethod
    def _mark(self) -> str:
        """Ask the database for something that changes with every commit."""

    @abstractmethod
    def _is_busy(self, error: DBAPIError) -> bool:
        """Whether `error` says that waiting for another writer took too long."""

    def _inspect(self, connection: Connection) -> Iterator[str]:
        """Yield what the database itself finds broken, where it can look for that."""
        yield from ()

    @contextmanager
    def _naming_errors(self) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            raise self._named(error) from error

    def _named(self, error: DBAPIError) -> Exception:
        words = " ".join(str(error.orig).split())
        if self._is_busy(error):
            return StoreBusy(f"another process has been writing to the store for over {self.patience_s:g} s")
        if isinstance(error, (IntegrityError, DataError)):
            return BrokenProvenance(f"the store refuses this record: {words}")
        if isinstance(error, (OperationalError, InterfaceError)):
            return StoreUnavailable(self._engine.url.render_as_string(hide_password=True), words)
        if type(error) is DamagedError:
            return BrokenProvenance(f"the database is damaged: {words}")
        return error
