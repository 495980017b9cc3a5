"""What was withdrawn, put right or replied to stands on the pages of what it is about."""

import pytest
from starlette.testclient import TestClient

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
