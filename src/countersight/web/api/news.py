"""How much is new in somebody's saved searches: a number in the menu of every page, which no page waits for."""

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from starlette.requests import Request

from countersight.errors import CountersightError
from countersight.web.api.searches import find_rows
from countersight.web.visitor import visitor
from countersight.web.workspace import workspace

FRESH_S = 60.0
MOST_PEOPLE = 1_000
"""Whose numbers are remembered; the one told longest ago is forgotten first."""


class News:
    """Counts what is new for each person, once in a minute."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Set up; `clock` tells seconds."""
        self._clock = clock
        self._told: OrderedDict[str, tuple[float, int]] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: Request) -> int:
        """Return how many records are new in all saved searches of whoever asks; none while nobody knows."""
        name, now = visitor(request).name, self._clock()
        with self._lock:
            when, count = self._told.get(name, (-FRESH_S, 0))
        if not name or now - when < FRESH_S:
            return count
        counted = _count(request)
        if counted is None:
            return count
        with self._lock:
            self._told.pop(name, None)
            self._told[name] = (now, counted)
            if len(self._told) > MOST_PEOPLE:
                self._told.popitem(last=False)
        return counted

    def forget(self, request: Request) -> None:
        """Count anew for whoever asks when a page is next shown: they change or look at a search."""
        with self._lock:
            self._told.pop(visitor(request).name, None)


def _count(request: Request) -> int | None:
    """Count by the catalog that is open anyway; a page about an error has this number too, and must not fail of it."""
    catalog = workspace(request).catalog_at_hand()
    if catalog is None:
        return None
    try:
        return sum(row.new for row in find_rows(request, catalog))
    except CountersightError:
        return None
