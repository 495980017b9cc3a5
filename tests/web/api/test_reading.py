"""The API for reading: stable pages, conditional requests, methods, and what is refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.store import open_store

LISTS = ("findings", "claims", "documents")


@pytest.fixture(scope="module")
def walked(made_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A client over a copy that is decided on while it is walked through."""
    folder = shutil.copytree(made_project, tmp_path_factory.mktemp("walked") / "project")
    store = open_store(folder)
    with TestClient(make_app(folder, store), base_url="http://127.0.0.1:8080") as client:
        yield client
    store.close()


ACTS = st.tuples(st.sampled_from(["", "", "accept", "unsure", "demand", "training"]), st.integers(0, 10_000))
"""What somebody else does between two pages: nothing, a verdict, or a claim of some kind that is added; to which."""


@settings(max_examples=10, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(ACTS, max_size=20),
    limit=st.integers(4, 12),
    order=st.sampled_from(["newest", "uncertain", "recorded", "name", "probability"]),
)
def test_walk_meets_all_that_stays_just_once(
    walked: TestClient, acts: list[tuple[str, int]], limit: int, order: str
) -> None:
    asked = f"/api/v1/claims?order={order}&review=unreviewed&review=accepted&review=unsure"
    before = walked.get(f"{asked}&limit=500").json()["rows"]
    seen: list[str] = []
    added: set[str] = set()
    address = f"{asked}&limit={limit}"
    while address:
        page = walked.get(address).json()
        seen += [row["id"] for row in page["rows"]]
        act, number = acts.pop() if acts else ("", 0)
        row = before[number % len(before)]
        if act in ("accept", "unsure"):
            walked.post(f"/api/v1/claims/{row['id']}/decisions", json={"verdict": act})
        elif act:
            added |= add_claim(walked, row, act)
        address = page["next"]
    ids = {row["id"] for row in before}
    assert len(seen) == len(set(seen))
    assert ids <= set(seen) <= ids | added


def add_claim(client: TestClient, row: dict, kind: str) -> set[str]:  # type: ignore[type-arg]
    span = {"start": row["quote_start"], "end": row["quote_end"]}
    claim = {"kind": kind, "status": "reported", "evidence": [span], "technology": [{"code": "other", "span": span}],
             "supplier": {"span": span}}  # fmt: skip
    body = {"text_id": row["text_id"], "claim": claim}
    answer = client.post(f"/api/v1/documents/{row['document_id']}/claims", json=body)
    return {answer.json()["claim"]["id"]} if answer.status_code == 201 else set()


@pytest.mark.parametrize("what", LISTS)
def test_pages_lead_forth_and_back(client: TestClient, what: str) -> None:
    first = client.get(f"/api/v1/{what}?limit=2").json()
    second = client.get(first["next"])
    assert 'rel="prev"' in second.headers["link"]
    assert client.get(second.json()["previous"]).json()["rows"] == first["rows"]


@pytest.mark.parametrize(
    "path",
    ["/totals", "/findings", "/claims?kind=supply", "/facets/claims", "/territories", "/parties", "/technologies",
     "/sources"],
)  # fmt: skip
def test_unchanged_answer_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(f"/api/v1{path}")
    assert first.status_code == 200
    for tag in (
        first.headers["etag"],
        first.headers["etag"].removeprefix("W/"),
        f'"other", {first.headers["etag"]}',
        "*",
    ):
        again = client.get(f"/api/v1{path}", headers={"if-none-match": tag})
        assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"/api/v1{path}", headers={"if-none-match": '"other"'}).status_code == 200


def test_decision_changes_the_tag(writing_client: TestClient) -> None:
    tag = writing_client.get("/api/v1/claims").headers["etag"]
    claim = writing_client.get("/api/v1/claims?limit=1").json()["rows"][0]["id"]
    writing_client.post(f"/api/v1/claims/{claim}/decisions", json={"verdict": "accept"})
    assert writing_client.get("/api/v1/claims", headers={"if-none-match": tag}).status_code == 200


def test_text_is_what_offsets_refer_to(client: TestClient) -> None:
    row = client.get("/api/v1/claims?limit=1").json()["rows"][0]
    answer = client.get(f"/api/v1/documents/{row['document_id']}/text")
    assert answer.text[row["quote_start"] : row["quote_end"]] == row["quote"]
    known = {"if-none-match": answer.headers["etag"]}
    assert client.get(f"/api/v1/documents/{row['document_id']}/text", headers=known).status_code == 304


@pytest.mark.parametrize("limit", ["0", "501", "-1", "ten", "", "1e2", "9" * 50])
def test_limit_has_bounds(client: TestClient, limit: str) -> None:
    answer = client.get(f"/api/v1/claims?limit={limit}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("limit")


@pytest.mark.parametrize("query", ["teritory=ke", "order=best", "after=zzz", "kind=gift", "limit=1&limit=2"])
def test_what_is_misspelt_is_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/api/v1/claims?{query}").status_code == 422


def test_methods_are_told(client: TestClient) -> None:
    address = "/api/v1/claims/clm-0/decisions"
    options = client.options(address)
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["allow"] == "GET, POST, HEAD, OPTIONS"
    refused = client.delete(address)
    assert refused.status_code == 405
    assert {"GET", "POST"} <= {one.strip() for one in refused.headers["allow"].split(",")}


def test_head_has_the_headers_of_get(client: TestClient) -> None:
    head, get = client.head("/api/v1/totals"), client.get("/api/v1/totals")
    assert head.status_code == 200
    assert head.headers["etag"] == get.headers["etag"]


def test_other_sites_may_not_read(client: TestClient) -> None:
    answer = client.get("/api/v1/totals", headers={"origin": "https://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_capture_does_not_tell_folders_of_this_computer(client: TestClient) -> None:
    document = client.get("/api/v1/documents?limit=1").json()["rows"][0]["id"]
    (capture,) = client.get(f"/api/v1/documents/{document}").json()["captures"]
    assert "/" not in capture["address"] or capture["address"].startswith("http")
