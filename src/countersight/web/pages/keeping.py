"""Drawings kept in memory: bounded by their size, and forgotten with the state of the catalog that they show."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock

from markupsafe import Markup

MOST_CHARACTERS = 16_000_000


class KeptDrawings:
    """The drawings that were asked for last. Safe for many threads; two may draw the same at once."""

    def __init__(self, most: int = MOST_CHARACTERS) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, Markup] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, draw: Callable[[], Markup]) -> Markup:
        """Return the drawing kept under a key, which holds all that it depends on, or draw it."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        drawn = draw()
        with self._lock:
            self._size += len(drawn) - len(self._kept.pop(key, ""))
            self._kept[key] = drawn
            while self._size > self._most:
                self._size -= len(self._kept.popitem(last=False)[1])
        return drawn

    def __len__(self) -> int:
        return len(self._kept)


KEPT = KeptDrawings()
