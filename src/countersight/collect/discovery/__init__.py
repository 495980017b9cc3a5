"""Discovery: what a source offers, found through its feeds, sitemaps, pages, and GDELT."""

from collections.abc import Iterator

from countersight.collect.discovery.base import Found
from countersight.collect.discovery.entries import Entry, read_entry
from countersight.collect.politeness.fetching import PoliteFetcher
from countersight.collect.politeness.memory import Memory
from countersight.model.failure import Failure

__all__ = ["Entry", "Found", "discover", "read_entry"]


def discover(entry: Entry, *, fetch: PoliteFetcher, state: Memory) -> Iterator[Found | Failure]:
    """Yield what `entry` offers now, as `discovery.base.Discover` promises.

    Args:
        state: what has to outlive the process; the same memory that `fetch` has will do.
    """
    raise NotImplementedError
