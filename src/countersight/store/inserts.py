"""The inserts of one dialect, each compiled once and then sent straight to the driver.

Compiling and binding is most of what SQLAlchemy Core costs where a few rows are written at a time, and a run does that
many thousands of times.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Dialect, Table

from countersight.store.rows import Row

BATCH = 1_000
"""Rows sent at a time, so that any number can be written in bounded memory."""


T = TypeVar("T")


def in_batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Cut values into lists that every database takes in one statement."""
    remaining = iter(values)
    while batch := list(islice(remaining, BATCH)):
        yield batch


@dataclass(frozen=True, slots=True)
class Insert:
    """One insert in the dialect's own words."""

    sql: str
    order: tuple[str, ...] | None
    """The columns' names, where the driver takes values by position."""

    def run(self, connection: Connection, rows: Iterable[Row]) -> int:
        """Insert rows; return how many the table now has or has changed."""
        written = 0
        for batch in in_batches(rows):
            written += connection.exec_driver_sql(self.sql, [self._bound(row) for row in batch]).rowcount
        return written

    def _bound(self, row: Row) -> Any:
        return row if self.order is None else tuple([row[name] for name in self.order])


class Inserts:
    """The inserts of one dialect. `insert` is its own, as SQLAlchemy has no common form of ON CONFLICT."""

    def __init__(self, dialect: Dialect, insert: Callable[[Table], Any]) -> None:
        self._dialect = dialect
        self._insert = insert
        self._made: dict[tuple[str, str], Insert] = {}

    def add(self, table: Table) -> Insert:
        """A row whose key is there already changes nothing."""
        return self._once("add", table, lambda: self._insert(table).on_conflict_do_nothing())

    def append(self, table: Table) -> Insert:
        """A row whose key is there already is an error."""
        return self._once("append", table, lambda: self._insert(table))

    def put(self, table: Table) -> Insert:
        """A row takes the place of the one with the same key."""
        return self._once("put", table, lambda: self._upsert(table))

    def _once(self, verb: str, table: Table, make: Callable[[], Any]) -> Insert:
        key = (verb, table.name)
        if key not in self._made:
            compiled = make().compile(dialect=self._dialect)
            self._made[key] = Insert(str(compiled), tuple(compiled.positiontup) if compiled.positional else None)
        return self._made[key]

    def _upsert(self, table: Table) -> Any:
        statement = self._insert(table)
        keys = [column.name for column in table.primary_key]
        rest = {column.name: statement.excluded[column.name] for column in table.c if column.name not in keys}
        return statement.on_conflict_do_update(index_elements=keys, set_=rest)
