"""Saved searches and what is new in them."""

from datetime import UTC, datetime
from typing import Any

from starlette.testclient import TestClient

from countersight.accounts import Accounts
from countersight.accounts.schema import saved_searches


def act(client: TestClient, **form: str) -> Any:
    return client.post("/searches", data=form, follow_redirects=False)


def rows(client: TestClient) -> Any:
    return client.get("/searches?format=json").json()["rows"]


def test_search_is_kept_looked_at_and_forgotten(writing_client: TestClient) -> None:
    kept = act(writing_client, name=" Kenya  supplies ", list="findings", query="territory=ke&kind=supply&after=x")
    assert kept.status_code == 303
    (row,) = rows(writing_client)
    assert (row["name"], row["query"], row["new"]) == ("Kenya supplies", "kind supply; territory ke", 0)
    went = act(writing_client, act="look", name="Kenya supplies")
    assert went.headers["location"] == "/findings?kind=supply&territory=ke&order=recorded"
    assert writing_client.get(went.headers["location"]).status_code == 200
    act(writing_client, act="rename", name="Kenya supplies", to="Kenya")
    assert "Kenya" in writing_client.get("/searches").text
    act(writing_client, act="forget", name="Kenya")
    assert rows(writing_client) == []


def test_what_came_since_is_counted(writing_client: TestClient) -> None:
    act(writing_client, name="All", list="claims", query="")
    accounts: Accounts = writing_client.app.state.accounts  # type: ignore[attr-defined]
    with accounts.writing() as connection:
        connection.execute(saved_searches.update().values(looked_at=datetime(2020, 1, 1, tzinfo=UTC).isoformat()))
    (row,) = rows(writing_client)
    assert row["new"] == min(row["total"], 100)
    act(writing_client, act="look", name="All")
    assert rows(writing_client)[0]["new"] == 0


def test_what_cannot_be_kept_is_refused(writing_client: TestClient) -> None:
    assert act(writing_client, name="", list="findings").status_code == 422
    assert act(writing_client, name="x", list="rumors").status_code == 422
    assert act(writing_client, name="x", list="claims", query="year=soon").status_code == 422
    assert act(writing_client, act="look", name="none").status_code == 404
    assert act(writing_client, act="dance", name="none").status_code == 404


def test_name_in_use_is_not_taken_over(writing_client: TestClient) -> None:
    for name in ("one", "two"):
        act(writing_client, name=name, list="claims")
    assert act(writing_client, act="rename", name="one", to="two").status_code == 422
    assert [row["name"] for row in rows(writing_client)] == ["one", "two"]


def test_menu_tells_how_much_is_new(writing_client: TestClient) -> None:
    page = writing_client.get("/claims").text
    assert 'name="query" value=""' in page
    assert "new</span>" not in page
    act(writing_client, name="All", list="claims", query="")
    accounts: Accounts = writing_client.app.state.accounts  # type: ignore[attr-defined]
    with accounts.writing() as connection:
        connection.execute(saved_searches.update().values(looked_at=datetime(2020, 1, 1, tzinfo=UTC).isoformat()))
    assert f"{rows(writing_client)[0]['new']} new</span>" in writing_client.get("/about").text
    act(writing_client, act="look", name="All")
    assert "new</span>" not in writing_client.get("/about").text


def test_lists_offer_to_keep_their_search(writing_client: TestClient) -> None:
    for path, kept in (("/findings?kind=supply&territory=ke", "findings"), ("/search?q=camera", "claims")):
        page = writing_client.get(path).text
        assert f'<input type="hidden" name="list" value="{kept}">' in page
    assert "format=gexf" in writing_client.get("/flow").text
