"""Brings findings up to date after decisions, in the background, so that nobody who decides waits for it."""

import os
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from pathlib import Path
from threading import Lock, Thread
from time import monotonic

from starlette.requests import Request

from countersight.errors import CountersightError
from countersight.pipeline import bring_up_to_date
from countersight.store import open_store
from countersight.store.base import Store
from countersight.web.workspace import workspace

BATCH = 10
"""Decisions after which findings are remade while the work goes on."""
LONGEST_S = 60.0
"""Seconds that a decision waits at most, once another follows."""
QUICK_S = 2.0
"""Remakes that take no longer may follow one another at once."""
SPACING = 20
"""Of longer ones, the next waits so many times as long as the last one took: they keep pages and decisions waiting."""
APART_FROM = 5_000
"""Claims from which findings are remade in a process of its own, which keeps no page waiting but starts slowly."""
LEAST_S = 0.25
"""How long a page that needs findings waits for one remake that is nearly done."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How the findings stand to the decisions."""

    is_running: bool = False
    """Whether they are being remade now."""
    is_behind: bool = False
    """Whether something was decided since they were last remade."""
    problem: str = ""
    """Why they could not be remade."""


class Refresher:
    """Remakes the findings of one store, one remake at a time."""

    def __init__(self, store: Store, *, database: str = "", apart_from: int = APART_FROM) -> None:
        """Remake the findings of `store`, which lies at `database`, as `open_store` takes it."""
        self._store = store
        self._database = database
        self._apart_from = apart_from
        self._lock = Lock()
        self._waiting = 0
        self._since = 0.0
        self._rest_until = 0.0
        self._thread: Thread | None = None
        self._problem = ""

    def note(self) -> None:
        """Take note of a decision; a batch of them, or an old one, starts a remake."""
        with self._lock:
            self._since = self._since if self._waiting else monotonic()
            self._waiting += 1
            if self._waiting >= BATCH or monotonic() - self._since > LONGEST_S:
                self._start()

    def hurry(self) -> None:
        """Remake now what waits: somebody is about to look at findings."""
        with self._lock:
            if self._waiting:
                self._start()

    def freshness(self) -> Freshness:
        """Say how the findings stand."""
        with self._lock:
            return Freshness(self._is_running(), self._waiting > 0, self._problem)

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until the remake that runs is done."""
        thread = self._thread
        if thread is not None:
            thread.join(timeout_s)

    def _is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _start(self) -> None:
        if not self._is_running() and monotonic() >= self._rest_until:
            self._thread = Thread(target=self._remake, name="findings", daemon=True)
            self._thread.start()

    def _remake(self) -> None:
        with self._lock:
            taken = self._waiting
        begun = monotonic()
        try:
            self._bring_up_to_date()
        except (CountersightError, BrokenProcessPool) as error:  # told on the page; the next decision tries again
            self._problem, taken = str(error), 0
        else:
            self._problem = ""
        with self._lock:
            self._waiting -= taken
            took = monotonic() - begun
            self._rest_until = monotonic() + (SPACING * took if took > QUICK_S else 0.0)

    def _bring_up_to_date(self) -> None:
        with self._store.view() as view:
            is_small = view.count("claims") < self._apart_from
        if is_small:
            bring_up_to_date(self._store)
            return
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            pool.submit(remake_findings, self._store.folder, self._database, self._store.readers).result()


def remake_findings(folder: Path, database: str, readers: int) -> None:
    """Bring the findings of a store up to date, behind whatever else this computer does."""
    end_with_parent()
    os.nice(5)
    store = open_store(folder, database=database)
    try:
        store.readers = readers
        bring_up_to_date(store)
    finally:
        store.close()


def end_with_parent() -> None:
    """Have this process end when the one that began it is gone, however that ended: the next server begins anew."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), name="watching", daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)  # what was not committed is as if it had never begun


_MAKING = Lock()


def refresher(request: Request) -> Refresher:
    """Return the refresher of the application."""
    state = request.app.state
    with _MAKING:
        if not hasattr(state, "desk_refresher"):
            held = workspace(request)
            state.desk_refresher = Refresher(held.store, database=held.project.settings.database)
    found: Refresher = state.desk_refresher
    return found


def freshness(request: Request) -> Freshness:
    """Say how the findings stand."""
    return refresher(request).freshness()


def note_decision(request: Request) -> None:
    """Take note that something was decided."""
    refresher(request).note()


def hurry(request: Request, *, wait_s: float = LEAST_S) -> None:
    """Have findings remade before somebody looks at them, who waits for it no longer than that."""
    refresher(request).hurry()
    refresher(request).wait(wait_s)
