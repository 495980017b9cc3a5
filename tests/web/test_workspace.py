"""The catalog that requests share: nobody waits long for it to be brought up to date, and what is behind says so."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.catalog.files import CatalogFiles
from countersight.errors import StoreUnavailable
from countersight.model.as_of import NOW
from countersight.review import withdraw_document
from countersight.store.base import Store

BEHIND = "The last changes are still being worked in"


def withdraw_one(store: Store) -> str:
    """Withdraw the document of some claim; return its id."""
    with store.view() as view:
        name = next(view.claims()).document_id
    withdraw_document(store, name, words="It is a forgery.", by="Ada")
    return name


def count_claims(client: TestClient) -> int:
    found: int = client.get("/claims", headers={"accept": "application/json"}).json()["total"]
    return found


def test_page_shows_at_once_what_was_committed(writing_client: TestClient, store: Store) -> None:
    before = count_claims(writing_client)
    withdraw_one(store)
    assert count_claims(writing_client) < before
    assert BEHIND not in writing_client.get("/claims").text


def test_long_work_holds_nobody_up(project_folder: Path, store: Store) -> None:
    app = make_app(project_folder, store)
    workspace = app.state.workspace
    with TestClient(app, base_url="http://127.0.0.1:8080") as client:
        before = count_claims(client)
        workspace.patience_refresh_s = 0.2
        with CatalogFiles(store.folder, NOW).locked():  # as another process that is at work on the catalog has it
            withdraw_one(store)
            assert count_claims(client) == before
            assert BEHIND in client.get("/claims").text
            assert len(workspace._refreshing) == 1
        workspace.patience_refresh_s = 120.0
        assert count_claims(client) < before
        assert BEHIND not in client.get("/claims").text
        assert workspace._refreshing == {}
    workspace.close()


def test_what_keeps_it_from_going_on_is_told(project_folder: Path, store: Store) -> None:
    app = make_app(project_folder, store)
    workspace = app.state.workspace
    workspace.catalog()
    withdraw_one(store)
    folder = project_folder / "catalog"
    folder.rename(project_folder / "away")
    folder.write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreUnavailable):
        workspace.catalog()
    folder.unlink()
    (project_folder / "away").rename(folder)
    assert workspace.catalog().built_from.at <= datetime.now(UTC)
    workspace.close()
