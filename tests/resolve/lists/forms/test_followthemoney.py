"""FollowTheMoney entities, a line each or all in one array."""

import json

from countersight.resolve.lists import LeftOut, read_list

ORBEX = {
    "id": "NK-orbex",
    "schema": "Company",
    "caption": "Orbex Optics Ltd",
    "properties": {
        "name": ["ORBEX OPTICS LTD", "Orbex Optics Ltd"],
        "alias": ["Орбекс Оптикс"],
        "weakAlias": ["OOL"],
        "previousName": ["Orbex Bros"],
        "country": ["cn", "ke"],
        "jurisdiction": ["ke"],
        "registrationNumber": ["KE 77"],
        "topics": ["sanction"],
        "sourceUrl": ["https://example.org/orbex"],
    },
}
PERSON = {"id": "NK-person", "schema": "Person", "properties": {"name": ["Ada Example"]}}
ADDRESS = {"id": "addr-1", "schema": "Address", "properties": {"full": ["1 Example Road"]}}


def lines(*entities: dict[str, object]) -> str:
    return "\n".join(json.dumps(entity, ensure_ascii=False) for entity in entities)


def test_properties_become_fields(read_text) -> None:
    entity = read_text(lines(ORBEX)).only
    assert entity.id == "NK-orbex"
    assert (entity.name, entity.schema, entity.territory) == ("Orbex Optics Ltd", "Company", "ke")
    assert entity.aliases == ("ORBEX OPTICS LTD", "Орбекс Оптикс")
    assert entity.weak_names == ("OOL",)
    assert entity.former_names == ("Orbex Bros",)
    assert entity.identifiers == ("registration:KE 77",)
    assert entity.topics == ("sanction",)
    assert entity.sources == ("https://example.org/orbex",)


def test_persons_and_other_things_are_counted(read_text) -> None:
    found = read_text(lines(ORBEX, PERSON, ADDRESS))
    assert list(found.entities) == ["NK-orbex"]
    assert found.left_out == {LeftOut.PERSON: 1, LeftOut.OTHER: 1}


def test_legal_entity_with_role_is_person(read_text) -> None:
    judge = {"id": "x-1", "schema": "LegalEntity", "properties": {"name": ["A. B."], "topics": ["role.judge"]}}
    assert read_text(lines(judge)).left_out == {LeftOut.PERSON: 1}


def test_array_reads_as_lines_do(read_text) -> None:
    assert read_text(json.dumps([ORBEX, PERSON], indent=2)).entities == read_text(lines(ORBEX, PERSON)).entities


def test_order_of_names_changes_nothing(read_text) -> None:
    turned = {**ORBEX, "properties": {name: values[::-1] for name, values in ORBEX["properties"].items()}}
    assert read_text(lines(turned)).only == read_text(lines(ORBEX)).only


def test_one_item_of_wikidata_is_the_id(read_text) -> None:
    known = {**ORBEX, "properties": {**ORBEX["properties"], "wikidataId": ["Q900000001"]}}
    entity = read_text(lines(known)).only
    assert entity.id == entity.wikidata_id == "Q900000001"
    assert "ftm:NK-orbex" in entity.identifiers


def test_two_items_of_wikidata_are_none(read_text) -> None:
    torn = {**ORBEX, "properties": {**ORBEX["properties"], "wikidataId": ["Q900000001", "Q900000002"]}}
    assert read_text(lines(torn)).only.id == "NK-orbex"


def test_broken_line_is_one_failure(read_text) -> None:
    found = read_text(lines(ORBEX) + '\n{"id": "NK-broken", "schema": \n' + lines(PERSON))
    assert list(found.entities) == ["NK-orbex"]
    assert [failure.item for failure in found.failures] == ["list, line 2"]
    assert found.left_out == {LeftOut.PERSON: 1}


def test_parts_of_states_keep_their_code(read_text) -> None:
    part = {**ORBEX, "properties": {"name": ["Orbex"], "country": ["ua-cri"]}}
    assert read_text(lines(part)).only.territory == "ua-cri"


def test_short_numbers_are_told_apart_by_list(tmp_path) -> None:
    path = tmp_path / "list"
    path.write_text(lines({**ORBEX, "id": "7"}), encoding="utf-8")
    (entity,) = read_list(path, name="mine")
    assert entity.id == "mine-7"
