"""Publishers of one owner, who count as one origin however many of them print a thing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from countersight.errors import BadSetting
from countersight.model.source import source_key
from countersight.reference import load_reference


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
        above = [key.split(".", labels)[-1] for key in keys for labels in range(1, key.count("."))]
        return next((self._by_key[key] for key in (*keys, *above) if key in self._by_key), None)


@cache
def bundled_families() -> Families:
    """Return the families of `reference/publishers.yaml`."""
    return Families(_read_entries(load_reference("publishers.yaml"), "reference/publishers.yaml"))


def read_families(path: Path) -> Families:
    """Return the bundled families with those that a project states in a YAML file of the same form.

    An entry of a project may also be `shared_hosts`, a list of hosts on which anybody publishes.

    Raises:
        BadSetting: an entry lacks its owner, publishers or sources, or the file is no list of entries.
    """
    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadSetting(path.name, str(path), "not YAML in UTF-8") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadSetting(path.name, str(path), "not a list of owners")
    shared = [source_key(host) for entry in entries for host in entry.get("shared_hosts", ())]
    stated = _read_entries([entry for entry in entries if "shared_hosts" not in entry], path.name)
    bundled = _read_entries(load_reference("publishers.yaml"), "reference/publishers.yaml")
    return Families([*bundled, *stated], shared_hosts=shared)


def _read_entries(entries: Iterable[Mapping[str, Any]], name: str) -> list[Family]:
    return [_read_entry(entry, name) for entry in entries]


def _read_entry(entry: Mapping[str, Any], name: str) -> Family:
    owner, sources = entry.get("owner"), entry.get("sources")
    publishers = [*entry.get("hosts", ()), *entry.get("names", ())]
    if not owner or not publishers or not sources:
        raise BadSetting(name, str(owner), "an owner needs its hosts or names, and sources that say so")
    keys = frozenset(source_key(each) for each in (owner, *publishers))
    return Family(owner=owner, keys=keys, sources=tuple(sources))
