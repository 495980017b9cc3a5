"""What is withdrawn is shown and counted nowhere on the site without saying so, and comes back when it is restored."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zipfile import ZipFile

import feedparser
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from tests.web.conftest import make_app

from countersight.model.decision import Verdict
from countersight.model.speakers import speaker_key
from countersight.pipeline import bring_up_to_date
from countersight.release import write_release
from countersight.review import measure_agreement, restore, withdraw_document
from countersight.store.base import Store

LISTS = ("findings", "claims", "documents")


@pytest.fixture
def withdrawn(store: Store) -> dict[str, Any]:
    """What rested on a document that was withdrawn, and how much there was of everything before."""
    with store.view() as view:
        document = next(iter(view.claims())).document_id
        claims = {claim.id for claim in view.claims(document_id=document)}
        findings = {finding.id for finding in view.findings() if claims & {*finding.claim_ids}}
        counts = {"claims": view.count("claims"), "findings": view.count("findings")}
        quote = next(iter(view.claims(document_id=document))).evidence[0].quote
    withdraw_document(store, document, words="It is a forgery.", by="Ana")
    bring_up_to_date(store)
    return {"document": document, "claims": claims, "findings": findings, "counts": counts, "quote": quote}


@pytest.fixture
def gone(withdrawn: dict[str, Any]) -> set[str]:
    """The ids that nothing may lead to any more."""
    return withdrawn["claims"] | withdrawn["findings"]


def ids_of(client: TestClient, path: str) -> set[str]:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return {row["id"] for row in answer.json()["rows"]}


def test_api_and_feeds_have_nothing_of_it(writing_client: TestClient, withdrawn, gone: set[str]) -> None:
    for what in ("findings", "claims"):
        assert not ids_of(writing_client, f"/api/v1/{what}?limit=500") & gone
        atom = feedparser.parse(writing_client.get(f"/feeds/{what}.atom").content)
        assert not {entry.link.rsplit("/", 1)[1] for entry in atom.entries} & gone
        assert not any(name in writing_client.get(f"/feeds/{what}.json").text for name in gone)
    for name in gone:
        word = "claims" if name.startswith("clm-") else "findings"
        assert writing_client.get(f"/api/v1/{word}/{name}").status_code == 404
    quoted = " ".join(withdrawn["quote"].split()[:6])
    assert not ids_of(writing_client, f"/api/v1/claims?{urlencode({'q': quoted})}") & gone


def test_claim_that_is_gone_says_why(writing_client: TestClient, withdrawn) -> None:
    for name in sorted(withdrawn["claims"]):
        told = writing_client.get(f"/claims/{name}")
        assert told.status_code == 404
        assert "withdrawn" in told.text
    for name in sorted(withdrawn["findings"]):
        assert writing_client.get(f"/embed/finding/{name}").status_code == 404


def test_documents_that_are_withdrawn_say_so_wherever_they_are_listed(writing_client: TestClient, withdrawn) -> None:
    name = withdrawn["document"]
    (row,) = [row for row in writing_client.get("/api/v1/documents?limit=500").json()["rows"] if row["id"] == name]
    assert (row["state"], row["claims"]) == ("withdrawn", 0)
    (entry,) = [
        one
        for one in feedparser.parse(writing_client.get("/feeds/documents.atom").content).entries
        if one.link.endswith(name)
    ] or [None]
    assert entry is None or "withdrawn" in (entry.title + entry.get("summary", "") + str(entry.get("content", "")))
    found = [one for one in writing_client.get("/documents?format=json").json()["rows"] if one["id"] == name]
    assert all(one["state"] == "withdrawn" for one in found)
    page = writing_client.get("/search", params={"q": withdrawn["quote"][:60]}).text
    assert name not in page or "withdrawn" in page


@pytest.mark.parametrize("what", ["findings", "claims"])
def test_files_have_nothing_of_it(writing_client: TestClient, gone: set[str], what: str) -> None:
    table = writing_client.get(f"/{what}?format=csv").text
    assert list(csv.reader(io.StringIO(table)))
    assert not [name for name in gone if name in table]
    assert not [name for name in gone if name in writing_client.get(f"/{what}?format=json").text]
    with ZipFile(io.BytesIO(writing_client.get(f"/{what}?format=xlsx").content)) as book:
        cells = "".join(book.read(name).decode(errors="replace") for name in book.namelist() if name.endswith(".xml"))
    assert not [name for name in gone if name in cells]


def test_documents_in_files_have_their_state(writing_client: TestClient, withdrawn) -> None:
    rows = csv.DictReader(io.StringIO(writing_client.get("/documents?format=csv").text))
    assert [row["state"] for row in rows if row["id"].endswith(withdrawn["document"])] == ["withdrawn"]


def test_searches_and_totals_count_again_after_its_undoing(writing_client: TestClient, store: Store, withdrawn) -> None:
    total: Callable[[str], int] = lambda what: writing_client.get(f"/api/v1/{what}?limit=1").json()["total"]  # noqa: E731
    for what in ("claims", "findings"):
        writing_client.post("/searches", data={"name": what, "list": what, "query": ""})
        assert total(what) < withdrawn["counts"][what]
    kept = {row["name"]: row["total"] for row in writing_client.get("/searches?format=json").json()["rows"]}
    assert kept == {what: total(what) for what in ("claims", "findings")}
    restore(store, withdrawn["document"], words="It is genuine.", by="Bo")
    bring_up_to_date(store)
    after = {row["name"]: row for row in writing_client.get("/searches?format=json").json()["rows"]}
    assert {name: row["total"] for name, row in after.items()} == withdrawn["counts"]
    assert after["claims"]["new"] == len(withdrawn["claims"])
    assert ids_of(writing_client, "/api/v1/claims?limit=500") >= withdrawn["claims"]


def test_changes_and_drawings_follow(writing_client: TestClient, project_folder: Path, store: Store, withdrawn) -> None:
    with store.view() as view:
        write_release(view, project_folder / "releases" / "2026-02-02", title="A made project", version="2026-02-02",
                      released_at=datetime(2026, 2, 2, tzinfo=UTC), archive=store.archive)  # fmt: skip
    told = writing_client.get("/releases/2026-02-02/changes?since=2026-01-02&format=ndjson").text.splitlines()
    gone = {json.loads(line)["id"] for line in told if json.loads(line)["op"] == "DEL"}
    assert gone >= withdrawn["claims"]
    assert "notices.csv" in writing_client.get("/releases?format=json").text
    for kind in ("map", "timeline", "flow"):
        shown = writing_client.get(f"/embed/{kind}?format=json").json()["total"]
        assert shown == writing_client.get("/api/v1/findings?limit=1").json()["total"]


def test_reconciliation_and_agreement_hold(writing_client: TestClient, store: Store, withdrawn) -> None:
    """Organizations are no one's word; and how people read words does not change with who wrote them."""
    asked = {"queries": json.dumps({"q0": {"query": "Hikvision"}})}
    assert writing_client.post("/reconcile", data=asked).json()["q0"]["result"][0]["match"] is True
    with store.view() as view:
        claims = [claim.id for claim in view.claims()][:2]
    now = datetime.now(UTC)
    with store.writer() as writer:
        for claim in claims:
            for name in ("Ana", "Bo"):
                writer.decide(claim, Verdict.ACCEPT, name, "", decided_at=now)
    before = writing_client.get("/api/v1/review/agreement").json()
    with store.view() as view:
        document = view.claim(claims[0]).document_id
        assert before["subjects"] == measure_agreement(view.docket()).subjects == len(claims)
    withdraw_document(store, document, words="A forgery.", by="Ana")
    assert writing_client.get("/api/v1/review/agreement").json() == before
    restore(store, document, words="It is genuine.", by="Ana")
    assert writing_client.get("/api/v1/review/agreement").json() == before


class Hiding:
    """Says of every request that something is kept from whoever makes it."""

    def __init__(self, app: ASGIApp, hidden: frozenset[str]) -> None:
        self.app, self.hidden = app, hidden

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["hidden"] = self.hidden
        await self.app(scope, receive, send)


@pytest.mark.parametrize("path", ["/api/v1/review/agreement", "/review?format=json"], ids=["api", "desk"])
def test_agreement_leaves_out_what_the_asker_may_not_see(project_folder: Path, store: Store, path: str) -> None:
    with store.view() as view:
        claims = [claim.id for claim in view.claims()][:3]
    now = datetime.now(UTC)
    with store.writer() as writer:
        for claim in claims:
            for name in ("Ana", "Bo"):
                writer.decide(claim, Verdict.ACCEPT, name, "", decided_at=now)
        writer.restrict(claims[0], ["Ana"], "Ana", "the speaker could be known by it", decided_at=now)
    with store.view() as view:
        app = Hiding(make_app(project_folder, store), view.hidden_from("Ada Reader"))
        document = view.claim(claims[0]).document_id
    with TestClient(app, base_url="http://127.0.0.1:8080") as other:
        assert subjects(other, path) == 2
        withdraw_document(store, document, words="A forgery.", by="Ana")
        assert subjects(other, path) == 2


def subjects(client: TestClient, path: str) -> int:
    told = client.get(path).json()
    return int(told.get("agreement", told)["subjects"])


def test_page_of_notices_says_who_why_and_what_it_changed(writing_client: TestClient, withdrawn) -> None:
    (told,) = writing_client.get("/notices?format=json").json()["notices"]
    assert (told["kind"], told["about"], told["subject"]) == ("withdrawal", "document", withdrawn["document"])
    assert (told["documents"], told["claims"], told["findings"]) == (
        1, len(withdrawn["claims"]), len(withdrawn["findings"]),
    )  # fmt: skip
    page = writing_client.get("/notices").text
    assert f"{len(withdrawn['claims'])} claim" in page
    assert "this project" in page


@pytest.mark.parametrize(("of", "key"), [("speaker", "speakers"), ("source", "sources")])
def test_editors_withdraw_and_restore_by_name(writing_client: TestClient, store: Store, of: str, key: str) -> None:
    with store.view() as view:
        speakers = [claim.speaker.mention.name for claim in view.claims() if claim.speaker is not None]
        count = view.count("claims")
    named = next(name for name in speakers if speaker_key(name))
    name = named if of == "speaker" else writing_client.get("/sources?format=json").json()["rows"][0]["key"]
    assert 'name="of"' in writing_client.get("/notices").text
    form = {"kind": "withdrawal", "of": of, "subject": name, "words": "It made it up.", "back": "/notices"}
    page = writing_client.post("/review/notices", data=form)
    assert "It made it up." in page.text
    with store.view() as view:
        ((subject, notice),) = getattr(view.withdrawals(), key).items()
        assert view.count("claims") == count - notice.claims
    assert f'name="subject" value="{subject}"' in page.text
    writing_client.post("/review/notices", data=form | {"kind": "restoration", "subject": subject})
    with store.view() as view:
        assert not view.withdrawals()
        assert view.count("claims") == count
