"""What was withdrawn, put right or replied to stands on the pages of what it is about."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.accounts.roles import Role
from countersight.review import attach_reply, withdraw_document
from countersight.store.base import Store


@pytest.fixture
def told(store: Store) -> tuple[str, str]:
    """A withdrawn document, and a finding with a reply and markup in it."""
    with store.view() as view:
        claim = next(iter(view.claims()))
        finding = next(one for one in view.findings() if claim.id not in one.claim_ids)
    withdraw_document(store, claim.document_id, words="It is a forgery.", by="Ana")
    attach_reply(store, finding.id, party="Examplecorp", words="We <b>sold</b>\nnone.", by="Ana")
    return claim.document_id, finding.id


def test_pages_say_what_was_made_known(writing_client: TestClient, told: tuple[str, str]) -> None:
    document, finding = told
    page = writing_client.get(f"/documents/{document}").text
    assert "It is a forgery." in page
    page = writing_client.get(f"/findings/{finding}").text
    assert "We &lt;b&gt;sold&lt;/b&gt;\nnone." in page
    assert "Examplecorp" in page
    record = writing_client.get(f"/findings/{finding}?format=json").json()
    assert [(one["kind"], one["party"]) for one in record["notices"]] == [("reply", "Examplecorp")]


def test_list_has_all_and_leads_to_each(writing_client: TestClient, told: tuple[str, str]) -> None:
    page = writing_client.get("/notices").text
    for path in (f"/documents/{told[0]}", f"/findings/{told[1]}"):
        assert f'href="{path}"' in page
    kinds = [one["kind"] for one in writing_client.get("/notices?format=json").json()["notices"]]
    assert kinds == ["reply", "withdrawal"]
    assert "Ana" not in writing_client.get("/notices?format=json").text


def test_list_says_that_there_is_nothing(client: TestClient) -> None:
    assert "Nothing was withdrawn" in client.get("/notices").text


def test_withdrawn_documents_are_listed_as_such(writing_client: TestClient, told: tuple[str, str]) -> None:
    rows = writing_client.get("/documents?format=json").json()["rows"]
    assert [row["state"] for row in rows if row["id"] == told[0]] == ["withdrawn"]


def test_editors_withdraw_and_restore_on_the_page(writing_client: TestClient, store: Store) -> None:
    with store.view() as view:
        document = next(iter(view.claims())).document_id
        count = view.count("claims")
    form = {"subject": document, "of": "record", "back": f"/documents/{document}"}
    assert 'value="withdrawal"' in writing_client.get(f"/documents/{document}").text
    gone = {**form, "kind": "withdrawal", "words": "It is a forgery."}
    page = writing_client.post("/review/notices", data=gone)
    assert page.status_code == 200
    assert "It is a forgery." in page.text
    assert 'value="restoration"' in page.text
    with store.view() as view:
        assert view.count("claims") < count
    writing_client.post("/review/notices", data={**form, "kind": "restoration", "words": "It is genuine."})
    with store.view() as view:
        assert view.count("claims") == count
        assert [one.kind.value for one in view.notices()] == ["withdrawal", "restoration"]


def test_reply_is_added_on_the_page_of_a_finding(writing_client: TestClient, store: Store) -> None:
    with store.view() as view:
        finding = next(iter(view.findings())).id
    form = {
        "kind": "reply",
        "subject": finding,
        "party": "Examplecorp",
        "words": "None.",
        "back": f"/findings/{finding}",
    }
    assert "Examplecorp" in writing_client.post("/review/notices", data=form).text


def test_source_is_withdrawn_on_its_page(writing_client: TestClient, store: Store) -> None:
    key = writing_client.get("/sources?format=json").json()["rows"][0]["key"]
    form = {
        "kind": "withdrawal",
        "subject": key,
        "of": "source",
        "words": "It makes things up.",
        "back": f"/sources/{key}",
    }
    assert "It makes things up." in writing_client.post("/review/notices", data=form).text
    with store.view() as view:
        assert set(view.withdrawals().sources) == {key}


@pytest.mark.parametrize("wrong", [{"kind": "rumor"}, {"words": " "}, {"subject": "0" * 64}])
def test_bad_notices_are_refused_in_words(writing_client: TestClient, store: Store, wrong: dict[str, str]) -> None:
    with store.view() as view:
        document = next(iter(view.claims())).document_id
    form = {"kind": "withdrawal", "subject": document, "words": "A forgery.", "back": "/"} | wrong
    assert writing_client.post("/review/notices", data=form).status_code in (400, 404, 409, 422)
    with store.view() as view:
        assert list(view.notices()) == []


def test_readers_and_reviewers_may_not(project_folder: Path, store: Store) -> None:
    with store.view() as view:
        document = next(iter(view.claims())).document_id
    app = make_app(project_folder, store, name="Bo", role=Role.REVIEWER)
    with TestClient(app, base_url="http://127.0.0.1:8080") as other:
        assert "make-known" not in other.get(f"/documents/{document}").text
        form = {"kind": "withdrawal", "subject": document, "words": "A forgery.", "back": "/"}
        assert other.post("/review/notices", data=form).status_code == 403
