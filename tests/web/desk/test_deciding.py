"""What the desk takes in, without a browser."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import make_app
from tests.web.desk.conftest import chain

from countersight.model.decision import Verdict
from countersight.store.base import Store
from countersight.web.visitor import Role

JSON = {"Accept": "application/json"}


def waiting(client: TestClient, params: str = "") -> list[str]:
    return [row["id"] for row in client.get(f"/review{params}", headers=JSON).json()["rows"]]


def decide(client: TestClient, claim: str, **form: str):
    return client.post(f"/review/claims/{claim}/decision", data=form, headers=JSON)


def test_decision_leads_to_the_next_claim(desk: TestClient) -> None:
    first, second, *_ = waiting(desk)
    answer = desk.post(f"/review/claims/{first}/decision", data={"verdict": "accept", "seen": ""})
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/review/claims/{second}?done={first}"
    assert waiting(desk)[0] == second


def test_queue_keeps_its_filters(desk: TestClient) -> None:
    first, second, *_ = waiting(desk, "?order=newest&kind=supply")
    form = {"verdict": "unsure", "seen": "", "queue": "order=newest&kind=supply"}
    answer = desk.post(f"/review/claims/{first}/decision", data=form)
    assert answer.headers["location"] == f"/review/claims/{second}?order=newest&kind=supply&done={first}"


def test_same_decision_twice_is_stored_once(desk: TestClient, store: Store) -> None:
    claim = waiting(desk)[0]
    one, other = (decide(desk, claim, verdict="accept", seen="").json()["decision"] for _ in range(2))
    assert one == other
    assert len(chain(store).links(claim)) == 1


def test_quick_reason_rejects(desk: TestClient, store: Store) -> None:
    claim = waiting(desk)[0]
    assert decide(desk, claim, quick="misread", note="a typo", seen="").status_code == 200
    (link,) = chain(store).links(claim)
    assert link.verdict is Verdict.REJECT
    assert link.reason == "A name, number or date was misread; a typo"


def test_reject_without_reason_is_refused(desk: TestClient, store: Store) -> None:
    claim = waiting(desk)[0]
    assert decide(desk, claim, verdict="reject", seen="").status_code == 422
    assert chain(store).links(claim) == ()


def test_undo_brings_the_claim_back(desk: TestClient) -> None:
    claim = waiting(desk)[0]
    made = decide(desk, claim, verdict="accept", seen="").json()["decision"]
    assert claim not in waiting(desk)
    assert decide(desk, claim, verdict="undo", undoes=made["id"]).status_code == 200
    assert claim in waiting(desk)


def test_many_at_once_share_a_reason(desk: TestClient, store: Store) -> None:
    chosen = waiting(desk)[:3]
    form = {"claim": [*chosen, "clm-none"], "verdict": "reject", "quick": "general"}
    answer = desk.post("/review/bulk", data=form, headers=JSON).json()
    assert [one["subject_id"] for one in answer["decisions"]] == chosen
    assert [one["claim"] for one in answer["missed"]] == ["clm-none"]
    assert {chain(store).links(claim)[0].reason for claim in chosen} == {
        "A general remark: nothing is supplied to anyone"
    }


def test_reader_has_no_desk(project_folder: Path, store: Store) -> None:
    with TestClient(make_app(project_folder, store, role=Role.READER)) as reader:
        answer = reader.get("/review")
        assert answer.status_code == 403
        assert "reviewers and editors" in answer.text
        assert decide(reader, "clm-0", verdict="accept").status_code == 403


def test_no_state_changes_on_get(desk: TestClient) -> None:
    claim = waiting(desk)[0]
    assert desk.get(f"/review/claims/{claim}/decision?verdict=accept").status_code == 405


@pytest.fixture
def two(project_folder: Path, store: Store):
    """Two reviewers of a project in which two have to decide alike, and its editor."""
    marker = project_folder / "countersight.toml"
    marker.write_text(marker.read_text() + "\n[review]\nreaders = 2\n")
    people = (("Ada Reader", Role.REVIEWER), ("Ben Other", Role.REVIEWER), ("Eva Editor", Role.EDITOR))
    clients = [TestClient(make_app(project_folder, store, name=name, role=role)) for name, role in people]
    yield clients
    for client in clients:
        if hasattr(client.app.state, "desk_refresher"):
            client.app.state.desk_refresher.wait(30)


def test_second_reader_is_blind_until_both_decided(two) -> None:
    ada, ben, _ = two
    claim = waiting(ada)[0]
    decide(ada, claim, quick="misread", seen="")
    assert claim not in waiting(ada)
    shown = ben.get(f"/review/claims/{claim}", headers=JSON).json()
    assert shown["decisions"] == []
    assert "misread" not in ben.get(f"/review/claims/{claim}").text.split('id="decide"')[0]
    assert decide(ben, claim, verdict="accept", seen="").status_code == 200
    shown = ben.get(f"/review/claims/{claim}", headers=JSON).json()
    assert [one["reviewer"] for one in shown["decisions"]] == ["Ada Reader", "Ben Other"]


def test_blind_edit_shows_no_claim_in_its_place(two, store: Store) -> None:
    ada, ben, _ = two
    claim = waiting(ada)[0]
    page = ada.get(f"/review/claims/{claim}/edit").text
    form = fields_of(page)
    form["kind"] = "demand" if form["kind"] != "demand" else "supply"
    made = ada.post(f"/review/claims/{claim}/edit", data=form, headers=JSON).json()["decision"]["replacement"]
    assert made not in ben.get(f"/review/claims/{claim}").text
    assert made not in waiting(ben)


def test_dispute_waits_for_the_editor(two) -> None:
    ada, ben, eva = two
    claim = waiting(ada)[0]
    decide(ada, claim, verdict="accept", seen="")
    decide(ben, claim, quick="misread", seen="")
    assert waiting(ada, "?order=disputed") == []
    assert waiting(eva, "?order=disputed") == [claim]
    seen = eva.get(f"/review/claims/{claim}", headers=JSON).json()["decisions"][-1]["id"]
    assert decide(eva, claim, verdict="accept", seen=seen).status_code == 200
    assert waiting(eva, "?order=disputed") == []


def test_editor_takes_back_what_another_decided(two, store: Store) -> None:
    ada, ben, eva = two
    claim = waiting(ada)[0]
    made = decide(ada, claim, verdict="accept", seen="").json()["decision"]["id"]
    assert decide(ben, claim, verdict="undo", undoes=made, reason="wrong").status_code == 422
    assert decide(eva, claim, verdict="undo", undoes=made, reason="wrong").status_code == 200
    assert [link.reviewer for link in chain(store).links(claim)] == ["Ada Reader", "Eva Editor"]


def test_conflict_tells_both_sides(desk: TestClient, project_folder: Path, store: Store) -> None:
    claim = waiting(desk)[0]
    with TestClient(make_app(project_folder, store, name="Ben Other")) as other:
        decide(other, claim, quick="double", seen="")
    answer = decide(desk, claim, verdict="accept", seen="")
    assert answer.status_code == 409
    told = answer.json()["conflict"]
    assert [one["reviewer"] for one in told["theirs"]] == ["Ben Other"]
    assert decide(desk, claim, verdict="accept", seen=told["seen"]).status_code == 200


def test_added_claim_is_accepted_and_stays(desk: TestClient, store: Store) -> None:
    with store.view() as view:
        claim = next(
            one for one in view.claims() if one.supplier and one.supplier.mention and one.technology[0].mention
        )
        text = view.text(claim.evidence[0].text_id)
    form = {
        "kind": "demand", "status": "alleged", "supplier.words": claim.supplier.mention.name,
        "supplier.start": str(claim.supplier.mention.start), "technology-0.code": "drones",
        "technology-0.words": claim.technology[0].mention.name,
        "technology-0.start": str(claim.technology[0].mention.start),
    }  # fmt: skip
    answer = desk.post(f"/review/texts/{text.id}/add", data=form, headers=JSON)
    assert answer.status_code == 200
    made = answer.json()["decision"]["subject_id"]
    assert chain(store).links(made)[0].verdict is Verdict.ACCEPT
    with store.view() as view:
        assert view.claim(made).technology[0].label == "drones"


def test_filters_are_kept_under_a_name(desk: TestClient) -> None:
    desk.post("/review/filters/save", data={"name": "Drones first", "queue": "technology=drones"})
    assert "/review?technology=drones" in desk.get("/review").text
    desk.post("/review/filters/drop", data={"name": "Drones first"})
    assert "Drones first" not in desk.get("/review").text


def test_hidden_claims_are_not_at_the_desk(desk: TestClient, store: Store) -> None:
    from countersight.web.desk.queueing import Ask, Person

    claim = waiting(desk)[0]
    person = Person(name="Ada Reader", is_editor=False, readers=1, hidden=frozenset({claim}))
    assert claim not in [item.claim_id for item in desk.app.state.desk_queues.page(Ask().desk(person))]


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser sends of the edit form of a page."""
    from html import unescape

    form = page[page.index('id="edit"') : page.index("</form>", page.index('id="edit"'))]
    given = {}
    for tag in re.findall(r"<input[^>]*>|<textarea.*?</textarea>|<select.*?</select>", form, re.DOTALL):
        name = re.search(r'name="([^"]+)"', tag)
        if name is None or ("checkbox" in tag and " checked" not in tag):
            continue
        pattern = (
            r">(.*)</textarea>"
            if tag.startswith("<text")
            else r'value="([^"]*)"' + ("[^>]* selected" if tag.startswith("<select") else "")
        )
        value = re.search(pattern, tag, re.DOTALL)
        given[name[1]] = unescape(value[1]) if value else ""
    return given
