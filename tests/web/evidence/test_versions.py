"""What changed between versions of a claim or finding is told slot by slot, with who changed it and why."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.model.claim import Claim
from countersight.model.decision import Verdict
from countersight.pipeline import bring_up_to_date
from countersight.review import describe_claim, edit_claim, record_decision
from countersight.store.base import Store
from countersight.web.visitor import Role


@pytest.fixture
def claim(store: Store) -> Claim:
    """A claim of one finding that has others, whose quantity is told."""
    with store.view() as view:
        of = {name: finding for finding in view.findings() for name in finding.claim_ids}
        return next(one for one in view.claims() if one.quantity and one.id in of and len(of[one.id].claim_ids) > 1)


def edit(
    store: Store, claim: Claim, *, reviewer: str = "Ada Reader", reason: str = "the number is of another deal"
) -> Claim:
    form = replace(describe_claim(claim), quantity=None)
    made = edit_claim(
        store, claim.id, form=form, reviewer=reviewer, reason=reason, now=datetime.now(UTC), readers=store.readers
    )
    return made.claim


def steps(client: TestClient, path: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(f"{path}/history", headers={"accept": "application/json"}).json()["steps"]
    return found


def test_edit_is_told_on_both_claims(writing_client: TestClient, store: Store, claim: Claim) -> None:
    made = edit(store, claim)
    for path in (f"/claims/{claim.id}", f"/claims/{made.id}"):
        (step,) = [one for one in steps(writing_client, path) if one["decisions"]]
        assert (step["before"], step["after"]) == (claim.id, made.id)
        assert [(one["reviewer"], one["reason"]) for one in step["decisions"]] == [
            ("Ada Reader", "the number is of another deal")
        ]
        changed = {one["name"]: (one["before"], one["after"]) for one in step["changes"]}
        assert claim.quantity is not None
        assert claim.quantity.mention.name in changed["quantity"][0][0]
        assert changed["quantity"][1] == []
        assert "recipient" not in changed
    page = writing_client.get(f"/claims/{claim.id}/history").text
    assert "the number is of another deal" in page
    assert "<del>" in page


def test_what_changed_a_finding_is_told(writing_client: TestClient, store: Store, claim: Claim) -> None:
    """Also where another finding has taken its place, as its claims are others."""
    with store.view() as view:
        finding = next(one for one in view.findings() if claim.id in one.claim_ids)
    now = datetime.now(UTC)
    record_decision(store, claim.id, Verdict.REJECT, reviewer="Ada Reader", reason="of something else", now=now)
    bring_up_to_date(store)
    answer = writing_client.get(f"/findings/{finding.id}/history", headers={"accept": "application/json"})
    (step, *_) = answer.json()["steps"]
    assert [one["reason"] for one in step["decisions"]] == ["of something else"]
    assert all(one["before"] != one["after"] for one in step["changes"])
    assert {"grade", "claims", "independent origins"} & {one["name"] for one in step["changes"]}


def test_claim_that_never_changed_says_so(client: TestClient, read_store: Store) -> None:
    with read_store.view() as view:
        name = next(view.claims()).id
    assert "nothing has changed" in client.get(f"/claims/{name}/history").text
    assert client.get("/claims/clm-none/history").status_code == 404


def test_edit_of_others_waits_for_ones_own(project_folder: Any, store: Store, claim: Claim) -> None:
    """Where two have to decide alike, neither is told of the other's edit."""
    marker = project_folder / "countersight.toml"
    marker.write_text(marker.read_text() + "\n[review]\nreaders = 2\n")
    store.readers = 2
    edit(store, claim, reviewer="Cy Named")
    with TestClient(make_app(project_folder, store, role=Role.REVIEWER), base_url="http://127.0.0.1:8080") as blind:
        assert steps(blind, f"/claims/{claim.id}") == []
