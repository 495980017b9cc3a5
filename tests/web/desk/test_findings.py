"""Findings and names at the desk."""

import re

import pytest
from starlette.testclient import TestClient

from countersight.store.base import Store

JSON = {"Accept": "application/json"}


@pytest.fixture
def pair(desk: TestClient, store: Store) -> tuple[str, str]:
    """Two findings that have a party in common."""
    with store.view() as view:
        names = [finding.id for finding in view.findings()]
    for name in names:
        others = desk.get(f"/review/findings/{name}", headers=JSON).json()["candidates"]
        if others:
            return name, others[0]["id"]
    raise AssertionError("no two findings have a party in common")


def settled(desk: TestClient, answer) -> dict:
    """Follow to the finding that came of it, once the findings are remade."""
    assert answer.status_code == 303
    desk.app.state.desk_refresher.hurry()
    desk.app.state.desk_refresher.wait(30)
    return desk.get(answer.headers["location"], headers=JSON, follow_redirects=True).json()


def test_merge_puts_findings_together_and_is_taken_back(desk: TestClient, pair: tuple[str, str]) -> None:
    one, other = pair
    size = sum(len(desk.get(f"/review/findings/{name}", headers=JSON).json()["claims"]) for name in pair)
    merged = settled(desk, desk.post(f"/review/findings/{one}/merge", data={"other": other, "reason": "one deal"}))
    assert len(merged["claims"]) == size
    link = merged["groupings"][0]["sequence"]
    address = f"/review/findings/{merged['finding']['id']}/undo-group"
    apart = settled(desk, desk.post(address, data={"sequence": str(link)}))
    assert apart["finding"]["id"] in pair


def test_split_that_contradicts_is_told_and_not_stored(desk: TestClient, pair: tuple[str, str], store: Store) -> None:
    merged = settled(
        desk, desk.post(f"/review/findings/{pair[0]}/merge", data={"other": pair[1], "reason": "one deal"})
    )
    link = merged["groupings"][0]
    form = {f"group:{link['left']}": "A", f"group:{link['right']}": "B", "reason": "two deals"}
    answer = desk.post(f"/review/findings/{merged['finding']['id']}/split", data=form)
    assert answer.status_code == 422
    assert "contradicts what was judged before" in answer.text
    with store.view() as view:
        assert view.count("identity_judgements") == 1


def test_finding_is_decided(desk: TestClient, pair: tuple[str, str]) -> None:
    address = f"/review/findings/{pair[0]}/decision"
    assert desk.post(address, data={"verdict": "accept", "seen": ""}).status_code == 303
    assert desk.post(address, data={"verdict": "reject", "seen": "", "reason": "no"}).status_code == 409


def test_names_are_judged_once_and_taken_back(desk: TestClient, store: Store) -> None:
    page = desk.get("/review/names").text
    one, other = re.search(
        r'name="one" value="([^"]+)"><input type="hidden" name="other" value="([^"]+)"', page
    ).groups()
    form = {"one": one, "other": other}
    assert desk.post("/review/names/judge", data=form | {"value": "negative", "reason": "two firms"}).status_code == 303
    answer = desk.post("/review/names/judge", data=form | {"value": "positive", "reason": "no, one"})
    assert answer.status_code == 422
    assert "contradicts" in answer.text
    assert desk.post("/review/names/judge", data=form | {"value": "no_judgement"}).status_code == 303
    with store.view() as view:
        assert view.count("identity_judgements") == 2
