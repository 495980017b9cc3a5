"""What documents say is shown as words and does nothing; what a visitor may not see is nowhere."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.web.conftest import LIMITS, ignore, make_app

from countersight.pipeline import add_documents, run_pipeline
from countersight.settings import Settings
from countersight.store.base import Store

HOSTILE = '<img src=x onerror=alert(1)> "Cameras" & <b>co</b>'
JSON = {"accept": "application/json"}


class Hiding:
    """Keeps some ids from whoever asks."""

    def __init__(self, app: Starlette, hidden: frozenset[str]) -> None:
        self.app: ASGIApp = app
        self.hidden = hidden

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["hidden"] = self.hidden
        await self.app(scope, receive, send)


@pytest.fixture
def hostile_client(project_folder: Path, store: Store, tmp_path: Path) -> Iterator[TestClient]:
    said = escape(HOSTILE)
    brief = tmp_path / "hostile.html"
    brief.write_text(
        f"<html><head><title>{said}</title></head><body><article><h1>{said}</h1><p>The ministry of Kenya bought 200 "
        f"surveillance cameras from {said}.</p></article></body></html>"
    )
    add_documents(store, [str(brief)], LIMITS, observe=ignore)
    run_pipeline(store, Settings(processes=1), observe=ignore)
    with TestClient(make_app(project_folder, store), base_url="http://127.0.0.1:8080") as client:
        yield client


def test_markup_in_a_title_stays_words(hostile_client: TestClient) -> None:
    for path in ("/documents?order=name", "/search?q=onerror", "/claims?q=ministry+Kenya", "/territories/ke"):
        page = hostile_client.get(path).text
        assert "<img src=x" not in page
        assert "<b>co" not in page
    assert "&lt;img src=x onerror" in hostile_client.get("/documents?q=onerror").text


def test_markup_in_an_address_stays_words(client: TestClient) -> None:
    page = client.get("/search", params={"q": HOSTILE}).text
    assert "<img src=x" not in page
    page = client.get("/map", params={"q": "cameras", "x": HOSTILE}).text
    assert "<img src=x" not in page


def all_rows(client: TestClient, path: str) -> list[Any]:
    return list(client.get(path, headers=JSON).json()["rows"])


def test_hidden_rows_are_nowhere(made_project: Path, read_store: Store, client: TestClient) -> None:
    finding = all_rows(client, "/findings?territory=recipient:ke")[0]
    claims = [row for row in all_rows(client, "/claims?territory=recipient:ke") if row["finding_id"] == finding["id"]]
    hidden = frozenset({claims[0]["document_id"]})
    app = make_app(made_project, read_store)
    with TestClient(Hiding(app, hidden), base_url="http://127.0.0.1:8080") as blind:
        for path in ("/", "/findings?territory=ke", "/claims?territory=ke", "/documents?territory=ke", "/map", "/flow",
                     "/timeline?technology=video_surveillance", "/territories/ke", "/search?q=Kenya"):  # fmt: skip
            page = blind.get(path).text
            assert claims[0]["document_id"] not in page
            assert finding["id"] not in page
        assert blind.get(f"/embed/finding/{finding['id']}").status_code == 404
        before, after = (one.get("/", headers=JSON).json()["totals"] for one in (client, blind))
        assert after["findings"] < before["findings"]
        assert after["documents"] == before["documents"] - 1
