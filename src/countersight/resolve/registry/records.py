"""Entities as records: written as bytes, put in order of their ids on disk, those of one id made one."""

import heapq
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from itertools import count, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from countersight.model.entity import Entity
from countersight.resolve.registry.parts import parts_of

Record = tuple[bytes, bytes]
"""An entity's id and the entity, both as bytes."""

RUN_BYTES = 64 << 20
"""How many bytes of records are sorted in memory at a time."""

_LENGTHS = struct.Struct("<II")
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Entity)
_FIELDS = tuple(field.name for field in fields(Entity))
_REQUIRED = ("id", "schema", "name")
_LISTED = ("roles", "aliases", "former_names", "weak_names", "identifiers", "topics", "lists", "sources")
_SINGLE = ("territory", "wikidata_id", "parent")


def encode_entity(entity: Entity) -> bytes:
    """Write what an entity has as MessagePack; equal entities give equal bytes."""
    return _ENCODER.encode(
        {field: value for field in _FIELDS if (value := getattr(entity, field)) or field in _REQUIRED}
    )


def decode_entity(record: bytes) -> Entity:
    """Read an entity back.

    Raises:
        msgspec.DecodeError: the bytes are not an entity.
    """
    return _DECODER.decode(record)


def names_of(entity: Entity) -> tuple[str, ...]:
    """Return every name under which an entity is looked up, once, its main name first; blank ones are left out."""
    names = (entity.name, *entity.aliases, *entity.former_names, *entity.weak_names)
    return tuple(dict.fromkeys(part for name in names for part in parts_of(name)))


def merge_entities(one: Entity, other: Entity) -> Entity:
    """Make one of two entities with the same id: what the first lacks comes from the second, lists are joined."""
    joined: dict[str, Any] = {
        field: tuple(dict.fromkeys((*getattr(one, field), *getattr(other, field)))) for field in _LISTED
    }
    names = {one.name, *one.former_names, *one.weak_names, *other.former_names, *other.weak_names}
    joined["aliases"] = tuple(
        name for name in dict.fromkeys((*one.aliases, other.name, *other.aliases)) if name not in names
    )
    single: dict[str, Any] = {field: getattr(one, field) or getattr(other, field) for field in _SINGLE}
    return replace(one, **joined, **single)


def sort_entities(entities: Iterable[Entity], scratch: Path, *, observe: Callable[[int], None]) -> Iterator[Record]:
    """Yield the records of `entities` in order of id, each id once, in memory that does not grow with their number.

    `scratch` is a folder for sorted runs; `observe` hears how many entities were read.
    """
    runs = [_read_run(path) for path in _write_runs(entities, scratch, observe)]
    for entity_id, same in groupby(heapq.merge(*runs, key=itemgetter(0)), key=itemgetter(0)):
        records = [record for _, record in same]
        yield entity_id, records[0] if len(records) == 1 else _merge_records(records)


def _merge_records(records: list[bytes]) -> bytes:
    merged = decode_entity(records[0])
    for record in records[1:]:
        merged = merge_entities(merged, decode_entity(record))
    return encode_entity(merged)


def _write_runs(entities: Iterable[Entity], scratch: Path, observe: Callable[[int], None]) -> list[Path]:
    runs: list[Path] = []
    pending: list[Record] = []
    size, number = 0, count(1)
    for entity in entities:
        record = encode_entity(entity)
        pending.append((entity.id.encode(), record))
        size += len(record)
        if size >= RUN_BYTES:
            runs.append(_write_run(pending, scratch / f"run-{len(runs):05}"))
            pending, size = [], 0
        observe(next(number))
    runs.append(_write_run(pending, scratch / f"run-{len(runs):05}"))
    return runs


def _write_run(records: list[Record], path: Path) -> Path:
    records.sort(key=itemgetter(0))
    with path.open("wb") as run:
        for entity_id, record in records:
            run.write(_LENGTHS.pack(len(entity_id), len(record)) + entity_id + record)
    return path


def _read_run(path: Path) -> Iterator[Record]:
    with path.open("rb") as run:
        while head := run.read(_LENGTHS.size):
            id_length, record_length = _LENGTHS.unpack(head)
            yield run.read(id_length), run.read(record_length)
    path.unlink()
