"""A second reader sees nothing of the first before deciding."""

from pathlib import Path

from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.store.base import Store

ADDRESS = "http://127.0.0.1:8080"


def test_second_reader_decides_without_knowing_the_first(project_folder: Path, store: Store) -> None:
    with (project_folder / "countersight.toml").open("a") as marker:
        marker.write("[review]\nreaders = 2\n")
    store.readers = 2
    ada = TestClient(make_app(project_folder, store, name="Ada Reader"), base_url=ADDRESS)
    bo = TestClient(make_app(project_folder, store, name="Bo Other"), base_url=ADDRESS)
    claim = ada.get("/api/v1/claims?limit=1").json()["rows"][0]["id"]
    record = ada.get(f"/api/v1/claims/{claim}").json()["record"]
    status = "planned" if record["status"] != "planned" else "completed"
    edit = {"claim": {"status": status}, "expects": ""}
    made = ada.post(f"/api/v1/claims/{claim}/edits", json=edit).json()["claim"]["id"]
    address = f"/api/v1/claims/{claim}/decisions"
    assert ada.get(address).json()["state"] == "waiting"
    blind = bo.get(address)
    assert (blind.json()["state"], blind.json()["seen"], blind.json()["decisions"]) == ("open", "", [])
    assert bo.get(f"/api/v1/claims/{made}").status_code == 404
    assert made not in bo.get("/claims?format=csv").text
    told = bo.post(address, json={"verdict": "accept"}, headers={"if-match": blind.headers["etag"]}).json()["now"]
    assert told["state"] == "disputed"
    assert [one["reviewer"] for one in told["decisions"]] == ["Ada Reader", "Bo Other"]
    assert bo.get(f"/api/v1/claims/{made}").status_code == 200
