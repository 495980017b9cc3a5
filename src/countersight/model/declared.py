"""What a project declares of the publishers that it collects from: who owns them and how reliable they are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countersight.model.source import Reliability, hosts_above


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredSource:
    """What grading and counting of origins use of one declared source."""

    declared_in: str
    """The file that says so, within the project: `sources/glimmer_post/source.yml`."""
    keys: tuple[str, ...]
    """The host of its site, where that is its own, and its name: see `source_key`."""
    owner: str | None
    reliability: Reliability
    basis: str
    """Why this letter, in words."""


class DeclaredSources:
    """What is declared of each publisher, by its key; of two files on one publisher the first stands."""

    def __init__(self, declared: Iterable[DeclaredSource] = ()) -> None:
        self._all = tuple(declared)
        self._by_key = {key: source for source in reversed(self._all) for key in source.keys}

    def __iter__(self) -> Iterator[DeclaredSource]:
        return iter(self._all)

    def of(self, key: str) -> DeclaredSource | None:
        """Return what is declared of a publisher by its key; a host stands below that of the site, too."""
        return next((self._by_key[one] for one in (key, *hosts_above(key)) if one in self._by_key), None)
