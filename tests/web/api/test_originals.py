"""The files of a list of documents are handed out together, within bounds that are told, without what is restricted."""

import csv
import hashlib
import io
import zipfile

import pytest
from starlette.testclient import TestClient

from countersight.store.base import Store
from countersight.web.api import originals


def fetch(client: TestClient, query: str = "") -> zipfile.ZipFile:
    answer = client.get(f"/documents?format=zip{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def table(files: zipfile.ZipFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files.read("documents.csv").decode())))


def test_files_come_as_captured_with_their_table(client: TestClient) -> None:
    files = fetch(client, "&language=en")
    rows = table(files)
    assert rows
    assert {row["language"] for row in rows} == {"en"}
    for row in rows:
        assert hashlib.sha256(files.read(row["file"])).hexdigest() == row["id"]
    assert "NOT COMPLETE" not in files.read("README.txt").decode()


def test_archive_that_is_cut_says_so(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(originals, "MOST_FILES", 2)
    files = fetch(client)
    rows = table(files)
    assert sum(bool(row["file"]) for row in rows) == 2
    assert f"NOT COMPLETE: {len(rows) - 2} more files" in files.read("README.txt").decode()


def test_restricted_document_is_in_no_archive(writing_client: TestClient, store: Store) -> None:
    with store.view() as view:
        document = next(view.documents())
    app = writing_client.app

    async def blind(scope, receive, send) -> None:  # type: ignore[no-untyped-def]
        scope.setdefault("state", {})["hidden"] = frozenset({document.id})
        await app(scope, receive, send)

    files = fetch(TestClient(blind, base_url="http://127.0.0.1:8080"))
    assert document.id not in {row["id"] for row in table(files)}
    assert not [name for name in files.namelist() if document.id in name]
