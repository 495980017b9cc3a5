"""Pages as of a moment, and what is shown while the catalog of one is being made."""

import re
from pathlib import Path

from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.store.base import Store
from countersight.web.workspace import KEPT, MOST_MADE

JSON = {"accept": "application/json"}


def test_page_as_of_a_day_knows_less(client: TestClient) -> None:
    now = client.get("/", headers=JSON).json()["totals"]["findings"]
    then = client.get("/?published_by=2019-12-31", headers=JSON).json()["totals"]["findings"]
    assert 0 < then < now


def test_page_as_of_before_the_project_is_empty(client: TestClient) -> None:
    answer = client.get("/?as_of=2020-01-01")
    assert answer.status_code == 200
    assert "157" not in re.findall(r"<dd><a[^>]*>(\d+)", answer.text)


def test_days_of_releases_can_be_chosen(client: TestClient) -> None:
    assert 'href="/findings?as_of=2026-01-02"' in client.get("/findings").text


def test_page_that_is_not_ready_comes_back_by_itself(project_folder: Path, store: Store) -> None:
    app = make_app(project_folder, store)
    app.state.workspace.patience_s = 0.0
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        client.get("/")
        answer = client.get("/findings?published_by=2018-05-06")
        assert answer.status_code == 503
        assert answer.headers["refresh"] == "2"
        assert "This page is being made ready" in answer.text
        app.state.workspace.patience_s = 120.0
        assert client.get("/findings?published_by=2018-05-06").status_code == 200
    app.state.workspace.close()


def test_few_moments_are_made_at_once(project_folder: Path, store: Store) -> None:
    app = make_app(project_folder, store)
    workspace = app.state.workspace
    workspace.patience_s = 0.0
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        asked = [client.get(f"/about?as_of=2020-01-01T00:00:{second:02}").status_code for second in range(20)]
        assert set(asked) == {503}
        assert len(workspace._making) <= MOST_MADE
        for making in workspace._making.values():
            assert making.is_done.wait(120)
        workspace.patience_s = 120.0
        for second in range(KEPT + 3):
            assert client.get(f"/about?as_of=2020-01-01T00:01:{second:02}").status_code == 200
        assert len(list((project_folder / "catalog").glob("as-of-*.db"))) <= KEPT
        assert len(workspace._catalogs) <= KEPT + 1
    workspace.close()
