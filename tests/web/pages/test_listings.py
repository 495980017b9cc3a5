"""A party's page and the lists: listed, like names apart, and not searched told apart from none."""

import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.resolve.listings.conftest import NOON
from tests.web.conftest import make_app

from countersight.model.entity import JudgementValue
from countersight.resolve import open_registry
from countersight.resolve.identities import record_judgement
from countersight.resolve.listings import open_book
from countersight.resolve.lists import ListFolder, update_list
from countersight.resolve.nodes import Node
from countersight.store import open_store

PARTY, NAME = "cs-hikvision", "Hikvision"
LIST = (
    "Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
    f"{NAME},{NAME} Digital Technology,{NAME},,,a made-up note,2021-06,,https://example.org/list\n"
)
JSON = {"accept": "application/json"}


@pytest.fixture
def listed(made_project: Path, tmp_path: Path) -> Path:
    """A copy of the made project with a made-up list."""
    folder = shutil.copytree(made_project, tmp_path / "project")
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    update_list(ListFolder(folder / "lists"), tmp_path / "list.csv", name="made-up", now=NOON)
    open_registry(folder)
    open_book(folder).close()
    return folder


def page(folder: Path, *, judged: bool = False) -> tuple[str, dict]:
    store = open_store(folder)
    if judged:
        registry = open_registry(folder)
        entry = next(one for one in registry.entities() if "made-up" in one.lists)
        one, other = (Node(id=own, name=own, claims=0) for own in (PARTY, entry.id))
        record_judgement(store, one, other, JudgementValue.POSITIVE, by="A. Reader", reason="made up", now=NOON,
                         entity=registry.entity)  # fmt: skip
    with TestClient(make_app(folder, store), base_url="http://127.0.0.1:8080") as client:
        told = client.get(f"/vendors/{PARTY}").text, client.get(f"/vendors/{PARTY}", headers=JSON).json()["listings"]
    store.close()
    return told


def test_without_lists_nothing_was_searched(project_folder: Path) -> None:
    html, data = page(project_folder)
    assert "Not searched: this project has imported no such list." in html
    assert not any(one["imported"] for one in data["coverage"])


def test_like_name_is_shown_apart(listed: Path) -> None:
    html, data = page(listed)
    assert "On none of the lists that were searched." in html
    assert "1 entry with a like name, not judged" in html
    assert (data["joined"], len(data["candidates"])) == ([], 1)


def test_judged_listing_has_its_days_and_row(listed: Path) -> None:
    html, data = page(listed, judged=True)
    assert "<time>2021-06</time>" in html
    assert "list.csv</a>, row 2" in html
    assert "a made-up note" in html
    assert (len(data["joined"]), data["candidates"]) == (1, [])


def test_candidate_is_one_link_from_judging(listed: Path) -> None:
    store = open_store(listed)
    with TestClient(make_app(listed, store), base_url="http://127.0.0.1:8080", follow_redirects=False) as client:
        party = client.get(f"/vendors/{PARTY}").text
        desk = client.get(unescape(re.search(r'href="(/review/names[^"]*)">Judge', party)[1])).text
        first = desk[desk.index('<ol class="pairs">') :]
        form = dict(re.findall(r'name="(one|other)" value="([^"]+)"', first[: first.index("</form>")]))
        assert form["one"] == PARTY
        assert "list.csv, row 2" in first
        answer = client.post("/review/names/judge", data=form | {"value": "positive", "reason": "one address"})
        assert answer.status_code == 303
        told = client.get(f"/vendors/{PARTY}", headers=JSON).json()["listings"]
        assert [one["listing"]["entity_id"] for one in told["joined"]] == [form["other"]]
    store.close()
