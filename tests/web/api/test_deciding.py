"""Decisions, edits and judgements by API."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from countersight.store.base import Store


def first(client: TestClient, what: str = "claims") -> str:
    found: str = client.get(f"/api/v1/{what}?limit=1").json()["rows"][0]["id"]
    return found


def decide(client: TestClient, subject: str, what: str = "claims", **body: Any) -> Any:
    return client.post(f"/api/v1/{what}/{subject}/decisions", json=body)


@pytest.mark.parametrize("what", ["claims", "findings"])
def test_decision_is_kept_with_name_and_reason(writing_client: TestClient, store: Store, what: str) -> None:
    subject = first(writing_client, what)
    answer = decide(writing_client, subject, what, verdict="accept", reason="read it")
    assert answer.status_code == 200, answer.text
    with store.view() as view:
        (kept,) = view.decisions(subject_id=subject)
    assert (kept.id, kept.reviewer, kept.reason) == (answer.json()["decision"]["id"], "Ada Reader", "read it")
    assert writing_client.get(f"/api/v1/{what}?review=accepted&limit=1").json()["total"] >= 1


def test_same_decision_sent_again_is_one(writing_client: TestClient, store: Store) -> None:
    claim = first(writing_client)
    answers = [decide(writing_client, claim, verdict="accept", expects="").json()["decision"] for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    with store.view() as view:
        assert view.count("decisions") == 1


def test_decision_on_what_was_not_seen_is_a_conflict(writing_client: TestClient) -> None:
    claim = first(writing_client)
    decide(writing_client, claim, verdict="accept")
    answer = decide(writing_client, claim, verdict="reject", reason="misread", expects="")
    assert answer.status_code == 409
    assert "in between" in answer.json()["detail"]


def test_if_match_lets_only_what_was_read_be_decided_on(writing_client: TestClient) -> None:
    address = f"/api/v1/claims/{first(writing_client)}/decisions"
    tag = writing_client.get(address).headers["etag"]
    assert writing_client.get(address, headers={"if-none-match": tag}).status_code == 304
    body = {"verdict": "unsure"}
    good = writing_client.post(address, json=body, headers={"if-match": tag})
    assert good.status_code == 200
    late = writing_client.post(address, json={"verdict": "accept"}, headers={"if-match": tag})
    assert late.status_code == 412
    again = writing_client.post(address, json={"verdict": "accept"}, headers={"if-match": good.headers["etag"]})
    assert again.status_code == 200


def test_decision_is_taken_back(writing_client: TestClient) -> None:
    claim = first(writing_client)
    decide(writing_client, claim, verdict="accept")
    now = decide(writing_client, claim, verdict="undo", reason="too fast").json()["now"]
    assert now["state"] == "open"
    assert [one["verdict"] for one in now["decisions"]] == ["accept", "undo"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ({"verdict": "perhaps"}, "verdict"),
        ({"verdict": "accept", "reson": "x"}, "reson"),
        ({"verdict": "accept", "reason": 5}, "reason"),
        ({}, "verdict"),
        ([], "body"),
        ({"verdict": "reject"}, "reason"),
        ({"verdict": "edit"}, "verdict"),
    ],
    ids=str,
)
def test_body_that_cannot_be_is_refused_by_field(client: TestClient, body: Any, named: str) -> None:
    answer = client.post(f"/api/v1/claims/{first(client)}/decisions", json=body)
    assert answer.status_code == 422
    assert named in answer.json()["detail"]


def test_form_of_another_site_is_no_body(client: TestClient) -> None:
    answer = client.post(f"/api/v1/claims/{first(client)}/decisions", content='{"verdict":"accept"}',
                         headers={"content-type": "text/plain"})  # fmt: skip
    assert answer.status_code == 415


def test_reader_may_not_decide(reading_client: TestClient) -> None:
    answer = decide(reading_client, first(reading_client), verdict="accept")
    assert answer.status_code == 403
    assert "reviewer" in answer.json()["detail"]


def test_claim_is_edited_by_its_slots(writing_client: TestClient) -> None:
    claim = first(writing_client)
    record = writing_client.get(f"/api/v1/claims/{claim}").json()["record"]
    status = "planned" if record["status"] != "planned" else "completed"
    body = {"claim": {"status": status, "quantity": None}, "reason": "as it says", "expects": ""}
    answer = writing_client.post(f"/api/v1/claims/{claim}/edits", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()["claim"]
    assert (made["status"], made["quantity"], made["kind"]) == (status, None, record["kind"])
    assert answer.headers["location"] == f"/api/v1/claims/{made['id']}"
    again = writing_client.post(f"/api/v1/claims/{claim}/edits", json=body)
    assert again.json()["decision"] == answer.json()["decision"]


def test_edit_without_words_names_the_slot(writing_client: TestClient) -> None:
    body = {"claim": {"place": {"span": {"start": 0, "end": 10_000_000}}}}
    answer = writing_client.post(f"/api/v1/claims/{first(writing_client)}/edits", json=body)
    assert answer.status_code == 422
    assert "place" in answer.json()["detail"]


def test_missed_claim_is_added(writing_client: TestClient) -> None:
    row = writing_client.get("/api/v1/claims?limit=1").json()["rows"][0]
    other = "training" if row["kind"] != "training" else "supply"
    span = {"start": row["quote_start"], "end": row["quote_end"]}
    claim = {"kind": other, "status": "reported", "evidence": [span],
             "technology": [{"code": "other", "span": span}], "supplier": {"span": span}}  # fmt: skip
    address = f"/api/v1/documents/{row['document_id']}/claims"
    answer = writing_client.post(address, json={"text_id": row["text_id"], "claim": claim})
    assert answer.status_code == 201, answer.text
    made = writing_client.get(answer.headers["location"]).json()["claim"]
    assert (made["review"], made["quote"]) == ("accepted", row["quote"])
    strange = writing_client.post(address, json={"text_id": "none", "claim": claim})
    assert strange.status_code == 404


def test_findings_are_merged_and_taken_apart(writing_client: TestClient) -> None:
    one, other = (row["id"] for row in writing_client.get("/api/v1/findings?limit=2").json()["rows"])
    body = {"findings": [one, other], "reason": "one tender"}
    made = writing_client.post("/api/v1/findings/merge", json=body)
    assert made.status_code == 200, made.text
    (judgement,) = made.json()["rows"]
    assert judgement["value"] == "positive"
    back = writing_client.post(
        "/api/v1/findings/groupings/undo", json={"sequence": judgement["sequence"], "reason": "two"}
    )
    assert back.json()["rows"][0]["value"] == "no_judgement"
    alone = writing_client.post("/api/v1/findings/merge", json={"findings": [one, one], "reason": "x"})
    assert alone.status_code == 422


def test_names_are_judged_and_contradiction_refused(writing_client: TestClient) -> None:
    rows = writing_client.get("/api/v1/parties").json()["rows"]
    one, other = (row["entity_id"] for row in [row for row in rows if row["entity_id"]][:2])
    body = {"one": one, "other": other, "value": "negative", "reason": "two firms"}
    made = writing_client.post("/api/v1/judgements", json=body)
    assert made.status_code == 200, made.text
    against = writing_client.post("/api/v1/judgements", json=body | {"value": "positive", "confirmed": True})
    assert against.status_code == 409
    back = writing_client.post("/api/v1/judgements", json=body | {"value": "no_judgement"})
    assert back.json()["rows"][0]["value"] == "no_judgement"


def test_queue_goes_on_past_what_was_decided(writing_client: TestClient) -> None:
    seen: list[str] = []
    address = "/api/v1/review/queue?limit=3"
    whole = [row["claim"]["id"] for row in writing_client.get("/api/v1/review/queue?limit=500").json()["rows"]]
    while address:
        page = writing_client.get(address).json()
        seen += [row["claim"]["id"] for row in page["rows"]]
        if len(seen) < 10:
            for row, verdict in zip(page["rows"], ("accept", "unsure"), strict=False):
                decide(writing_client, row["claim"]["id"], verdict=verdict)
        address = page["next"]
    assert [one for one in seen if one in whole] == seen
    assert set(whole) == set(seen)


@pytest.mark.parametrize("query", ["order=best", "after=x", "after=[]", "limit=0"])
def test_queue_refuses_what_it_does_not_know(client: TestClient, query: str) -> None:
    assert client.get(f"/api/v1/review/queue?{query}").status_code == 422


def test_agreement_waits_for_a_second_reader(client: TestClient, reading_client: TestClient) -> None:
    told = client.get("/api/v1/review/agreement").json()
    assert (told["subjects"], told["alpha"]) == (0, None)
    assert reading_client.get("/api/v1/review/agreement").status_code == 403
