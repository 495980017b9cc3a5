"""All lists as one stream."""

import json
from pathlib import Path

from countersight.model.entity import Entity
from countersight.resolve.lists import ListFolder, joined_entities, update_list

LEI, OTHER = "529900T8BM49AURSDO55", "5493001KJTIIGC8Y1R12"


def add(folder: ListFolder, name: str, *entities: dict[str, object]) -> None:
    path = folder.folder.parent / f"{name}.json"
    path.write_text("".join(json.dumps(one) + "\n" for one in entities), encoding="utf-8")
    update_list(folder, path, name=name)


def entity(own: str, name: str, **properties: list[str]) -> dict[str, object]:
    return {"id": own, "schema": "Company", "properties": {"name": [name], **properties}}


def joined(folder: ListFolder, *maintained: Entity) -> dict[str, Entity]:
    found = list(joined_entities(folder, maintained))
    assert [one.id for one in found] == sorted(one.id for one in found)
    return {one.id: one for one in found}


def test_equal_names_stay_apart(tmp_path: Path) -> None:
    folder = ListFolder(tmp_path / "lists")
    add(folder, "one", entity("x-1", "Orbex"))
    add(folder, "two", entity("y-1", "Orbex"))
    assert set(joined(folder)) == {"x-1", "y-1"}


def test_one_item_is_one_organization(tmp_path: Path) -> None:
    folder = ListFolder(tmp_path / "lists")
    add(folder, "one", entity("x-1", "Orbex Ltd", wikidataId=["Q900000001"], country=["es"], topics=["sanction"]))
    add(folder, "two", entity("y-1", "Orbex", wikidataId=["Q900000001"]))
    maintained = Entity(id="Q900000001", schema="Company", name="Orbex Optics", territory="ke", roles=("vendor",))
    (one,) = joined(folder, maintained).values()
    assert (one.name, one.territory, one.roles) == ("Orbex Optics", "ke", ("vendor",))
    assert one.aliases == ("Orbex", "Orbex Ltd")
    assert one.lists == ("one", "two")
    assert one.topics == ("sanction",)


def test_lei_leads_to_the_item_that_states_it(tmp_path: Path) -> None:
    folder = ListFolder(tmp_path / "lists")
    add(folder, "gleif", entity("z", "Orbex AG", leiCode=[LEI]), entity("zz", "Velmar AG", leiCode=[OTHER]))
    add(folder, "wikidata", entity("Q900000001", "Orbex", leiCode=[LEI]))
    found = joined(folder)
    assert set(found) == {"Q900000001", f"lei-{OTHER}"}
    assert found["Q900000001"].lists == ("gleif", "wikidata")


def test_lei_of_two_items_leads_to_none(tmp_path: Path) -> None:
    folder = ListFolder(tmp_path / "lists")
    add(folder, "gleif", entity("z", "Orbex AG", leiCode=[LEI]))
    add(folder, "wikidata", *(entity(f"Q90000000{n}", f"Orbex {n}", leiCode=[LEI]) for n in (1, 2)))
    assert set(joined(folder)) == {f"lei-{LEI}", "Q900000001", "Q900000002"}


def test_no_lists_leave_the_maintained(tmp_path: Path) -> None:
    maintained = [Entity(id=own, schema="Company", name=own) for own in ("cs-b", "cs-a")]
    assert list(joined(ListFolder(tmp_path / "lists"), *maintained)) == ["cs-a", "cs-b"]
