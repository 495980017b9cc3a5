"""The file is its owner's alone, and says when it is not one of ours."""

import sqlite3
import stat
from contextlib import closing

import pytest
from sqlalchemy.exc import IntegrityError

from countersight.accounts import Accounts, Role, schema
from countersight.accounts.events import read_events
from countersight.accounts.people import add_person
from countersight.accounts.secret_words import digest
from countersight.accounts.tokens import TokenScope, find_token, list_tokens
from countersight.errors import SchemaMismatch, StoreUnavailable


def test_only_the_owner_may_read(accounts, ana) -> None:
    for path in accounts.path.parent.glob("accounts.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_loose_mode_is_tightened(tmp_path) -> None:
    Accounts(tmp_path).close()
    (tmp_path / "accounts.db").chmod(0o644)
    Accounts(tmp_path).close()
    assert stat.S_IMODE((tmp_path / "accounts.db").stat().st_mode) == 0o600


def test_link_in_its_place_is_refused(tmp_path) -> None:
    (tmp_path / "elsewhere").write_bytes(b"")
    (tmp_path / "accounts.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StoreUnavailable):
        Accounts(tmp_path)


def test_newer_file_is_refused(tmp_path) -> None:
    Accounts(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "accounts.db")) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SchemaMismatch, match="newer"):
        Accounts(tmp_path)


def test_first_version_is_brought_to_this_one(tmp_path) -> None:
    """The file as version 1 made it, with a token whose scope nobody had thought of yet."""
    opened = Accounts(tmp_path)
    add_person(opened, "Ana", Role.REVIEWER, by="test")
    opened.close()
    with closing(sqlite3.connect(tmp_path / "accounts.db")) as connection, connection:
        connection.execute("UPDATE people SET state = 'active'")
        connection.execute("ALTER TABLE tokens DROP COLUMN scope")
        row = (digest("a word"), "ana", "a script", "reader", "2026-01-01T00:00:00+00:00", "9999-01-01T00:00:00+00:00")
        columns = "digest, person, purpose, role, made_at, expires_at"
        connection.execute(f"INSERT INTO tokens ({columns}) VALUES (?, ?, ?, ?, ?, ?)", row)
        connection.execute("PRAGMA user_version = 1")
    for _ in range(2):
        opened = Accounts(tmp_path)
        found = find_token(opened, "a word")
        (listed,) = list_tokens(opened, "ana")
        opened.close()
        assert found is not None
        assert (found[0].name, found[1], listed.scope) == ("Ana", Role.READER, TokenScope.API)
    with closing(sqlite3.connect(tmp_path / "accounts.db")) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_other_file_is_refused(tmp_path) -> None:
    (tmp_path / "accounts.db").write_bytes(b"no database " * 500)
    with pytest.raises(SchemaMismatch):
        Accounts(tmp_path)


def test_folder_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(StoreUnavailable, match="nowhere"):
        Accounts(tmp_path / "nowhere")


@pytest.mark.parametrize("statement", ["UPDATE events SET person = 'eve'", "DELETE FROM events"])
def test_events_cannot_be_changed(accounts, ana, statement) -> None:
    before = read_events(accounts)
    with pytest.raises(IntegrityError, match="append-only"), accounts.writing() as connection:
        connection.exec_driver_sql(statement)
    assert read_events(accounts) == before != []
