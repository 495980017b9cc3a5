"""What holds of every page to read."""

import re
from collections import Counter
from typing import Any

import pytest
from starlette.testclient import TestClient

from countersight.catalog import Catalog

PAGES = (
    "/", "/findings", "/claims", "/documents", "/map", "/timeline", "/flow", "/search", "/search?q=cameras",
    "/territories", "/territories/ke", "/territories/ad", "/vendors", "/vendors/Q160120", "/agencies", "/technologies",
    "/technologies/spyware", "/sources", "/sources/upi.com", "/about", "/embed/map", "/embed/timeline", "/embed/flow",
)  # fmt: skip
MOST_CALLS = 12
"""Of the catalog, for any page: none asks once for each of its rows."""
CALLS = (
    "findings", "claims", "documents", "search", "finding", "claim", "document", "claims_of", "surest_claims", "facets",
    "totals", "territories", "parties", "party", "technologies", "sources", "marks",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_page_is_whole_without_script(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert "<noscript" not in answer.text
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son[a-z]+=|\sstyle=|<style", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_page_loads_nothing_from_elsewhere(client: TestClient, path: str) -> None:
    page = client.get(path).text
    loaded = re.findall(r"<(?:script|img|iframe)[^>]*\bsrc=\"([^\"]+)", page)
    loaded += re.findall(r"<link rel=\"(?:stylesheet|icon|preload)\" href=\"([^\"]+)", page)
    assert all(address.startswith("/") for address in loaded)


@pytest.mark.parametrize("path", PAGES)
def test_ids_stand_once(client: TestClient, path: str) -> None:
    ids = Counter(re.findall(r"\sid=\"([^\"]+)\"", client.get(path).text))
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("path", [path for path in PAGES if not path.startswith("/embed")])
def test_links_within_a_page_lead_somewhere(client: TestClient, path: str) -> None:
    page = client.get(path).text
    ids = set(re.findall(r"\sid=\"([^\"]+)\"", page))
    assert set(re.findall(r"href=\"#([^\"]+)\"", page)) <= ids


@pytest.mark.parametrize("path", PAGES)
def test_page_asks_the_catalog_few_times(client: TestClient, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def counted(name: str) -> Any:
        real = getattr(Catalog, name)
        return lambda *args, **kwargs: (calls.append(name), real(*args, **kwargs))[1]

    for name in CALLS:
        monkeypatch.setattr(Catalog, name, counted(name))
    client.get(path)
    assert len(calls) <= MOST_CALLS


@pytest.mark.parametrize(
    "path", ["/territories/zz", "/vendors/cs-nobody", "/agencies/territory:ke", "/technologies/alchemy",
             "/sources/nowhere.example", "/embed/pie", "/drawings/0/other.css", "/embed/finding/fnd-none"],
)  # fmt: skip
def test_what_is_not_there_is_told_in_words(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "There is nothing here" in answer.text


@pytest.mark.parametrize(
    "path", ["/findings?kind=gift", "/findings?order=luck", "/findings?after=nonsense", "/timeline?lanes=color",
             "/map?format=gif", "/findings?year=soon", "/findings?contested=maybe"],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_in_words(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 422
    assert "This could not be done" in answer.text
