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
    asked = {"ids": [entity], "properties": [{"id": "country"}, {"id": "countryCode"}]}
    answer = client.post("/reconcile", data={"extend": json.dumps(asked)}).json()
    assert [one["id"] for one in answer["meta"]] == ["country", "countryCode"]
    assert answer["rows"][entity] == {"country": [{"str": "China"}], "countryCode": [{"str": "cn"}]}


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


@pytest.mark.parametrize(
    ("strict", "types", "found"),
    [
        ("any", ["PublicBody"], False),
        ("any", ["PublicBody", "Company"], True),
        ("all", ["Company", "Organization"], True),
        ("all", ["Company", "PublicBody"], False),
        ("should", ["PublicBody"], True),
    ],
)
def test_types_are_as_strict_as_asked(client: TestClient, strict: str, types: list[str], found: bool) -> None:
    query = {"query": "Hikvision", "type": types, "type_strict": strict}
    result = ask(client, {"q": query})["q"]["result"]
    assert any(one["id"] == "cs-hikvision" for one in result) is found


@pytest.mark.parametrize(("limit", "count"), [(0, 0), (1, 1), (-3, 0), (1e300, None), (2.7, 2)])
def test_limit_is_kept(client: TestClient, limit: float, count: int | None) -> None:
    result = ask(client, {"q": {"query": "Huawei", "limit": limit}})["q"]["result"]
    assert len(result) == count if count is not None else len(result) > 2


def test_property_alone_is_enough(client: TestClient) -> None:
    named = ask(client, {"q": {"properties": [{"pid": "alias", "v": ["Hikvision"]}]}})["q"]["result"]
    assert named[0]["id"] == "cs-hikvision"
    assert ask(client, {"q": {"properties": [{"pid": "country", "v": "cn"}]}}) == {"q": {"result": []}}


def test_country_may_be_named_or_coded(client: TestClient) -> None:
    scores = [
        ask(client, {"q": {"query": "Hikvision", "properties": [{"pid": "country", "v": value}]}})["q"]["result"][0][
            "score"
        ]
        for value in ("China", "cn", {"id": "CN"})
    ]
    assert scores[0] == scores[1] == scores[2]


def test_suggestions_go_on_at_the_cursor(client: TestClient) -> None:
    whole = client.get("/reconcile/suggest/property?prefix=").json()["result"]
    rest = client.get("/reconcile/suggest/property?prefix=&cursor=3").json()["result"]
    assert rest[: len(whole) - 3] == whole[3:]


def test_jsonp_is_refused(client: TestClient) -> None:
    assert client.get("/reconcile?callback=f").status_code == 422


def test_too_many_ids_are_refused_not_dropped(client: TestClient) -> None:
    asked = {"ids": [f"Q{number}" for number in range(1_001)], "properties": [{"id": "alias"}]}
    assert client.post("/reconcile", data={"extend": json.dumps(asked)}).status_code == 422
