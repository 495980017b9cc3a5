"""Tests of entities as records in order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.model.entity import Entity
from countersight.resolve.registry import records
from countersight.resolve.registry.records import (
    decode_entity,
    encode_entity,
    merge_entities,
    names_of,
    sort_entities,
)

TEXT = st.text(max_size=12)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
ENTITIES = st.builds(
    Entity, id=st.text(min_size=1, max_size=3), schema=st.just("Company"), name=TEXT, aliases=TEXTS, former_names=TEXTS,
    weak_names=TEXTS, territory=st.none() | st.just("xx"), identifiers=TEXTS,
)  # fmt: skip


@given(ENTITIES)
def test_entity_reads_back(entity: Entity) -> None:
    assert decode_entity(encode_entity(entity)) == entity


@settings(max_examples=30)
@given(entities=st.lists(ENTITIES, max_size=12), run_bytes=st.sampled_from([1, 60, 1 << 20]))
def test_runs_on_disk_sort_like_memory(
    tmp_path_factory: pytest.TempPathFactory, entities: list[Entity], run_bytes: int
) -> None:
    expected: dict[str, Entity] = {}
    for entity in entities:
        expected[entity.id] = merge_entities(expected[entity.id], entity) if entity.id in expected else entity
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(records, "RUN_BYTES", run_bytes)
        sorted_records = sort_entities(entities, tmp_path_factory.mktemp("runs"), observe=lambda count: None)
        found = [decode_entity(record) for _, record in sorted_records]
    assert found == [expected[key] for key in sorted(expected, key=str.encode)]


def test_merging_keeps_every_name() -> None:
    one = Entity(id="x", schema="Company", name="Fangtooth Sonar", former_names=("Fangtooth",))
    other = Entity(id="x", schema="Company", name="Fangtooth Acoustics", aliases=("Fangtooth", "FTA"), topics=("t",))
    merged = merge_entities(one, other)
    assert merged.aliases == ("Fangtooth Acoustics", "FTA")
    assert (merged.name, merged.former_names, merged.topics) == ("Fangtooth Sonar", ("Fangtooth",), ("t",))


def test_names_come_once_main_first() -> None:
    entity = Entity(
        id="x", schema="Company", name="Bb", aliases=("Aa", " ", "Bb"), former_names=("Cc",), weak_names=("Aa",)
    )
    assert names_of(entity) == ("Bb", "Aa", "Cc")
