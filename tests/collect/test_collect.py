"""Tests the stage as a whole: sources in, documents and failures out."""

import io
import os
import socket
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from countersight import __version__
from countersight.collect import Collected, CollectLimits, collect_documents, count_sources
from countersight.model.failure import Failure, Stage
from countersight.values.digests import sha256_hex

LIMITS = CollectLimits(max_document_bytes=1_000)


def collect(*sources: object, limits: CollectLimits = LIMITS, **options: object) -> list[Collected | Failure]:
    return list(collect_documents(map(str, sources), limits=limits, **options))


def reasons(outcomes: list[Collected | Failure]) -> dict[str, str]:
    return {outcome.item.rsplit("/", 1)[-1]: outcome.reason for outcome in outcomes if isinstance(outcome, Failure)}


def collected(outcomes: list[Collected | Failure]) -> list[Collected]:
    return [outcome for outcome in outcomes if isinstance(outcome, Collected)]


def test_file_becomes_a_document(tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    path.write_bytes(b"# Brief\n")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    noon = datetime(2026, 1, 2, 12, tzinfo=UTC)
    [outcome] = collect(path, clock=lambda: noon)
    assert isinstance(outcome, Collected)
    assert outcome.data == b"# Brief\n"
    assert (outcome.document.id, outcome.document.size) == (sha256_hex(b"# Brief\n"), 8)
    assert outcome.document.media_type == "text/markdown"
    assert outcome.capture.address == path.as_uri()
    assert outcome.capture.captured_at == noon
    assert outcome.capture.tool == f"countersight/{__version__}"
    assert outcome.capture.headers == (("last-modified", "Sun, 09 Sep 2001 01:46:40 GMT"),)


def test_second_capture_has_the_same_id(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    first, second = collected(collect(path, path.parent))
    assert first.capture.id == second.capture.id


def test_hostile_folder_yields_its_good_documents(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("good")
    (tmp_path / "zgood.txt").write_text("also good")
    (tmp_path / "empty.txt").touch()
    (tmp_path / "large.txt").write_bytes(b"x" * 1_001)
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "secrets").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(".")
    (tmp_path / "forbidden").touch(mode=0o000)
    with (tmp_path / "sparse.pdf").open("wb") as sparse:
        sparse.truncate(2 << 30)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "socket"))  # a socket's path may not be long
        outcomes = collect(tmp_path)
    assert [outcome.data for outcome in collected(outcomes)] == [b"good", b"also good"]
    assert reasons(outcomes) == {
        "dangling": "UnreadableSource",
        "empty.txt": "EmptyDocument",
        "forbidden": "EmptyDocument" if os.geteuid() == 0 else "UnreadableSource",
        "large.txt": "DocumentTooLarge",
        "pipe": "UnreadableSource",
        "secrets": "UnreadableSource",
        "socket": "UnreadableSource",
        "sparse.pdf": "DocumentTooLarge",
    }


def test_file_that_vanishes_is_a_failure(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_text(name)
    outcomes = []
    for outcome in collect_documents([str(tmp_path)], limits=LIMITS):
        outcomes.append(outcome)
        (tmp_path / "b").unlink(missing_ok=True)
    assert [outcome.data for outcome in collected(outcomes)] == [b"a", b"c"]
    assert reasons(outcomes) == {"b": "UnreadableSource"}


def test_failure_names_stage_and_place(tmp_path: Path) -> None:
    [failure] = collect(tmp_path / "missing")
    assert isinstance(failure, Failure)
    assert failure.stage is Stage.COLLECT
    assert failure.item == (tmp_path / "missing").as_uri()
    assert "No such file or directory" in failure.detail


def test_address_of_failure_leads_back(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9 # 100%.txt")
    [failure] = collect(path)
    path.write_text("here now")
    assert isinstance(failure, Failure)
    [outcome] = collected(collect(failure.item))
    assert outcome.data == b"here now"
    assert outcome.capture.address == failure.item
    assert failure.item.endswith("/caf%E9%20%23%20100%25.txt")


def test_retry_does_not_follow_refused_link(tmp_path: Path) -> None:
    folder = tmp_path / "leak"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "link").symlink_to(tmp_path / "secret.txt")
    [failure] = collect(folder)
    assert isinstance(failure, Failure)
    assert reasons(collect(failure.item)) == {"link": "UnreadableSource"}


def test_named_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("words")
    (tmp_path / "link.md").symlink_to(tmp_path / "real.txt")
    [outcome] = collected(collect(tmp_path / "link.md"))
    assert outcome.data == b"words"
    assert outcome.document.media_type == "text/markdown"


def test_standard_input_is_one_document() -> None:
    [outcome] = collect("-", stdin=io.BytesIO(b"piped words"))
    assert isinstance(outcome, Collected)
    assert (outcome.capture.address, outcome.data) == ("stdin:", b"piped words")


def test_endless_standard_input_is_cut() -> None:
    with Path("/dev/zero").open("rb") as endless:
        [failure] = collect("-", stdin=endless)
    assert isinstance(failure, Failure)
    assert failure.reason == "DocumentTooLarge"


def test_standard_input_cannot_be_retried() -> None:
    assert reasons(collect("stdin:")) == {"stdin:": "UnreadableSource"}


def test_list_names_sources(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    listed = tmp_path / "list.txt"
    listed.write_text(f"\ufeff# sources\n\n  {tmp_path}/a.txt  \r\nftp://host.example/x\n")
    outcomes = collect(f"@{listed}", f"@{tmp_path}/no-list")
    assert [outcome.data for outcome in collected(outcomes)] == [b"a"]
    assert reasons(outcomes) == {"x": "ForbiddenAddress", "no-list": "UnreadableSource"}


@pytest.mark.parametrize("source", ["", "a\0b", "\ud800", "file:///a%00b", "file://other.example/a", "http://\ud800/"])
def test_impossible_source_is_a_failure(source: str) -> None:
    [failure] = collect(source)
    assert isinstance(failure, Failure)
    assert failure.reason == "UnreadableSource"
    failure.item.encode()


@pytest.mark.parametrize(
    "source",
    [
        "http://user:secret@127.0.0.1/",
        "ftp://user:secret@host.example/",
        "http://user:secret@[::1/",
        "x://user:secret@",
        "file://user:secret@host.example/a",
    ],
)
def test_credentials_are_never_recorded(source: str) -> None:
    [failure] = collect(source)
    assert "secret" not in repr(failure)
    assert "user" not in repr(failure)


def test_page_is_collected(site, lab: CollectLimits) -> None:
    url = site.page("/page", b"<!doctype html><p>words", content_type="text/html")
    [outcome] = collect(url, limits=lab)
    assert isinstance(outcome, Collected)
    assert (outcome.capture.address, outcome.capture.status) == (url, 200)


def test_own_machine_is_refused_by_default(site) -> None:
    url = site.page("/page", b"private words")
    [failure] = collect(url)
    assert isinstance(failure, Failure)
    assert (failure.item, failure.reason) == (url, "ForbiddenAddress")
    assert site.requests == []


def test_count_agrees_with_collecting(tmp_path: Path) -> None:
    for name in ("a", "b/c", "b/.hidden", "d/e/f"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    sources = [str(tmp_path), "-", "missing", "https://host.example/"]
    assert count_sources(sources) == 6
    assert len(collect(*sources[:3], stdin=io.BytesIO(b"x"))) == 5


def test_files_need_no_http_client(tmp_path: Path) -> None:
    program = "import sys; from countersight.collect import *; print(count_sources(['.']), 'httpx' in sys.modules)"
    (tmp_path / "a").touch()
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["1", "False"]
