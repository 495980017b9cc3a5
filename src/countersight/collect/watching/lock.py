"""One watcher a project: a lock that dies with its process, however that dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from countersight.errors import AlreadyWatching, StoreUnavailable

FILE_NAME = "watch.lock"


@contextmanager
def only_watcher(folder: Path) -> Iterator[None]:
    """Be the only watcher of a project while the block runs.

    The system takes the lock back when the process ends, so that nothing has to be cleared away after a kill.

    Raises:
        AlreadyWatching: another process is.
        StoreUnavailable: the folder may not be written.
    """
    path = folder / FILE_NAME
    try:
        file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreUnavailable(str(path), error.strerror or str(error)) from error
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            who = os.pread(file, 64, 0).decode("ascii", "replace").strip()
            raise AlreadyWatching(folder, f"process {who}" if who.isdecimal() else "") from error
        os.ftruncate(file, 0)
        os.pwrite(file, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(file)
