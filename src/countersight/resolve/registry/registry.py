"""The registry: entities on disk, found by their id and by any of their names."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, Self

import msgspec
import numpy as np

from countersight.errors import BrokenRegistry
from countersight.model.entity import Entity
from countersight.resolve.comparison import NameForms, prepare_name, readings_of
from countersight.resolve.registry.forms import NameForm, form_name
from countersight.resolve.registry.layout import FILES, MANIFEST, Blob, Manifest, digest_file, map_array, read_manifest
from countersight.resolve.registry.parts import parts_of
from countersight.resolve.registry.ranking import Likeness, Prepared, compare_names, preview_name, score_likeness
from countersight.resolve.registry.records import decode_entity
from countersight.resolve.registry.retrieval import TermIndex
from countersight.resolve.registry.terms import Kind, find_terms, fingerprint, term_key

CONSIDERED = 50
"""Names that the index hands on."""
COMPARED = 16
"""Those of them that are compared in full, which takes most of the time: the likeliest at first sight."""
READINGS = 6
"""Ways of reading a name of another script in which it is looked for, beside letter by letter."""
LONGEST = 500
"""Characters of a name that are looked for; no organization's has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An entity that a name may mean."""

    entity_id: str
    name: str
    """That of the entity's names which is most like the one looked for, as written."""
    score: float


class _Hit(NamedTuple):
    """A name that the index found."""

    place: int
    covered: float
    latin: str
    words: str


class Registry:
    """Entities on disk, memory-mapped: opening one reads next to nothing, whatever its size."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        if manifest.terms != fingerprint():
            raise BrokenRegistry(folder / MANIFEST, "names are spelt out otherwise in this version of Countersight")
        self._folder = folder / manifest.generation
        self._manifest = manifest
        self._ids = Blob(self._folder, "ids")
        self._entities = Blob(self._folder, "entities")
        self._names = Blob(self._folder, "names")
        self._spellings = Blob(self._folder, "spellings")
        self._owners = map_array(self._folder / "name_entities", "<u4")
        self._index = TermIndex(self._folder, manifest.names)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open the registry in `folder`, without reading more than where its files begin.

        Raises:
            NotFound: there is none.
            BrokenRegistry: a file is damaged, not there, or of another version of Countersight.
        """
        try:
            return cls(folder, read_manifest(folder))
        except (BrokenRegistry, FileNotFoundError):  # perhaps a build has just replaced the generation that was named
            return cls(folder, read_manifest(folder))

    @property
    def digest(self) -> str:
        """Names what the registry holds: equal entities give an equal one, in whatever order they came."""
        return self._manifest.digest

    def __len__(self) -> int:
        return self._manifest.entities

    def entity(self, entity_id: str) -> Entity | None:
        """Return the entity with this id, if there is one."""
        key = entity_id.encode()
        place = bisect_left(self._ids, key)
        return self._entity_at(place) if place < len(self) and self._ids[place] == key else None

    def entities(self) -> Iterator[Entity]:
        """Yield all entities in order of their ids."""
        return map(self._entity_at, range(len(self)))

    def search(self, name: str, *, limit: int = 10) -> list[Candidate]:
        """Return the entities that `name` may mean, the most probable first, each once.

        Raises:
            BrokenRegistry: a file is damaged.
        """
        best: dict[int, tuple[float, bool, str]] = {}
        for owner, found, likeness in self.compare(name):
            ranked = (score_likeness(likeness), found == name, found)
            best[owner] = max(ranked, best.get(owner, ranked), key=itemgetter(0, 1))
        first = sorted(best.items(), key=lambda one: (-one[1][0], not one[1][1], one[0]))[:limit]
        return [
            Candidate(entity_id=self._ids.text(owner), name=found, score=score) for owner, (score, _, found) in first
        ]

    def compare(self, name: str) -> Iterator[tuple[int, str, Likeness]]:
        """Yield what `search` weighs: the place of an entity among `entities()`, one of its names, and their likeness.

        Raises:
            BrokenRegistry: a file is damaged.
        """
        for part in parts_of(name[:LONGEST]):
            yield from self._compare_part(part, is_part=part != name)

    def check(self) -> None:
        """Compare every byte with what was written.

        Raises:
            BrokenRegistry: a file was changed.
        """
        for name in FILES:
            if digest_file(self._folder / name) != self._manifest.digests.get(name):
                raise BrokenRegistry(self._folder / name, "is not what was written")

    def _compare_part(self, part: str, *, is_part: bool) -> Iterator[tuple[int, str, Likeness]]:
        forms = prepare_name(part)
        yield from self._compare_reading(forms, form_name(part), is_part=is_part)
        for reading in readings_of(forms)[:READINGS]:
            yield from self._compare_reading(
                reading, NameForm(" ".join(reading.words), reading.words, ""), is_part=is_part
            )

    def _compare_reading(
        self, forms: NameForms, form: NameForm, *, is_part: bool
    ) -> Iterator[tuple[int, str, Likeness]]:
        keys, _ = find_terms([form])
        hits = [
            _Hit(place, share, *self._spellings.text(place).partition("\n")[::2])
            for place, share in zip(*map(np.ndarray.tolist, self._index.nearest(keys, limit=CONSIDERED)), strict=True)
        ]
        hits.sort(key=lambda hit: -preview_name(form, hit.latin, hit.words.split(), hit.covered))
        names = [self._names.text(hit.place) for hit in hits[:COMPARED]]
        wanted = Prepared(forms, form.latin)
        found = [Prepared(prepare_name(name), hit.latin) for name, hit in zip(names, hits, strict=False)]
        rarity = self._rarities({word for one in (wanted, *found) for word in one.forms.words})
        for hit, name, other in zip(hits, names, found, strict=False):
            likeness = compare_names(wanted, other, hit.covered, rarity, is_part=is_part)
            yield int(self._owners[hit.place]), name, likeness

    def _rarities(self, words: Collection[str]) -> Mapping[str, float]:
        keys = np.fromiter((term_key(Kind.WORD, word) for word in words), np.uint64, len(words))
        return dict(zip(words, self._index.rarities(keys).tolist(), strict=True))

    def _entity_at(self, place: int) -> Entity:
        try:
            return decode_entity(self._entities[place])
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise BrokenRegistry(self._folder / "entities", f"entity {place}: {fault}") from fault
