"""Where two people have to decide alike, no page tells one of them what the other decided alone."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.store.base import Store
from countersight.web.visitor import Role

ADDRESS = "http://127.0.0.1:8080"
LISTS = (
    "/", "/findings", "/claims", "/documents", "/territories", "/vendors", "/agencies", "/technologies", "/sources",
    "/map", "/timeline", "/flow", "/embed/map", "/about", "/search?q=system",
    "/findings?review=accepted", "/claims?review=accepted", "/claims?review=rejected",
    "/claims?review=unreviewed", "/claims?order=recorded", "/feeds/claims.json",
    "/feeds/findings.atom", "/claims?format=csv", "/findings?format=csv", "/flow?format=gexf", "/map?format=svg",
)  # fmt: skip


class Readers:
    """A project in which two have to decide alike, with a browser for each of three people."""

    def __init__(self, folder: Path, store: Store) -> None:
        with (folder / "countersight.toml").open("a") as marker:
            marker.write("[review]\nreaders = 2\n")
        store.readers = 2
        self.ada, self.bo = (TestClient(make_app(folder, store, name=name), base_url=ADDRESS) for name in ("Ada", "Bo"))
        reader = make_app(folder, store, name="Cy", role=Role.READER)
        self.cy = TestClient(reader, base_url=ADDRESS)
        first, second, third = self.ada.get("/api/v1/claims?limit=3").json()["rows"]
        self.claims = {"accepted": first["id"], "rejected": second["id"], "edited": third["id"]}
        finding = self.ada.get("/api/v1/findings?limit=1").json()["rows"][0]["id"]
        record = self.ada.get(f"/api/v1/claims/{third['id']}").json()["record"]
        document = record["document_id"]
        self.pages = (
            *LISTS, f"/documents/{document}", f"/findings/{finding}", f"/documents/{document}/citation.bib",
            *(f"/claims/{claim}" for claim in self.claims.values()),
        )  # fmt: skip
        self.status = "planned" if record["status"] != "planned" else "completed"
        self.finding = finding

    def ada_decides(self) -> str:
        """Let Ada decide on three claims and a finding; return the claim that she puts in place of another."""
        said = [("claims", self.claims["accepted"], "accept"), ("claims", self.claims["rejected"], "reject"),
                ("findings", self.finding, "accept")]  # fmt: skip
        for what, name, verdict in said:
            body = {"verdict": verdict, "expects": "", "reason": "not so"}
            answer = self.ada.post(f"/api/v1/{what}/{name}/decisions", json=body)
            assert answer.status_code in (200, 201), answer.text
        edit = {"claim": {"status": self.status}, "expects": ""}
        answer = self.ada.post(f"/api/v1/claims/{self.claims['edited']}/edits", json=edit)
        made: str = answer.json()["claim"]["id"]
        return made


@pytest.fixture
def readers(project_folder: Path, store: Store) -> Readers:
    return Readers(project_folder, store)


def seen_by(client: TestClient, paths: tuple[str, ...]) -> dict[str, str]:
    """Return what each page says, without the moments at which the project last changed."""
    told = {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.text[:300])
        told[path] = re.sub(r"<time.*?</time>|\d{4}-\d\d-\d\dT[\d:.+Z-]+", "then", answer.text)
    return told


def test_no_page_tells_what_another_decided(readers: Readers) -> None:
    before = {name: seen_by(client, readers.pages) for name, client in (("Bo", readers.bo), ("Cy", readers.cy))}
    made = readers.ada_decides()
    after = {name: seen_by(client, readers.pages) for name, client in (("Bo", readers.bo), ("Cy", readers.cy))}
    changed = [(name, path) for name in before for path in readers.pages if before[name][path] != after[name][path]]
    assert changed == []
    assert readers.bo.get(f"/claims/{made}").status_code == 404
    assert readers.ada.get(f"/claims/{made}").status_code == 200


def test_settled_verdicts_are_shown_to_all(readers: Readers) -> None:
    before = seen_by(readers.cy, ("/claims?review=rejected",))
    readers.ada_decides()
    address = f"/api/v1/claims/{readers.claims['rejected']}/decisions"
    body = {"verdict": "reject", "reason": "not so", "expects": readers.bo.get(address).json()["seen"]}
    assert readers.bo.post(address, json=body).status_code in (200, 201)
    assert seen_by(readers.cy, ("/claims?review=rejected",)) != before
    assert readers.claims["rejected"] in readers.cy.get("/claims?review=rejected").text
