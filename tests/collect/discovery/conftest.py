"""The clock and fetchers of politeness, and a short way to discover."""

from collections.abc import Callable

import pytest
from tests.collect.politeness.conftest import Hands, fetcher, hands, log, make_fetcher, memory

from countersight.collect.discovery import Entry, Found, discover
from countersight.collect.politeness import PoliteFetcher, ProcessMemory
from countersight.model.failure import Failure

__all__ = ["Hands", "fetcher", "hands", "log", "make_fetcher", "memory"]


class Discovered:
    """What came of looking through an entry."""

    def __init__(self, items: list[Found | Failure]) -> None:
        self.found = [item for item in items if isinstance(item, Found)]
        self.failures = [item for item in items if isinstance(item, Failure)]

    @property
    def addresses(self) -> list[str]:
        return [found.address for found in self.found]

    @property
    def reasons(self) -> list[str]:
        return [failure.reason for failure in self.failures]


Look = Callable[[Entry], Discovered]


@pytest.fixture
def look(fetcher: PoliteFetcher, memory: ProcessMemory) -> Look:
    """Look through an entry; what is remembered is remembered by the next look."""
    return lambda entry: Discovered(list(discover(entry, fetch=fetcher, state=memory)))
