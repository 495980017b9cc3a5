"""The file `accounts.db`: opened for its owner alone, and read and written in transactions."""

import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from countersight.accounts import schema
from countersight.errors import StoreUnavailable
from countersight.store.side_file import SideFile, read_version, refuse_newer, write_version

FILE_NAME = "accounts.db"
OWNER_ONLY = stat.S_IRUSR | stat.S_IWUSR

Clock = Callable[[], datetime]


class Accounts(SideFile):
    """The accounts of one project. The functions of this package take it first; threads may share it."""

    kind = "accounts"
    patience_s = 10
    pragmas = ("secure_delete = ON",)

    def __init__(self, folder: Path, *, clock: Clock = lambda: datetime.now(UTC)) -> None:
        """Open the file in the project's folder, made where there is none, with mode 0600.

        `clock` says what time it is, with a time zone.

        Raises:
            SchemaMismatch: the file was written by a newer Countersight, or by something else.
            StoreUnavailable: the file cannot be opened, or others than its owner may read it.
        """
        self._clock = clock
        _own(folder / FILE_NAME)
        super().__init__(folder / FILE_NAME)

    def now(self) -> datetime:
        """Return the time in UTC."""
        return self._clock().astimezone(UTC)

    def set_up(self, connection: Connection) -> None:
        version = read_version(connection)
        if version == schema.VERSION:
            return
        if version in schema.STEPS:
            _migrate(connection, version)
            return
        if version != 0:
            raise refuse_newer(self.path, version, schema.VERSION)
        schema.metadata.create_all(connection)
        for verb in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER events_refuse_{verb.lower()} BEFORE {verb} ON events "
                "BEGIN SELECT RAISE(ABORT, 'events are append-only'); END"
            )
        write_version(connection, schema.VERSION)


def _own(path: Path) -> None:
    """Make the file for its owner alone, before SQLite would make it for whomever the umask lets in."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0), OWNER_ONLY))
        if stat.S_IMODE(path.stat().st_mode) & ~OWNER_ONLY:
            path.chmod(OWNER_ONLY)
    except OSError as error:
        raise StoreUnavailable(str(path), error.strerror or str(error)) from error


def _migrate(connection: Connection, version: int) -> None:
    """Bring a file of an older version to this one, in the transaction that opens it: whole or not at all."""
    for older in range(version, schema.VERSION):
        for statement in schema.STEPS[older]:
            connection.exec_driver_sql(statement)
    write_version(connection, schema.VERSION)
