"""An editor sends files: they are taken in by a run in the background, file by file, and nobody else can."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.web.conftest import make_app

from countersight.project import create_project, read_project
from countersight.settings import Settings
from countersight.store import open_store
from countersight.store.base import Store
from countersight.web.adding.batches import MOST_WAITING, Batches, Sent, Standing
from countersight.web.adding.intake import Intake
from countersight.web.adding.sending import MOST_FILES
from countersight.web.visitor import Role

ADDRESS = "http://127.0.0.1:8080"
WORDS = "Acme Systems of Ruritania sold 300 cameras to the police of Kenya in 2031, the ministry said on Tuesday. " * 3


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty project."""
    create_project(tmp_path / "project", "A made project")
    return tmp_path / "project"


@pytest.fixture
def held(folder: Path) -> Iterator[Store]:
    store = open_store(folder)
    yield store
    store.close()


def client_of(folder: Path, store: Store, role: Role = Role.EDITOR, *, works: bool = False) -> TestClient:
    app = make_app(folder, store, name="Eddy Tor", role=role)
    app.state.intake = Intake(read_project(folder, Settings(processes=1, extractor="english-rules")))
    if not works:
        app.state.intake.close()
    return TestClient(app, base_url=ADDRESS, follow_redirects=False)


def intake_of(client: TestClient) -> Intake:
    found: Intake = client.app.state.intake  # type: ignore[attr-defined]
    return found


def send(client: TestClient, *files: tuple[str, bytes], **fields: str) -> Any:
    return client.post("/documents/add", data=fields, files=[("files", file) for file in files])


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "incoming").glob("*/files/*"))


def test_files_are_taken_in_by_the_next_start_and_told_of(folder: Path, held: Store) -> None:
    """One run for all of it, since it starts processes: sent to a server that stops, taken in by the one after it."""
    stopped = client_of(folder, held)
    report, program = ("First report.txt", WORDS.encode()), ("../../etc/<b>x</b>.pdf", b"MZ\x90\x00")
    answer = send(stopped, report, program, ("same.txt", WORDS.encode()), publisher="The Made-up Times")
    assert answer.status_code == 303
    path = answer.headers["location"]
    waiting = stopped.get(path)
    assert (waiting.headers["refresh"], "waits for its turn" in waiting.text) == ("3", True)

    client = client_of(folder, held, works=True)
    client.get("/documents/add")
    intake_of(client).wait()
    page, told = client.get(path), client.get(path, params={"format": "json"}).json()
    assert "refresh" not in page.headers
    first, second, third = told["files"]
    assert (told["standing"], first["name"], second["name"]) == ("done", "First report.txt", "b.pdf")
    assert [one["is_read"] for one in first["added"]] == [True]
    assert first["added"][0]["document"]["publisher"] == "The Made-up Times"
    assert second["failures"][0][0] == "MisnamedFile"
    assert third["added"][0]["document"]["id"] == first["added"][0]["document"]["id"]
    assert names_in(folder) == []
    with held.view() as view:
        assert {capture.address for capture in view.captures()} == {"upload:First report.txt", "upload:same.txt"}
        assert [failure.item for failure in view.failures()] == ["upload:b.pdf"]
        (document,) = view.documents()

    async def blind(scope: Any, receive: Any, send: Any) -> None:
        scope.setdefault("state", {})["hidden"] = frozenset({document.id})
        await client.app(scope, receive, send)

    assert document.id in page.text
    assert document.id not in TestClient(blind, base_url=ADDRESS).get(path).text


def test_run_that_takes_too_long_is_stopped_and_can_be_repeated(folder: Path, held: Store) -> None:
    client = client_of(folder, held)
    path = send(client, ("a.txt", WORDS.encode())).headers["location"]
    project = read_project(folder, Settings(processes=1, reader_timeout_s=1, ocr_timeout_s=1))
    hasty = Intake(project, least_s=-1)
    hasty.go_on()
    hasty.wait()
    page = client.get(path).text
    assert "it took too long and was stopped" in page
    assert names_in(folder) == ["0"]
    assert client.post(path, data={"act": "again"}).status_code == 303
    assert client.get(path, params={"format": "json"}).json()["standing"] == "waiting"
    assert client.post(path, data={"act": "drop"}).status_code == 422


@pytest.mark.parametrize("role", [Role.READER, Role.REVIEWER])
def test_nobody_below_editor_sends(folder: Path, held: Store, role: Role) -> None:
    client = client_of(folder, held, role)
    assert client.get("/documents/add").status_code == 403
    assert send(client, ("a.txt", b"words")).status_code == 403
    assert "/documents/add" not in client.get("/documents").text
    assert not (folder / "incoming").exists()


@pytest.mark.parametrize(
    ("files", "status", "words"),
    [
        ([], 422, "choose at least one file"),
        ([("", b"")], 422, "choose at least one file"),
        ([("a.txt", b"x"), ("b.txt", b"")], 422, "has no bytes"),
        ([("a.txt", b"x")] * (MOST_FILES + 1), 400, "Too many files"),
    ],
    ids=["none", "an empty field", "one without bytes", "too many"],
)
def test_what_cannot_be_sent_is_told_and_leaves_nothing(
    folder: Path, held: Store, files: list[tuple[str, bytes]], status: int, words: str
) -> None:
    answer = send(client_of(folder, held), *files)
    assert (answer.status_code, words in answer.text) == (status, True)
    assert names_in(folder) == []


def test_file_over_the_limit_is_refused(folder: Path, held: Store) -> None:
    client = client_of(folder, held)
    client.app.state.workspace.project = read_project(folder, Settings(max_document_bytes=10))  # type: ignore[attr-defined]
    answer = send(client, ("a.txt", b"0123456789a"))
    assert answer.status_code == 413
    assert names_in(folder) == []


def test_only_so_many_wait(folder: Path, held: Store) -> None:
    batches = Batches(folder)
    for _ in range(MOST_WAITING):
        at = datetime(2031, 5, 4, tzinfo=UTC)
        batches.commit(batches.begin(at), Sent(by="Eddy Tor", at=at, publisher="", names=("a",)))
    answer = send(client_of(folder, held), ("a.txt", b"x"))
    assert (answer.status_code, f"{MOST_WAITING} uploads wait already" in answer.text) == (422, True)
    assert [one.progress().standing for one in batches.waiting()] == [Standing.WAITING] * MOST_WAITING


@pytest.mark.parametrize("name", ["20310504T000000-0123456789ab", "%2E%2E", "..%2F..%2Fetc", "lock"])
def test_no_other_folder_is_a_batch(folder: Path, held: Store, name: str) -> None:
    (folder / "incoming").mkdir()
    assert client_of(folder, held).get(f"/documents/add/{name}").status_code == 404
