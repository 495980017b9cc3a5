"""The files of a store's catalogs: one for each moment asked for, each whole or not there at all."""

import fcntl
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from countersight.catalog.index import SCHEMA, connect, read_meta
from countersight.errors import StoreBusy, StoreUnavailable
from countersight.model.as_of import NOW, AsOf
from countersight.values.digests import content_id

FOLDER = "catalog"
"""Folder of a project with its catalogs, which can all be made again."""
KEPT = 4
"""Catalogs of past moments that are kept, those opened last."""
PATIENCE_S = 600.0
"""Seconds to wait for another process that builds the same catalog."""
PAUSE_S = 0.05


class CatalogFiles:
    """Where the catalog of one store as of one moment lies.

    A file's name ends in the time of its build: a newer build never takes the place of a file that others have open.
    """

    def __init__(self, store_folder: Path, as_of: AsOf) -> None:
        self.folder = store_folder / FOLDER
        self._name = "now" if as_of == NOW else content_id("as-of", as_of)

    def current(self) -> Path | None:
        """Return the newest whole file, if there is one."""
        return max(self.folder.glob(f"{self._name}.*.db"), default=None)

    def unfinished(self) -> Path:
        """Return where the next file is to be built."""
        return self.folder / f"{self._name}.{datetime.now(UTC):%Y%m%d%H%M%S%f}.building"

    def put(self, built: Path) -> Path:
        """Let a finished file count, and drop those before."""
        path = built.with_suffix(".db")
        built.replace(path)
        for other in self.folder.glob(f"{self._name}.*"):
            if not other.name.startswith(path.name):
                other.unlink(missing_ok=True)
        return path

    def keep_few(self) -> None:
        """Note that this one was opened, and drop the past moments that nobody asked for lately."""
        current = self.current()
        if current is not None:
            current.touch()
        past = sorted(self.folder.glob("as-of-*.db"), key=_used, reverse=True)
        for path in past[KEPT:]:
            for each in self.folder.glob(f"{path.name}*"):
                each.unlink(missing_ok=True)
        self._drop_locks()

    def _drop_locks(self) -> None:
        """Drop the locks of moments that have no catalog, but for those that somebody holds."""
        for lock in self.folder.glob(".as-of-*.lock"):
            name = lock.name.removeprefix(".").removesuffix(".lock")
            if name == self._name or next(self.folder.glob(f"{name}.*"), None) is not None:
                continue
            with suppress(OSError), lock.open("r+") as file:  # gone meanwhile, or held by another
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                if _is_at(lock, file):
                    lock.unlink()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep other processes and threads from building or changing this catalog while the block runs.

        Raises:
            StoreBusy: another one has been at it for longer than PATIENCE_S.
            StoreUnavailable: the folder cannot be written.
        """
        last = time.monotonic() + PATIENCE_S
        while (file := self._lock()) is None:
            if time.monotonic() > last:
                raise StoreBusy(f"another process has been building {self.folder} for too long")
            time.sleep(PAUSE_S)
        with file:
            yield

    def _lock(self) -> IO[str] | None:
        """Take the lock, if nobody has it; it is let go when the file is closed."""
        path = self.folder / f".{self._name}.lock"
        try:
            self.folder.mkdir(exist_ok=True)
            file = path.open("w")
        except OSError as error:
            raise StoreUnavailable(str(self.folder), error.strerror or str(error)) from error
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        if _is_at(path, file):
            return file
        file.close()  # it was dropped between opening and locking: whoever comes next makes another
        return None


def read_whole(path: Path) -> dict[str, str] | None:
    """Return what a file says of itself; none where it is damaged or of another version."""
    try:
        connection = connect(path)
        try:
            meta = read_meta(connection)
        finally:
            connection.close()
    except sqlite3.Error:
        return None
    return meta if meta.get("schema") == SCHEMA else None


def _is_at(path: Path, file: IO[str]) -> bool:
    """Whether an open file is still the one of this name: a lock on one that was dropped keeps nobody out."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:  # another process dropped it
        return 0.0
