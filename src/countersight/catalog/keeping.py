"""Keep one catalog's file and its columns in memory as the store is, for many threads at once."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from countersight.catalog.columns_file import WORTH_ROWS, read_columns, write_columns
from countersight.catalog.deciding import Deciding
from countersight.catalog.files import CatalogFiles, read_whole
from countersight.catalog.index import connect, create, is_mostly_dead, of_list, read_meta, write_meta
from countersight.catalog.parties import PartyBook
from countersight.catalog.query import What
from countersight.catalog.snapshot import EMPTY, Snapshot, read_changes
from countersight.catalog.updating import Observer, Position, next_generation, take_in
from countersight.model.as_of import NOW, AsOf
from countersight.model.docket import Docket
from countersight.store.base import Store, View

ViewAsOf = Callable[[Store, AsOf], AbstractContextManager[View]]
"""`pipeline.view_as_of`: a view with the findings of its day."""
LOOK_EVERY_S = 2.0
"""Seconds between two looks at all of the store, where nobody asks for one."""
MOST_DECISIONS = 200
"""Decisions that are taken in one by one; of more, everything is weighed anew."""


class Keeper:
    """One catalog's file, its connections, and the state of it in memory."""

    def __init__(self, store: Store, view_as_of: ViewAsOf, as_of: AsOf, observe: Observer) -> None:
        self.as_of = as_of
        self._store = store
        self._view_as_of = view_as_of
        self._observe = observe
        self._files = CatalogFiles(store.folder, as_of)
        self._updating = threading.Lock()
        self._idle: list[tuple[Path, sqlite3.Connection]] = []
        self._looked = 0.0
        self._docket: Docket | None = None
        self.book = PartyBook(store.folder)
        self.meta: dict[str, str] = {}
        self.snapshot = _fresh(Path())
        self._is_closed = False
        with self._updating:
            self._bring_up()
        self._files.keep_few()

    @property
    def name(self) -> str:
        """The name of the file, another one with every build."""
        return self.snapshot.path.stem

    @contextmanager
    def connection(self, path: Path) -> Iterator[sqlite3.Connection]:
        """Lend a connection for reading one of the catalog's files to one thread.

        Raises:
            sqlite3.OperationalError: another process has built another file meanwhile, and dropped this one.
        """
        connection = self._take_idle(path) or connect(path)
        try:
            yield connection
        finally:
            if self._is_closed or path != self.snapshot.path:
                connection.close()
            else:
                self._idle.append((path, connection))

    def _take_idle(self, path: Path) -> sqlite3.Connection | None:
        while self._idle:
            try:
                of, connection = self._idle.pop()
            except IndexError:  # another thread took the last one
                break
            if of == path:
                return connection
            connection.close()
        return None

    def rebuild(self, damaged: Path) -> None:
        """Build the file anew, as what is in it cannot be read, unless that was done meanwhile."""
        with self._updating:
            if self.snapshot.path == damaged:
                damaged.unlink(missing_ok=True)
                self._bring_up()

    def refresh(self, *, thoroughly: bool) -> bool:
        """Bring file and memory to what the store is; return whether anything differed."""
        with self._updating:
            before = self.snapshot.path, self.snapshot.generation
            if not self.snapshot.path.exists():
                self._bring_up()
            elif self.as_of == NOW:
                self._follow(thoroughly=thoroughly)
            elif thoroughly:
                self._bring_up()
            return (self.snapshot.path, self.snapshot.generation) != before

    def close(self) -> None:
        """Close all connections; one that is lent is closed when it comes back."""
        self._is_closed = True
        while self._idle:
            self._idle.pop()[1].close()

    def _bring_up(self) -> None:
        """Find, build or update the file, and read it."""
        with self._files.locked(), self._view_as_of(self._store, self.as_of) as view:
            position = Position.of(view)
            path = self._files.current()
            meta = read_whole(path) if path is not None else None
            is_open = path is not None and path == self.snapshot.path  # it has been read, and is not gone through again
            if path is None or meta is None or not (is_open or _is_readable(path)):
                path = self._build(view, position)
            elif not self._shows(meta, position):
                path = self._update(path, view, position)
            self._looked = time.monotonic()
            self._read(path)

    def _shows(self, meta: dict[str, str], position: Position) -> bool:
        """Whether a file shows what the store is now; what it was at a past time stays."""
        recorded = self.as_of.recorded
        is_past = recorded is not None and datetime.fromisoformat(meta["at"]) > recorded
        return is_past or Position.read(meta) == position

    def _follow(self, *, thoroughly: bool) -> None:
        """Take in new decisions; with `thoroughly`, or from time to time when there are none, whatever else is new."""
        known = Position.read(self.meta)
        with self._store.view() as view:
            now = known.with_chains(view)
            if thoroughly or (now == known and time.monotonic() - self._looked > LOOK_EVERY_S):
                now = Position.of(view)
                self._looked = time.monotonic()
            if now == known:
                return
            if now.differs_by_decisions(known) and now.chains[0] - known.chains[0] <= MOST_DECISIONS:
                with self._files.locked():
                    if self._take_decisions(view, now):
                        self._read(self.snapshot.path)
                        return
        self._bring_up()

    def _take_decisions(self, view: View, position: Position) -> bool:
        connection = connect(self.snapshot.path, writes=True)
        try:
            connection.execute("BEGIN IMMEDIATE")
            meta = read_meta(connection)
            known = Position.read(meta)
            if not position.differs_by_decisions(known):  # another process took in more meanwhile
                connection.execute("ROLLBACK")
                return known == position
            generation = next_generation(meta)
            new = list(view.decisions(after=known.chains[0]))
            if not Deciding(connection, view, self._docket_of(view), generation).apply(new):
                connection.execute("ROLLBACK")
                return False
            write_meta(connection, {"generation": generation, "at": datetime.now(UTC).isoformat(), **position.write()})
            connection.execute("COMMIT")
        finally:
            connection.close()
        return True

    def _docket_of(self, view: View) -> Docket:
        """Return what all decisions come to, reading only those that came since it was last asked for."""
        if self._docket is None:
            self._docket = Docket(view.decisions())
            return self._docket
        known = self._docket.last.sequence if self._docket.last else 0
        for decision in view.decisions(after=known):
            self._docket.take(decision)
        return self._docket

    def _build(self, view: View, position: Position) -> Path:
        built = self._files.unfinished()
        try:
            connection = connect(built, writes=True)
            try:
                connection.execute("PRAGMA journal_mode = OFF")
                create(connection)
                take_in(connection, view, position, self._store.folder, self._observe)
                connection.execute("PRAGMA journal_mode = WAL")
            finally:
                connection.close()
        except BaseException:
            built.unlink(missing_ok=True)
            raise
        return self._files.put(built)

    def _update(self, path: Path, view: View, position: Position) -> Path:
        """Bring a file to what the view says, or build another one where it cannot be used or is mostly leftovers."""
        try:
            connection = connect(path, writes=True)
            try:
                take_in(connection, view, position, self._store.folder, self._observe)
                if not is_mostly_dead(connection):
                    return path
            finally:
                connection.close()
        except sqlite3.DatabaseError:
            pass  # whatever is wrong with it, a new one will not have it
        return self._build(view, position)

    def _read(self, path: Path) -> None:
        """Read what changed in a file since it was last read; all of it, if it is another one."""
        connection = connect(path)
        try:
            connection.execute("BEGIN")
            meta = read_meta(connection)
            generation = int(meta["generation"])
            known = self.snapshot if path == self.snapshot.path else read_columns(path, generation) or _fresh(path)
            snapshot = read_changes(connection, known, generation)
        finally:
            connection.close()
        if snapshot.rows() - known.rows() > WORTH_ROWS:
            write_columns(snapshot)
        self.snapshot, self.meta = snapshot, meta


def _fresh(path: Path) -> Snapshot:
    return replace(EMPTY, path=path, labels={}, parties={}, projections={})


def _is_readable(path: Path) -> bool:
    """Whether the file's tables can be read to their ends."""
    try:
        connection = connect(path)
        try:
            for what in What:
                connection.execute(of_list("SELECT count(*), sum(length(record)) FROM {list}", what)).fetchone()
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return False
    return True
