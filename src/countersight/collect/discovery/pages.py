"""Finds a single page: itself."""

from collections.abc import Iterator

from countersight.collect.discovery.base import Found
from countersight.collect.discovery.entries import PageEntry
from countersight.collect.discovery.tidying import tidy_address
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.errors import ForbiddenAddress
from countersight.model.failure import Failure, Stage, make_failure


def discover_page(entry: PageEntry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield the page's address, without asking anybody: whether it has changed is seen when it is fetched."""
    del fetch, state
    address = tidy_address(entry.address)
    if address is None:
        error = ForbiddenAddress(entry.address, "only http and https are visited")
        yield make_failure(Stage.COLLECT, entry.address, error)
    else:
        yield Found(address=address, seen_in=address)
