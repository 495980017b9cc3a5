"""What every request works with: the project, its store, and the catalog of the moment that is asked for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from starlette.requests import Request

from countersight.catalog import Catalog, open_catalog
from countersight.model.as_of import NOW, AsOf
from countersight.pipeline import view_as_of
from countersight.project import Project
from countersight.store.base import Store, View

KEPT = 4
"""Catalogs of past moments that stay open."""


@dataclass(slots=True)
class Workspace:
    """A project that is open for reading and deciding, shared by all threads that answer requests."""

    project: Project
    store: Store
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    _catalogs: dict[AsOf, Catalog] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def catalog(self, as_of: AsOf = NOW) -> Catalog:
        """Open the catalog of a moment, brought up to date if it is that of now."""
        with self._lock:
            catalog = self._catalogs.pop(as_of, None) or open_catalog(self.store, view_as_of, as_of)
            self._catalogs[as_of] = catalog
            self._forget_oldest()
        catalog.refresh()
        return catalog

    def view(self, as_of: AsOf = NOW) -> AbstractContextManager[View]:
        """Open the store as of a moment."""
        return view_as_of(self.store, as_of)

    def close(self) -> None:
        """Close what is open, but for the store, which belongs to whoever opened it."""
        with self._lock:
            for catalog in self._catalogs.values():
                catalog.close()
            self._catalogs.clear()

    def _forget_oldest(self) -> None:
        past = [moment for moment in self._catalogs if moment != NOW]
        for moment in past[:-KEPT]:
            self._catalogs.pop(moment).close()


def workspace(request: Request) -> Workspace:
    """Return the workspace of the application that answers this request."""
    found: Workspace = request.app.state.workspace
    return found
