"""The file of a watcher: made where there is none, refused where it is another's."""

import sqlite3
from pathlib import Path

import pytest

from countersight.collect.watching import WatchDatabase
from countersight.errors import SchemaMismatch, StoreUnavailable


def test_newer_file_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "watch.db") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(SchemaMismatch, match="use a newer one"):
        WatchDatabase(tmp_path)


def test_other_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "watch.db").write_bytes(b"no database at all, but long enough to look like one" * 40)
    with pytest.raises(SchemaMismatch, match="no file of a watcher"):
        WatchDatabase(tmp_path)


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        WatchDatabase(tmp_path / "none")
