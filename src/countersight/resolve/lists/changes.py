"""What another version of a list adds, removes and changes, by id."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from countersight.model.entity import Entity
from countersight.resolve.lists.lines import decode_entity, encode_entity, line_id

MOST_CHANGES = 10_000
"""Changes that are kept to be shown; all are counted."""


class Act(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


ASPECTS = {
    "names": ("name", "aliases", "former_names", "weak_names"),
    "territory": ("territory",),
    "listing": ("topics",),
    "details": ("schema", "roles", "wikidata_id", "parent", "identifiers", "sources"),
}
"""What can change of an entry, and the fields that tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One entry that is not as it was."""

    act: Act
    id: str
    name: str
    aspects: tuple[str, ...] = ()
    """Of `ASPECTS`, what changed."""
    before: dict[str, Any] = field(default_factory=dict)
    """The fields that differ, as they were."""
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Changes:
    """How many entries were added, removed and changed, and the first of them."""

    counts: Counter[Act] = field(default_factory=Counter)
    unchanged: int = 0
    first: list[Change] = field(default_factory=list)

    def add(self, change: Change) -> None:
        """Count a change, and keep it while there is room."""
        self.counts[change.act] += 1
        if len(self.first) < MOST_CHANGES:
            self.first.append(change)

    @property
    def total(self) -> int:
        """Changes of every kind."""
        return self.counts.total()


def compare_versions(old: Iterable[bytes], new: Iterable[Entity], changes: Changes) -> Iterator[bytes]:
    """Yield the lines of the `new` version while noting in `changes` how it differs from the `old` lines.

    Both are in order of id, and neither is ever held whole.
    """
    before = iter(old)
    line = next(before, None)
    for entity in new:
        while line is not None and line_id(line) < entity.id:
            changes.add(_removed(line))
            line = next(before, None)
        fresh = encode_entity(entity)
        if line is None or line_id(line) != entity.id:
            changes.add(Change(act=Act.ADDED, id=entity.id, name=entity.name))
        else:
            if line == fresh:
                changes.unchanged += 1
            else:
                changes.add(_changed(decode_entity(line), entity))
            line = next(before, None)
        yield fresh
    while line is not None:
        changes.add(_removed(line))
        line = next(before, None)


def _removed(line: bytes) -> Change:
    entity = decode_entity(line)
    return Change(act=Act.REMOVED, id=entity.id, name=entity.name)


def _changed(before: Entity, after: Entity) -> Change:
    differing = {
        aspect: [name for name in names if getattr(before, name) != getattr(after, name)]
        for aspect, names in ASPECTS.items()
    }
    names = [name for changed in differing.values() for name in changed]
    return Change(
        act=Act.CHANGED,
        id=after.id,
        name=after.name,
        aspects=tuple(aspect for aspect, changed in differing.items() if changed),
        before={name: getattr(before, name) for name in names},
        after={name: getattr(after, name) for name in names},
    )
