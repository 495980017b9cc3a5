"""Releases on the site: their files and what changed between them."""

import json
import shutil
from pathlib import Path

import pytest
from starlette.testclient import TestClient


def test_releases_are_listed_with_their_files(client: TestClient) -> None:
    (row,) = client.get("/releases", headers={"accept": "application/json"}).json()["rows"]
    assert row["version"] == "2026-01-02"
    assert "claims.csv" in {file["name"] for file in row["files"]}


def test_file_is_given_as_attachment(client: TestClient) -> None:
    answer = client.get("/releases/2026-01-02/files/index.html")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["content-security-policy"].startswith("sandbox")


@pytest.mark.parametrize("path", ["..%2Fcountersight.db", "%2e%2e", "none.csv", "schema"])
def test_nothing_else_of_the_project_is_given(client: TestClient, path: str) -> None:
    assert client.get(f"/releases/2026-01-02/files/{path}").status_code == 404
    assert client.get(f"/releases/{path}/files/claims.csv").status_code == 404


def test_first_release_has_nothing_to_compare_with(client: TestClient) -> None:
    assert client.get("/releases/2026-01-02/changes").status_code == 404


def test_changes_lead_to_records(writing_client: TestClient, project_folder: Path) -> None:
    later = shutil.copytree(project_folder / "releases" / "2026-01-02", project_folder / "releases" / "2026-02-02")
    package = json.loads((later / "datapackage.json").read_text())
    (later / "datapackage.json").write_text(json.dumps(package | {"created": "2026-02-02T00:00:00Z"}))
    lines = (later / "claims.ndjson").read_text().splitlines(keepends=True)
    (later / "claims.ndjson").write_text("".join(lines[1:]))
    gone = json.loads(lines[0])["id"]
    page = writing_client.get("/releases/2026-02-02/changes")
    assert f"/claims/{gone}" in page.text
    whole = writing_client.get("/releases/2026-02-02/changes?since=2026-01-02&format=ndjson").text.splitlines()
    assert [(json.loads(line)["op"], json.loads(line)["id"]) for line in whole] == [("DEL", gone)]
