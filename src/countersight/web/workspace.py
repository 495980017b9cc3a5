"""What every request works with: the project, its store, and the catalog of the moment that is asked for."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, Lock, Thread
from time import monotonic

from starlette.requests import Request

from countersight.catalog import Catalog, Observer, open_catalog
from countersight.errors import CatalogBeingMade
from countersight.model.as_of import NOW, AsOf
from countersight.pipeline import view_as_of
from countersight.project import Project
from countersight.store.base import Store, View

KEPT = 4
"""Catalogs of past moments that stay open."""
MOST_MADE = 2
"""Catalogs of past moments that are made at once, however many are asked for: others have to ask again."""
PATIENCE_S, PATIENCE_NOW_S = 2.0, 30.0
"""How long a request waits for a catalog that has to be made first: of a past moment, and of now."""
PATIENCE_REFRESH_S = 10.0
"""How long after its beginning requests wait for a catalog of now to be brought up to date: then they get the state
before, and say so. A judgement on who is who has all of it compared, 39 s at 100,000 claims."""


class _Refreshing:
    """A catalog that a thread brings up to date."""

    def __init__(self, refresh: Callable[[], bool], mark: str) -> None:
        self.mark = mark
        """The change mark of the store before the thread looked at it."""
        self.is_done = Event()
        self.error: BaseException | None = None
        self._refresh = refresh
        self.begun_at = monotonic()
        Thread(target=self._run, name="refresh", daemon=True).start()

    def wait(self, patience_s: float) -> bool:
        """Wait until it is done or has taken so long; return whether it is done."""
        return self.is_done.wait(max(0.0, self.begun_at + patience_s - monotonic()))

    def _run(self) -> None:
        try:
            self._refresh()
        except BaseException as error:  # noqa: BLE001 — it is raised again by whoever waits for it
            self.error = error
        finally:
            self.is_done.set()


class _Making:
    """A catalog that a thread is making."""

    def __init__(self, make: Callable[[Observer], Catalog]) -> None:
        self.told = ("", 0)
        self.is_done = Event()
        self.error: BaseException | None = None
        self._make = make
        self.catalog: Catalog | None = None
        Thread(target=self._run, name="catalog", daemon=True).start()

    def _run(self) -> None:
        try:
            self.catalog = self._make(lambda what, done, total: setattr(self, "told", (what, done)))
        except BaseException as error:  # noqa: BLE001 — it is raised again by whoever asked for the catalog
            self.error = error
        finally:
            self.is_done.set()


@dataclass(slots=True)
class Workspace:
    """A project that is open for reading and deciding, shared by all threads that answer requests."""

    project: Project
    store: Store
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    patience_s: float = PATIENCE_S
    patience_refresh_s: float = PATIENCE_REFRESH_S
    _catalogs: dict[AsOf, Catalog] = field(default_factory=dict)
    _making: dict[AsOf, _Making] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)
    _marks: dict[AsOf, str] = field(default_factory=dict)
    """The store's change mark at which each catalog was last brought up to date."""
    _refreshing: dict[AsOf, _Refreshing] = field(default_factory=dict)

    def catalog(self, as_of: AsOf = NOW) -> Catalog:
        """Open the catalog of a moment, brought up to date if it is that of now and that does not take too long.

        Raises:
            CatalogBeingMade: it is still being made, or has to wait for others; asked again, it will be there sooner or
                later.
        """
        with self._lock:
            self._take_finished(but=as_of)
            catalog = self._catalogs.pop(as_of, None)
            if catalog is not None:
                self._catalogs[as_of] = catalog  # the one asked for last is the last to be forgotten
            elif as_of not in self._making:
                if as_of != NOW and sum(moment != NOW for moment in self._making) >= MOST_MADE:
                    raise CatalogBeingMade("", 0)
                self._making[as_of] = _Making(lambda observe: self._open(as_of, observe))
            making = self._making.get(as_of)
        if catalog is None:
            assert making is not None  # noqa: S101 — it was put there above
            catalog = self._wait_for(as_of, making)
        self._bring_up_to_date(as_of, catalog)
        return catalog

    @property
    def is_behind(self) -> bool:
        """Whether the catalog of now is still being brought up to date, longer than requests wait for it."""
        begun = self._refreshing.get(NOW)
        return begun is not None and not begun.wait(self.patience_refresh_s)

    def _bring_up_to_date(self, as_of: AsOf, catalog: Catalog) -> None:
        """Wait, but not for long, until the catalog shows all that was committed before it was asked for."""
        asked, mark = monotonic(), self.store.change_mark()
        while self._marks.get(as_of) != mark:  # to look at the whole store costs more than many a page
            with self._lock:
                refreshing = self._refreshing.get(as_of) or _Refreshing(catalog.refresh, mark)
                self._refreshing[as_of] = refreshing
            if not refreshing.wait(self.patience_refresh_s):
                return
            self._end_refreshing(as_of, refreshing)
            if refreshing.begun_at >= asked:
                return

    def _end_refreshing(self, as_of: AsOf, begun: _Refreshing) -> None:
        """Raises: BaseException: whatever kept the catalog from being brought up to date."""
        with self._lock:
            if self._refreshing.get(as_of) is begun:
                del self._refreshing[as_of]
                if begun.error is None:
                    self._marks[as_of] = begun.mark
        if begun.error is not None:
            raise begun.error

    def catalog_at_hand(self) -> Catalog | None:
        """Return the catalog of now as it stands, if it is open: there is nothing to wait for."""
        with self._lock:
            return self._catalogs.get(NOW)

    def view(self, as_of: AsOf = NOW) -> AbstractContextManager[View]:
        """Open the store as of a moment."""
        return view_as_of(self.store, as_of)

    def close(self) -> None:
        """Close what is open, but for the store, which belongs to whoever opened it."""
        for is_done in [one.is_done for one in self._making.values()] + [
            one.is_done for one in self._refreshing.values()
        ]:
            is_done.wait()
        with self._lock:
            for catalog in self._catalogs.values():
                catalog.close()
            self._catalogs.clear()

    def _open(self, as_of: AsOf, observe: Observer) -> Catalog:
        return open_catalog(self.store, view_as_of, as_of, observe=observe)

    def _wait_for(self, as_of: AsOf, making: _Making) -> Catalog:
        patience = max(self.patience_s, PATIENCE_NOW_S) if as_of == NOW else self.patience_s
        if not making.is_done.wait(patience):
            raise CatalogBeingMade(*making.told)
        with self._lock:
            self._making.pop(as_of, None)
            if making.error is not None:
                raise making.error
            assert making.catalog is not None  # noqa: S101 — it is there, or an error is
            self._catalogs.setdefault(as_of, making.catalog)
            self._forget_oldest()
        return making.catalog

    def _take_finished(self, *, but: AsOf) -> None:
        """Keep what was made for those who did not come back, so that it is forgotten with the oldest."""
        for moment, making in list(self._making.items()):
            if moment != but and making.is_done.is_set():
                del self._making[moment]
                if making.catalog is not None:
                    self._catalogs.setdefault(moment, making.catalog)
        self._forget_oldest()

    def _forget_oldest(self) -> None:
        past = [moment for moment in self._catalogs if moment != NOW]
        for moment in past[:-KEPT]:
            self._catalogs.pop(moment).close()
            self._marks.pop(moment, None)


def workspace(request: Request) -> Workspace:
    """Return the workspace of the application that answers this request."""
    found: Workspace = request.app.state.workspace
    return found
