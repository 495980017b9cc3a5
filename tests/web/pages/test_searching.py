"""Search, and where its hits open."""

import re
from html import unescape
from typing import Any

from starlette.testclient import TestClient


def test_hits_show_the_words_marked(client: TestClient) -> None:
    page = client.get("/search?q=cameras").text
    assert page.count("<mark>cameras</mark>") >= 8


def test_hit_opens_the_document_at_the_words(client: TestClient) -> None:
    page = client.get("/search?q=cameras").text
    documents = page.partition('id="hits-documents"')[2]
    found = re.search(r"<a class=\"head\" href=\"([^\"]+)\"", documents)
    assert found
    address = unescape(found[1])
    assert re.fullmatch(r"/documents/[0-9a-f]{64}\?q=cameras&at=\d+#at", address)
    assert 'id="at"' in client.get(address).text


def test_search_is_json_too(client: TestClient) -> None:
    data: Any = client.get("/search?q=cameras", headers={"accept": "application/json"}).json()
    assert data["hits"]["documents"]["rows"][0]["snippet"]["pieces"]


def test_filters_narrow_every_kind_of_hit(client: TestClient) -> None:
    accepted = {"accept": "application/json"}
    wide = client.get("/search?q=cameras", headers=accepted).json()["hits"]
    narrow = client.get("/search?q=cameras&territory=ke", headers=accepted).json()["hits"]
    assert 0 < narrow["claims"]["total"] < wide["claims"]["total"]
    assert 0 < narrow["documents"]["total"] < wide["documents"]["total"]


def test_words_in_another_script_are_found(client: TestClient) -> None:
    data: Any = client.get("/documents?language=ar", headers={"accept": "application/json"}).json()
    title = data["rows"][0]["title"]
    found = client.get("/search", params={"q": title.split()[0]}, headers={"accept": "application/json"}).json()
    assert found["hits"]["documents"]["total"] >= 1
