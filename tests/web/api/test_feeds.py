"""Feeds of what is new."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import feedparser
import pytest
from starlette.testclient import TestClient

from countersight.store.base import Store
from countersight.web.api.atom import write_atom
from countersight.web.api.entries import Entry, Feed

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("findings", "claims", "documents")


def read(client: TestClient, path: str) -> feedparser.FeedParserDict:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return feedparser.parse(answer.content)


@pytest.mark.parametrize("what", LISTS)
def test_atom_is_read_without_complaint(client: TestClient, what: str) -> None:
    feed = read(client, f"/feeds/{what}.atom")
    assert (feed.bozo, feed.version) == (False, "atom10")
    assert len(feed.entries) == min(50, client.get(f"/api/v1/{what}?limit=1").json()["total"])
    for entry in feed.entries:
        assert entry.link.startswith("http://127.0.0.1:8080/")
        assert entry.id.startswith("urn:uuid:")
        assert entry.updated >= entry.published
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)


@pytest.mark.parametrize("what", LISTS)
def test_newest_comes_first(client: TestClient, what: str) -> None:
    updated = [entry.updated for entry in read(client, f"/feeds/{what}.atom").entries]
    assert updated == sorted(updated, reverse=True)


def test_feed_keeps_the_filter(client: TestClient) -> None:
    asked = "territory=ke&kind=supply"
    ids = {row["id"] for row in client.get(f"/api/v1/findings?{asked}&limit=500").json()["rows"]}
    links = {entry.link.rsplit("/", 1)[1] for entry in read(client, f"/feeds/findings.atom?{asked}").entries}
    assert links == ids


def test_entry_has_quote_and_original(client: TestClient) -> None:
    entry = read(client, "/feeds/claims.atom").entries[0]
    claim = client.get(f"/api/v1/claims/{entry.link.rsplit('/', 1)[1]}").json()["claim"]
    assert "<blockquote>" in entry.content[0].value
    assert claim["quote"].split()[0] in entry.content[0].value


def test_json_feed_has_the_same_entries(client: TestClient) -> None:
    answer = client.get("/feeds/claims.json?kind=supply")
    assert answer.headers["content-type"] == "application/feed+json"
    feed = answer.json()
    atom = read(client, "/feeds/claims.atom?kind=supply")
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [entry.id for entry in atom.entries]
    assert all({"id", "url", "content_html", "content_text", "date_published"} <= item.keys() for item in feed["items"])


def test_unchanged_feed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/feeds/findings.atom")
    assert "last-modified" in first.headers
    again = client.get("/feeds/findings.atom", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_restricted_document_is_in_no_feed_for_anybody(writing_client: TestClient, store: Store) -> None:
    row = writing_client.get("/api/v1/claims?limit=1").json()["rows"][0]
    with store.writer() as writer:
        writer.restrict(
            row["document_id"], ["Ada Reader"], "Ada Reader", "a source at risk", decided_at=datetime.now(UTC)
        )
    for what in LISTS:
        for form in ("atom", "json"):
            text = writing_client.get(f"/feeds/{what}.{form}").text
            assert row["document_id"] not in text
            assert row["id"] not in text


def test_control_characters_leave_the_feed_sound() -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    entry = Entry(id="urn:uuid:x", title="a\x0b<b>&\ud800", address="http://h/x", source=None, author="\x00",
                  published=now, updated=now, text="", html="<p>\x1f</p>", tags=("\x01",))  # fmt: skip
    feed = Feed(id="urn:uuid:y", title="t", page="http://h/", address="http://h/f", updated=now, entries=(entry,))
    root = ET.fromstring(write_atom(feed))
    assert root.find(f"{ATOM}entry/{ATOM}title").text == "a\ufffd<b>&\ufffd"  # type: ignore[union-attr]


def test_lists_name_their_feed_with_the_filter(client: TestClient) -> None:
    page = client.get("/claims?kind=supply", headers={"accept": "text/html"}).text
    assert '<link rel="alternate" type="application/atom+xml"' in page
    assert "/feeds/claims.atom?kind=supply" in page


def test_page_explains_the_feeds(client: TestClient) -> None:
    assert "/feeds/findings.atom" in client.get("/feeds").text
    assert client.get("/feeds/rumors.atom").status_code == 404
