"""Wikidata items: dumps and single answers."""

import json
from typing import Any

from countersight.resolve.lists import LeftOut

LEI = "529900T8BM49AURSDO55"


def claim(value: Any, rank: str = "normal") -> dict[str, Any]:
    return {"mainsnak": {"snaktype": "value", "datavalue": {"value": value, "type": "x"}}, "rank": rank}


def item(own: str, claims: dict[str, list[dict[str, Any]]], **labels: str) -> dict[str, Any]:
    return {
        "type": "item",
        "id": own,
        "labels": {code: {"language": code, "value": text} for code, text in labels.items()},
        "aliases": {"en": [{"language": "en", "value": "Velmar Corp"}]} if claims else [],
        "claims": claims or [],
    }


VELMAR = item(
    "Q900000011",
    {
        "P31": [claim({"id": "Q4830453"})],
        "P17": [claim({"id": "Q20"}, "deprecated"), claim({"id": "Q114"})],
        "P749": [claim({"id": "Q900000012"})],
        "P1278": [claim(LEI)],
        "P1448": [claim({"text": "Velmar Systems Aktiengesellschaft", "language": "de"})],
        "P1813": [claim({"text": "VS", "language": "de"})],
        "P1128": [{"mainsnak": {"snaktype": "somevalue"}, "rank": "normal"}],
    },
    en="Velmar Systems",
    zh="维尔玛系统",
)
PERSON = item("Q900000013", {"P31": [claim({"id": "Q5"})], "P452": [claim({"id": "Q1"})]}, en="Ada Example")
CITY = item("Q900000014", {"P31": [claim({"id": "Q515"})]}, en="Exampletown")


def check(found) -> None:
    entity = found.only
    assert (entity.id, entity.name, entity.territory) == ("Q900000011", "Velmar Systems", "ke")
    assert entity.aliases == ("Velmar Corp", "Velmar Systems Aktiengesellschaft", "维尔玛系统")
    assert (entity.weak_names, entity.parent) == (("VS",), "Q900000012")
    assert entity.identifiers == (f"lei:{LEI}",)
    assert entity.sources == ("https://www.wikidata.org/wiki/Q900000011",)


def test_dump_keeps_organizations(read_text) -> None:
    found = read_text(
        "[\n" + ",\n".join(json.dumps(one, separators=(",", ":")) for one in (VELMAR, PERSON, CITY)) + "\n]\n"
    )
    check(found)
    assert found.left_out == {LeftOut.PERSON: 1, LeftOut.OTHER: 1}


def test_single_answer(read_text) -> None:
    check(read_text(json.dumps({"entities": {"Q900000011": VELMAR}})))


def test_item_with_birth_is_a_person(read_text) -> None:
    born = item("Q900000015", {"P569": [claim({"time": "x"})], "P159": [claim({"id": "Q1"})]}, en="Ada Example")
    assert read_text(json.dumps(born)).left_out == {LeftOut.PERSON: 1}
