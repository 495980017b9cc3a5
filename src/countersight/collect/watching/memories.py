"""Memories in `watch.db`: one that writes at once, and one whose words wait for the transaction that they belong to."""

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from countersight.collect.watching.database import WatchDatabase
from countersight.collect.watching.schema import memory


class StoredMemory:
    """A `Memory` that is safe on disk as soon as it was told."""

    def __init__(self, database: WatchDatabase) -> None:
        self._database = database

    def recall(self, kind: str, key: str) -> str | None:
        """Return what was remembered last, also by an earlier process; nothing if nothing was."""
        with self._database.reading() as connection:
            query = select(memory.c.value).where(memory.c.kind == kind, memory.c.key == key)
            return connection.execute(query).scalar()

    def remember(self, kind: str, key: str, value: str) -> None:
        """Keep `value` in place of what was there."""
        with self._database.writing() as connection:
            _put(connection, kind, key, value)

    def forget(self, kind: str, key: str) -> None:
        """Drop what was remembered, if anything was."""
        with self._database.writing() as connection:
            _put(connection, kind, key, None)


class HeldMemory:
    """A `Memory` of one thread that recalls what is stored, and whose own words are stored when `settle` is called.

    So a feed's "not modified from here on" and the list of what it offered are written together or not at all. What it
    remembers is of one source alone: another that has the same feed is told all of it, too.
    """

    def __init__(self, stored: StoredMemory, source: str) -> None:
        self._stored = stored
        self._source = source
        self._words: dict[tuple[str, str], str | None] = {}

    def recall(self, kind: str, key: str) -> str | None:
        """Return what was remembered last."""
        kind = self._own(kind)
        return self._words[kind, key] if (kind, key) in self._words else self._stored.recall(kind, key)

    def remember(self, kind: str, key: str, value: str) -> None:
        """Hold `value` ready to take the place of what was there."""
        self._words[self._own(kind), key] = value

    def forget(self, kind: str, key: str) -> None:
        """Hold ready that nothing is to be remembered."""
        self._words[self._own(kind), key] = None

    def settle(self, connection: Connection) -> None:
        """Write what is held within a transaction."""
        for (kind, key), value in self._words.items():
            _put(connection, kind, key, value)
        self._words.clear()

    def _own(self, kind: str) -> str:
        return f"{kind} of {self._source}"


def _put(connection: Connection, kind: str, key: str, value: str | None) -> None:
    if value is None:
        connection.execute(delete(memory).where(memory.c.kind == kind, memory.c.key == key))
        return
    statement = insert(memory).values(kind=kind, key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["kind", "key"], set_={"value": value}))
