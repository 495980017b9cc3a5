"""All lists of a project as one stream, entries of one id joined; never by name, for names are matters of judgement."""

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from countersight.model.entity import Entity
from countersight.resolve.lists.ids import lei_id
from countersight.resolve.lists.keeping import ListFolder
from countersight.resolve.lists.lines import decode_entity, encode_entity, line_id
from countersight.resolve.lists.sorting import LineSorter


def joined_entities(folder: ListFolder, maintained: Iterable[Entity] = ()) -> Iterator[Entity]:
    """Yield the organizations of all lists and the `maintained` ones in order of id, each id once.

    Entries of one Wikidata item or one LEI are one organization. Where exactly one entry with a Wikidata item states an
    LEI, entries that only have the LEI are joined to it. Of rival names and territories the maintained entry's count
    first, then those of the lists in order of name; no name is lost.
    """
    names = folder.names()
    items = _items_by_lei(folder, names)
    with LineSorter(folder=folder.folder if names else None) as moved:
        for name in names if items else ():
            for line in folder.lines(name):
                if (own := line_id(line)) in items:
                    moved.add(items[own], encode_entity(replace(decode_entity(line), id=items[own])))
        streams = [
            sorted((entity.id, -1, encode_entity(entity)) for entity in maintained),
            *(_stay(folder, name, number, items) for number, name in enumerate(names)),
            ((own, len(names), line) for own, line in moved.sorted()),
        ]
        for _, group in groupby(heapq.merge(*streams), key=lambda item: item[0]):
            yield _parent_joined(join_entities([decode_entity(line) for _, _, line in group]), items)


def _parent_joined(entity: Entity, items: Mapping[str, str]) -> Entity:
    """Let the parent be the item to which the parent's own entry was joined."""
    if entity.parent is None or entity.parent not in items:
        return entity
    parent = items[entity.parent]
    return replace(entity, parent=parent if parent != entity.id else None)


def join_entities(entities: Sequence[Entity]) -> Entity:
    """Join entries of one id; the first one's name, schema and territory count."""
    if len(entities) == 1:
        return entities[0]
    first = entities[0]
    names = {first.name}
    others = {name for one in entities for name in (one.name, *one.aliases)} - names
    former = {name for one in entities for name in one.former_names} - others - names
    weak = {name for one in entities for name in one.weak_names} - others - former - names
    return Entity(
        id=first.id,
        schema=_most_specific(one.schema for one in entities),
        name=first.name,
        roles=_union(one.roles for one in entities),
        aliases=tuple(sorted(others)),
        territory=next((one.territory for one in entities if one.territory), None),
        wikidata_id=next((one.wikidata_id for one in entities if one.wikidata_id), None),
        parent=next((one.parent for one in entities if one.parent), None),
        former_names=tuple(sorted(former)),
        weak_names=tuple(sorted(weak)),
        identifiers=_union(one.identifiers for one in entities),
        topics=_union(one.topics for one in entities),
        lists=_union(one.lists for one in entities),
        sources=_union(one.sources for one in entities),
    )


def _items_by_lei(folder: ListFolder, names: Iterable[str]) -> Mapping[str, str]:
    """Map ids made of an LEI to the one Wikidata item that states it, where that item states no other."""
    found: dict[str, set[str]] = {}
    for name in names:
        for line in folder.lines(name):
            if line.startswith(b'{"id":"Q') and b'"lei:' in line:
                entity = decode_entity(line)
                leis = [number.removeprefix("lei:") for number in entity.identifiers if number.startswith("lei:")]
                if len(leis) == 1:
                    found.setdefault(lei_id(leis[0]), set()).add(entity.id)
    return {own: min(items) for own, items in found.items() if len(items) == 1}


def _stay(folder: ListFolder, name: str, number: int, items: Mapping[str, str]) -> Iterator[tuple[str, int, bytes]]:
    """Yield the lines of a list that keep their id."""
    for line in folder.lines(name):
        if (own := line_id(line)) not in items:
            yield own, number, line


def _union(values: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({value for each in values for value in each}))


def _most_specific(schemas: Iterable[str]) -> str:
    stated = list(schemas)
    return next((schema for schema in ("PublicBody", "Company", "Organization") if schema in stated), stated[0])
