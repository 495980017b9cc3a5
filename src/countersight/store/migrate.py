"""Bringing a database to the schema that this version of the code expects, in one transaction or not at all."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from threading import Lock

from sqlalchemy import Connection, inspect, text

from countersight.errors import SchemaMismatch

HEAD = "0007"
"""The newest migration. Kept here so that a store already up to date opens without loading Alembic."""

SCRIPTS = "countersight.store:migrations"
"""Where Alembic finds them: a folder of this package."""

_ALEMBIC = Lock()
"""Alembic keeps what it is doing in globals: one migration at a time in a process, whatever the database."""

Transaction = Callable[[], AbstractContextManager[Connection]]


def migrate(reading: Transaction, writing: Transaction) -> None:
    """Run the migrations that the database lacks.

    Raises:
        SchemaMismatch: the database was written by a newer Countersight, or by something else.
    """
    with reading() as connection:
        if schema_version(connection) == HEAD:
            return
    with writing() as connection:
        # Another process may have migrated it while this one waited to write.
        if schema_version(connection) != HEAD:
            _upgrade(connection)


def schema_version(connection: Connection) -> str | None:
    """Return the last migration that the database has been through, if any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", SCRIPTS)
    config.attributes["connection"] = connection
    version = schema_version(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if version is not None and version not in known:
        raise SchemaMismatch(f"the store has schema {version}, this Countersight knows up to {HEAD}: use a newer one")
    if version is None and inspect(connection).has_table("documents"):
        raise SchemaMismatch("the database has a table `documents` that Countersight did not make")
    with _ALEMBIC:
        command.upgrade(config, "head")
