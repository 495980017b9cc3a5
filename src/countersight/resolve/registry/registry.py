"""The registry: entities on disk, found by their id and by any of their names."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import msgspec

from countersight.errors import BrokenRegistry
from countersight.model.entity import Entity
from countersight.resolve.registry.forms import form_name
from countersight.resolve.registry.layout import FILES, Blob, Manifest, digest_file, map_array, read_manifest
from countersight.resolve.registry.ranking import rank
from countersight.resolve.registry.records import decode_entity
from countersight.resolve.registry.retrieval import TermIndex
from countersight.resolve.registry.terms import find_terms

CONSIDERED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a name may mean."""

    entity_id: str
    name: str
    """That of the entity's names which is most like the one looked for, as written."""
    score: float


class Registry:
    """Entities on disk, memory-mapped: opening one reads next to nothing, whatever its size."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder / manifest.generation
        self._manifest = manifest
        self._ids = Blob(self._folder, "ids")
        self._entities = Blob(self._folder, "entities")
        self._names = Blob(self._folder, "names")
        self._forms = Blob(self._folder, "forms")
        self._owners = map_array(self._folder / "name_entities", "<u4")
        self._index = TermIndex(self._folder, manifest.names)

    @classmethod
    def open(cls, folder: Path) -> Self:
        try:
            return cls(folder, read_manifest(folder))
        except FileNotFoundError:  # a build has just replaced the generation that was named
            return cls(folder, read_manifest(folder))

    @property
    def digest(self) -> str:
        return self._manifest.digest

    def __len__(self) -> int:
        return self._manifest.entities

    def entity(self, entity_id: str) -> Entity | None:
        key = entity_id.encode()
        place = bisect_left(self._ids, key)
        return self._entity_at(place) if place < len(self) and self._ids[place] == key else None

    def entities(self) -> Iterator[Entity]:
        return map(self._entity_at, range(len(self)))

    def search(self, name: str, *, limit: int = 10) -> list[Candidate]:
        form = form_name(name)
        keys, _ = find_terms([form])
        if not len(keys) or not len(self):
            return []
        found, cosines = self._index.nearest(keys, limit=CONSIDERED)
        forms = [self._forms[i].decode() for i in found]
        sc = rank(form.latin, forms)
        best = {}
        for i, s, c in zip(found.tolist(), sc, cosines.tolist()):
            e = int(self._owners[i])
            s = (s + c) / 2
            if e not in best or best[e][0] < s:
                best[e] = (s, i)
        top = sorted(best.items(), key=lambda x: -x[1][0])[:limit]
        return [Candidate(entity_id=self._ids[e].decode(), name=self._names[i].decode(), score=s) for e, (s, i) in top]

    def _entity_at(self, place: int) -> Entity:
        try:
            return decode_entity(self._entities[place])
        except msgspec.DecodeError as fault:
            raise BrokenRegistry(self._folder / "entities", f"entity {place}: {fault}") from fault
