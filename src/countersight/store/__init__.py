"""The project's memory: `open_store` gives a `Store` over a folder, with SQLite or PostgreSQL beneath.

Importing this is cheap: the database library is loaded when a store is opened.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from countersight.errors import BadSetting
from countersight.store.base import Store

PATIENCE_S = 30.0
"""Seconds that a writer waits for another one to finish before it says `StoreBusy`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """One database that can hold a store."""

    name: str
    schemes: tuple[str, ...]
    """How its addresses begin; a driver after a plus sign is allowed: `postgresql+psycopg`."""
    open: Callable[[Path, str, float], Store]
    """Opens it: the project's folder, the address (maybe empty), seconds of patience."""


def _open_sqlite(folder: Path, database: str, patience_s: float) -> Store:
    from countersight.store.sqlite import open_sqlite

    return open_sqlite(folder, database, patience_s=patience_s)


def _open_postgresql(folder: Path, database: str, patience_s: float) -> Store:
    from countersight.store.postgresql import open_postgresql

    return open_postgresql(folder, database, patience_s=patience_s)


BACKENDS: tuple[Backend, ...] = (
    Backend(name="sqlite", schemes=("", "sqlite"), open=_open_sqlite),
    Backend(name="postgresql", schemes=("postgresql", "postgres"), open=_open_postgresql),
)
"""The first is the default, for an empty address."""


def open_store(folder: Path, *, database: str = "", patience_s: float = PATIENCE_S) -> Store:
    """Open the store of the project in `folder`, made or brought up to date where needed.

    `database` is an SQLAlchemy address; empty means SQLite in the file `countersight.db` of the folder. The archive of
    captured bytes is always in the folder.

    Raises:
        BadSetting: no backend knows such an address.
        SchemaMismatch: the store was written by a newer Countersight, or is no store.
        StoreBusy: another process has been writing for longer than `patience_s`.
        StoreUnavailable: the database cannot be reached, or its files cannot be written.
    """
    scheme = database.partition(":")[0].partition("+")[0]
    for backend in BACKENDS:
        if scheme in backend.schemes:
            return backend.open(folder, database, patience_s)
    known = ", ".join(backend.name for backend in BACKENDS)
    raise BadSetting("database", f"{scheme}:...", f"no backend for it; there are {known}")
