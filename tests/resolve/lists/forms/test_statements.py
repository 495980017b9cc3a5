"""FollowTheMoney statements, one value a row, in any order."""

import json
import random

import pytest

from countersight.resolve.lists import LeftOut

ROWS = [
    ("NK-1", "Company", "name", "Velmar Systems JSC"),
    ("NK-1", "LegalEntity", "country", "ru"),
    ("NK-1", "Thing", "topics", "export.control"),
    ("NK-1", "Company", "id", "0123abcd"),
    ("NK-1", "Company", "alias", "Велмар"),
    ("NK-2", "LegalEntity", "name", "Ada Example"),
    ("NK-2", "Person", "birthDate", "1970-01-01"),
    ("NK-3", "Vessel", "name", "Tasko Star"),
]


def as_json(rows: list[tuple[str, str, str, str]]) -> str:
    return "\n".join(
        json.dumps({"canonical_id": own, "entity_id": own, "prop": prop, "schema": schema, "value": value})
        for own, schema, prop, value in rows
    )


def as_csv(rows: list[tuple[str, str, str, str]]) -> str:
    head = "canonical_id,entity_id,prop,prop_type,schema,value,dataset\n"
    return head + "\n".join(f'{own},{own},{prop},,{schema},"{value}",made_up' for own, schema, prop, value in rows)


@pytest.mark.parametrize("write", [as_json, as_csv])
def test_values_come_together_by_entity(read_text, write) -> None:
    rows = ROWS.copy()
    random.Random(1).shuffle(rows)
    found = read_text(write(rows))
    assert found.only.name == "Velmar Systems JSC"
    assert (found.only.schema, found.only.territory) == ("Company", "ru")
    assert found.only.aliases == ("Велмар",)
    assert found.only.topics == ("export.control",)
    assert found.left_out == {LeftOut.PERSON: 1, LeftOut.CONVEYANCE: 1}


def test_merged_ids_become_one(read_text) -> None:
    rows = [{"canonical_id": "Q900000009", "entity_id": own, "prop": "name", "schema": "Company", "value": name}
            for own, name in (("a-1", "Velmar"), ("b-2", "Velmar Systems"))]  # fmt: skip
    entity = read_text("\n".join(map(json.dumps, rows))).only
    assert entity.id == "Q900000009"
    assert {entity.name, *entity.aliases} == {"Velmar", "Velmar Systems"}
