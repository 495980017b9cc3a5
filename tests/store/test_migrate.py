"""The migrations make what the code expects, once, and leave alone what they do not know."""

import re
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from countersight.errors import SchemaMismatch
from countersight.model.decision import Verdict
from countersight.store import open_store
from countersight.store.migrate import HEAD, SCRIPTS, schema_version
from countersight.store.schema import metadata


def test_newest_migration_is_the_head():
    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    assert ScriptDirectory.from_config(config).get_heads() == [HEAD]


def test_migrated_schema_is_that_of_the_code(store):
    with store._reading() as connection:
        assert schema_version(connection) == HEAD
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []


def test_migrated_tables_are_word_for_word_the_same(tmp_path):
    """SQLite keeps the statements that made its tables, so nothing at all can differ unseen."""
    open_store(tmp_path).close()
    made = create_engine(f"sqlite:///{tmp_path / 'made.db'}")
    metadata.create_all(made)
    migrated = create_engine(f"sqlite:///{tmp_path / 'countersight.db'}")
    assert definitions(migrated) == definitions(made)
    made.dispose()
    migrated.dispose()


def definitions(engine):
    query = "SELECT name, sql FROM sqlite_master WHERE type != 'trigger' AND name NOT LIKE '%alembic%'"
    with engine.connect() as connection:
        return {name: sql and sorted(re.findall(r"\w+", sql)) for name, sql in connection.execute(text(query))}


def test_newer_store_is_refused(new_place):
    place = new_place()
    place.open().close()
    place.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaMismatch, match="9999"):
        place.open()


def test_tables_of_others_are_refused(new_place):
    place = new_place()
    place.execute("CREATE TABLE documents (id TEXT)")
    with pytest.raises(SchemaMismatch, match="documents"):
        place.open()


def test_opening_again_runs_no_migration(tmp_path):
    """Alembic is slow to load, and every command opens the store."""
    script = (
        "import sys; from pathlib import Path; from countersight.store import open_store;"
        f"open_store(Path({str(tmp_path)!r})).close(); print('alembic' in sys.modules)"
    )
    loaded = [subprocess.run([sys.executable, "-c", script], capture_output=True, check=True).stdout for _ in range(2)]
    assert loaded == [b"True\n", b"False\n"]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE decisions SET verdict = 'reject'",
        "DELETE FROM decisions",
        "DELETE FROM decisions WHERE sequence = 2",
    ],
)
def test_decisions_cannot_be_changed(store, place, made_up, statement):
    two_decisions(store, made_up)
    with pytest.raises(Exception, match="decisions are append-only"):
        place.execute(statement)
    with store.view() as view:
        assert view.count("decisions") == 2


def test_decisions_cannot_be_replaced(store, place, made_up):
    """Each database has its own way around a trigger on DELETE."""
    two_decisions(store, made_up)
    replace = "INSERT OR REPLACE INTO decisions SELECT 1, 'x', 'x', 'x', 'x'"
    with pytest.raises(Exception, match="decisions are append-only"):
        place.execute("TRUNCATE decisions" if place.database else replace)
    assert list(store.verify()) == []


def two_decisions(store, made_up):
    claims = made_up.fill(store, 1)
    with store.writer() as writer:
        for claim in claims[:2]:
            writer.decide(claim.id, Verdict.ACCEPT, "A", "", decided_at=made_up.document()[2].captured_at)
