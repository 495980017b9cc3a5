"""The reconciliation service, by the documents and examples of its specification."""

import json
from typing import Any

import pytest
from starlette.testclient import TestClient


def ask(client: TestClient, queries: dict[str, Any]) -> Any:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_manifest_says_what_is_served(client: TestClient) -> None:
    manifest = client.get("/reconcile").json()
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace"} <= manifest.keys()
    assert "{{id}}" in manifest["view"]["url"]
    assert "{{id}}" in manifest["preview"]["url"]


def test_known_name_is_a_match(client: TestClient) -> None:
    best = ask(client, {"q0": {"query": "Hikvision"}})["q0"]["result"][0]
    assert best["match"] is True
    assert best["score"] >= 95
    assert best["type"][0]["id"] == "Company"


def test_unknown_name_has_no_match(client: TestClient) -> None:
    result = ask(client, {"q0": {"query": "Perfectly Unknown Bakery of Nowhere"}})["q0"]["result"]
    assert not any(one["match"] for one in result)


def test_several_queries_keep_their_keys(client: TestClient) -> None:
    assert ask(client, {"a": {"query": "Dahua"}, "b": {"query": "ZTE"}}).keys() == {"a", "b"}


def test_queries_may_come_in_the_address(client: TestClient) -> None:
    answer = client.get("/reconcile", params={"queries": json.dumps({"q0": {"query": "Dahua", "limit": 1}})})
    assert len(answer.json()["q0"]["result"]) == 1


def test_properties_of_an_entity_are_given(client: TestClient) -> None:
    entity = ask(client, {"q0": {"query": "Hikvision"}})["q0"]["result"][0]["id"]
    asked = {"ids": [entity], "properties": [{"id": "country"}, {"id": "alias"}]}
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    assert [one["id"] for one in answer["meta"]] == ["country", "alias"]
    assert answer["rows"][entity]["country"] == [{"id": "cn", "name": "China"}]


def test_unknown_entity_has_empty_properties(client: TestClient) -> None:
    asked = {"ids": ["Q0"], "properties": [{"id": "country"}]}
    assert client.post("/reconcile", data={"extend": json.dumps(asked)}).json()["rows"] == {"Q0": {"country": []}}


@pytest.mark.parametrize("queries", ["", "[]", "{", '{"q": {"query": 1}}', '{"q": []}'])
def test_what_is_no_batch_is_refused_in_words(client: TestClient, queries: str) -> None:
    answer = client.post("/reconcile", data={"queries": queries}, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "no such request" in answer.json()["detail"]


def test_names_are_completed(client: TestClient) -> None:
    names = [one["name"] for one in client.get("/reconcile/suggest/entity?prefix=Hikvis").json()["result"]]
    assert any("Hikvision" in name for name in names)


def test_properties_and_types_are_completed(client: TestClient) -> None:
    assert client.get("/reconcile/suggest/property?prefix=terr").json()["result"][0]["id"] == "country"
    assert client.get("/reconcile/suggest/type?prefix=comp").json()["result"][0]["id"] == "Company"


def test_preview_and_page_show_the_organization(client: TestClient) -> None:
    entity = ask(client, {"q0": {"query": "Hikvision"}})["q0"]["result"][0]["id"]
    assert "Hikvision" in client.get(f"/reconcile/preview/{entity}").text
    assert "Hikvision" in client.get(f"/organizations/{entity}").text


def test_only_programs_of_this_computer_may_read_across_origins(client: TestClient) -> None:
    own = client.get("/reconcile", headers={"origin": "http://127.0.0.1:3333"})
    foreign = client.get("/reconcile", headers={"origin": "https://elsewhere.example"})
    assert own.headers["access-control-allow-origin"] == "http://127.0.0.1:3333"
    assert "access-control-allow-origin" not in foreign.headers
