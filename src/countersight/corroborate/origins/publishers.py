"""Publishers of one owner, who count as one origin however many of them print a thing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from countersight.errors import BadSetting
from countersight.model.declared import DeclaredSource
from countersight.model.source import hosts_above, source_key
from countersight.reference import load_reference
from countersight.values.strict_yaml import BadYaml, read_yaml

MAX_BYTES = 500_000
"""Of a project's file of publishers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The publishers of one owner."""

    owner: str
    keys: frozenset[str]
    """The hosts and folded names of its publishers, the owner's own among them."""
    sources: tuple[str, ...]
    """Where that was read, or who says so."""


class Families:
    """Who owns which publisher. What is stated later stands above what was stated before."""

    def __init__(self, families: Iterable[Family], *, shared_hosts: Iterable[str] = ()) -> None:
        self._by_key = {key: family for family in families for key in family.keys}
        self.shared_hosts = frozenset(shared_hosts)
        """Hosts on which anybody publishes, so that they make nobody's pages one origin."""

    def find(self, *keys: str) -> Family | None:
        """Return the family that a publisher belongs to by its host (or one above it) or by one of its names."""
        above = [host for key in keys for host in hosts_above(key)]
        return next((self._by_key[key] for key in (*keys, *above) if key in self._by_key), None)


@cache
def bundled_families() -> Families:
    """Return the families of `reference/publishers.yaml`."""
    return Families(_read_entries(load_reference("publishers.yaml"), "reference/publishers.yaml"))


def read_families(path: Path, declared: Iterable[DeclaredSource] = ()) -> Families:
    """Return the bundled families with those that a project states in a YAML file of the same form, if it has one.

    An entry of a project may also be `shared_hosts`, a list of hosts on which anybody publishes. A declared source that
    names its owner adds to the families: to the one that the project's file states of it or of its owner, else to all
    others that know either, so that two statements that differ make one origin too few rather than one too many.

    Args:
        path: the project's file, which need not be there.
        declared: the project's sources.

    Raises:
        BadSetting: an entry lacks its owner, publishers or sources, or the file is no list of them or no strict YAML.
    """
    stated, shared = _read_stated(path) if path.exists() else ([], [])
    others = _read_entries(load_reference("publishers.yaml"), "reference/publishers.yaml")
    for family in _declared_families(declared, shared):
        if not _add_to_stated(stated, family):
            others = _join(others, family)
    return Families([*others, *stated], shared_hosts=shared)


def _read_stated(path: Path) -> tuple[list[Family], list[str]]:
    """Return the families of a project's file, and the hosts that it says anybody publishes on."""
    with path.open("rb") as file:
        data = file.read(MAX_BYTES + 1)
    try:
        lined = read_yaml(data, max_bytes=MAX_BYTES)
    except BadYaml as error:
        raise BadSetting(path.name, f"{path}:{error.line}", error.reason) from error
    entries = [] if lined.is_nothing else lined.bare()
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadSetting(path.name, str(path), "not a list of owners")
    for name in ("hosts", "names", "sources", "shared_hosts"):
        if not all(_is_list_of_words(entry.get(name, [])) for entry in entries):
            raise BadSetting(path.name, str(path), f"{name} has to be a list of words; a number needs quotation marks")
    shared = [source_key(host) for entry in entries for host in entry.get("shared_hosts", ())]
    return _read_entries([entry for entry in entries if "shared_hosts" not in entry], path.name), shared


def _is_list_of_words(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) and each for each in value)


def _declared_families(declared: Iterable[DeclaredSource], shared: Iterable[str]) -> Iterator[Family]:
    for source in declared:
        keys = frozenset(source.keys) - frozenset(shared)
        if source.owner and keys:
            yield Family(owner=source.owner, keys=keys | {source_key(source.owner)}, sources=(source.declared_in,))


def _add_to_stated(stated: list[Family], family: Family) -> bool:
    """Add a declared publisher to the family that a project's file states of it, or else of its owner, if there is."""
    owner = source_key(family.owner)
    publisher = family.keys - {owner}
    found = Families(stated).find(*sorted(publisher)) or Families(stated).find(owner)
    if found is None:
        return False
    keys = publisher - frozenset[str]().union(*(one.keys for one in stated))
    stated[stated.index(found)] = replace(found, keys=found.keys | keys, sources=(*found.sources, *family.sources))
    return True


def _join(families: Iterable[Family], added: Family) -> list[Family]:
    """Return the families with those in one that share a publisher or an owner with the one added."""
    apart: list[Family] = []
    for family in families:
        if Families([family]).find(*added.keys) or Families([added]).find(*family.keys):
            added = replace(added, keys=added.keys | family.keys, sources=(*family.sources, *added.sources))
        else:
            apart.append(family)
    return [*apart, added]


def _read_entries(entries: Iterable[Mapping[str, Any]], name: str) -> list[Family]:
    return [_read_entry(entry, name) for entry in entries]


def _read_entry(entry: Mapping[str, Any], name: str) -> Family:
    owner, sources = entry.get("owner"), entry.get("sources")
    publishers = [*entry.get("hosts", ()), *entry.get("names", ())]
    if not isinstance(owner, str) or not owner or not publishers or not sources:
        raise BadSetting(name, str(owner), "an owner needs its hosts or names, and sources that say so")
    keys = frozenset(source_key(each) for each in (owner, *publishers))
    return Family(owner=owner, keys=keys, sources=tuple(sources))
