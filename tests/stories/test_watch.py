"""A watcher as a real process, against a real server that changes, refuses, dies and comes back."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from tests.collect.conftest import Site, _open_site
from tests.stories.conftest import environment

from countersight.collect import CollectLimits
from countersight.model.custody import Act
from countersight.pipeline import retry_failures
from countersight.project import create_project
from countersight.store import open_store
from countersight.store.base import View

LAB = {
    "COUNTERSIGHT_ALLOWED_NETWORKS": "127.0.0.0/8",
    "COUNTERSIGHT_HOST_DELAY_MS": "20",
    "COUNTERSIGHT_HOST_REST_S": "1",
}
SOURCE = """\
publisher: The Glimmer Post
territory: no
kind: news
website: {site}
reliability: {{letter: F, basis: made up}}
entries:
  - kind: feed
    address: {site}feed.xml
schedule: every {schedule}
recapture: every {recapture}
expected: {{least: {least}, most: 100, per: visit}}
"""
PATIENCE_S = 60


class Server:
    """A site that can die and come back at the same address, and remembers what it was asked."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str]] = []
        self._life = ExitStack()
        self.site: Site = _open_site("127.0.0.1", 0, None, self._life)
        self.write_feed()

    def die(self) -> None:
        self._life.close()

    def come_back(self) -> None:
        before, self._life = self.site, ExitStack()
        self.site = _open_site("127.0.0.1", before.port, None, self._life)
        self.site.pages, self.site.requests = before.pages, before.requests

    def publish(self, path: str, words: str, *, item: str = "") -> str:
        self.items.insert(0, (path, item))
        self.write_feed()
        return self.page(path, words)

    def page(self, path: str, words: str) -> str:
        return self.site.page(path, f"<html><body><p>{words}</p></body></html>".encode(), content_type="text/html")

    def write_feed(self) -> None:
        entries = "".join(
            f"<item><title>{path}</title><link>{self.site.url(path)}</link>{more}</item>" for path, more in self.items
        )
        feed = f'<rss version="2.0"><channel><title>Made up</title>{entries}</channel></rss>'
        self.site.page("/feed.xml", feed.encode(), content_type="application/rss+xml")

    def asked(self) -> Counter[str]:
        return Counter(path for path, _ in self.site.requests)

    def hold(self, path: str) -> tuple[threading.Event, threading.Event]:
        """Have a page wait: the first event says that it was asked for, the second lets it be answered."""
        was_asked, may_answer, page = threading.Event(), threading.Event(), self.site.pages[path]

        def answer(request: BaseHTTPRequestHandler) -> None:
            was_asked.set()
            may_answer.wait(PATIENCE_S)
            page(request)

        self.site.pages[path] = answer
        return was_asked, may_answer


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.die()


@pytest.fixture
def project(server: Server, tmp_path: Path) -> Path:
    create_project(tmp_path / "project", "Made up")
    declare(tmp_path / "project", server)
    return tmp_path / "project"


def declare(project: Path, server: Server, *, schedule: str = "1h", recapture: str = "1s", least: int = 0) -> None:
    folder = project / "sources" / "glimmer_post"
    folder.mkdir(parents=True, exist_ok=True)
    words = SOURCE.format(site=server.site.url("/"), schedule=schedule, recapture=recapture, least=least)
    (folder / "source.yml").write_text(words, encoding="utf-8")


Watch = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def watch(cli, project: Path) -> Watch:
    return lambda *arguments, **options: cli("-C", project, "watch", *arguments, env=environment() | LAB, **options)


@contextmanager
def started(project: Path, *arguments: str) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "countersight", "-C", str(project), "watch", *arguments]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment() | LAB
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@contextmanager
def viewed(project: Path) -> Iterator[View]:
    store = open_store(project)
    with store.view() as view:
        yield view
    store.close()


def events(done: subprocess.CompletedProcess[str], what: str) -> list[dict[str, object]]:
    return [event for event in map(json.loads, done.stdout.splitlines()) if event["event"] == what]


def outcomes(done: subprocess.CompletedProcess[str], server: Server) -> dict[str, object]:
    site = server.site.url("")
    return {str(event["address"]).removeprefix(site): event["outcome"] for event in events(done, "address")}


def test_killed_watch_goes_on_where_it_was(cli, server: Server, project: Path, watch: Watch) -> None:
    for number in range(8):
        server.publish(f"/{number}", f"What page {number} tells of Ruritania")
    was_asked, may_answer = server.hold("/3")
    with started(project, "--once") as process:
        assert was_asked.wait(PATIENCE_S)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    may_answer.set()
    with viewed(project) as view:
        assert view.count("documents") == 4
    done = watch("--once", "--json")
    assert events(done, "visit_ended")[0]["new"] == 8
    with viewed(project) as view:
        captures = list(view.captures())
    assert {capture.address for capture in captures} == {server.site.url(f"/{number}") for number in range(8)}
    assert {(capture.source, capture.publisher) for capture in captures} == {("glimmer_post", "The Glimmer Post")}
    assert server.asked() == {"/robots.txt": 1, "/feed.xml": 1, "/3": 2} | {
        f"/{number}": 1 for number in range(8) if number != 3
    }
    assert "everything holds" in cli("-C", project, "verify").stdout


def test_what_becomes_of_pages_is_kept(cli, server: Server, project: Path, watch: Watch) -> None:
    for path, words in (("/stays", "Words that stay"), ("/changes", "Before"), ("/goes", "Here today")):
        server.publish(path, words)
    first = {str(event["address"]): event["document"] for event in events(watch("--once", "--json"), "address")}
    server.page("/changes", "After")
    server.site.page("/goes", b"", status=410)
    time.sleep(1)
    again = watch("--once", "--json")
    assert outcomes(again, server) == {"/stays": "unchanged", "/changes": "changed", "/goes": "vanished"}
    with viewed(project) as view:
        assert view.count("documents") == 4
        changed = [capture for capture in view.captures() if capture.address.endswith("/changes")]
        log = [(event.act, event.told("address")) for event in view.custody() if event.act is not Act.CAPTURED]
        assert [event.told("document") for event in view.custody() if event.act is Act.CHANGED] == [
            next(one.document_id for one in changed if one.document_id not in first.values())
        ]
    assert len(changed) == 2
    assert sorted(log) == [
        (Act.CHANGED, server.site.url("/changes")),
        (Act.SEEN_AGAIN, server.site.url("/stays")),
        (Act.VANISHED, server.site.url("/goes")),
    ]
    assert "everything holds" in cli("-C", project, "verify").stdout


def test_busy_host_is_left_alone(server: Server, project: Path, watch: Watch, records) -> None:
    server.publish("/one", "One")
    server.publish("/two", "Two")
    server.site.page("/two", b"", status=429, retry_after="40")
    busy = watch("--once", "--json")
    assert outcomes(busy, server) == {"/two": "failed"}
    [visit] = events(busy, "visit_ended")
    assert visit["waiting"] == 2
    assert server.asked()["/one"] == 0  # the host was left alone
    [failure] = records("-C", project, "failures")
    assert failure["reason"] == "SourceUnavailable"


def test_dead_server_comes_back(server: Server, project: Path, watch: Watch) -> None:
    server.publish("/one", "One")
    server.die()
    dead = watch("--once")
    assert "SourceUnavailable" in dead.stdout
    with viewed(project) as view:
        assert [failure.item for failure in view.failures()] == [server.site.url("/feed.xml")]
    store = open_store(project)
    retry_failures(store, CollectLimits(), observe=lambda *_: None)  # a feed is no document
    store.close()
    server.come_back()
    time.sleep(1.2)
    back = watch("--once", "--json")
    assert outcomes(back, server) == {"/one": "new"}
    assert events(back, "visit_ended")[0]["trouble"] is None
    with viewed(project) as view:
        assert (list(view.failures()), view.count("documents")) == ([], 1)


def test_schedule_is_kept_until_told_to_stop(cli, server: Server, project: Path, watch: Watch) -> None:
    declare(project, server, schedule="1s", recapture="1h")
    server.publish("/first", "First")
    with started(project, "--json") as process:
        assert process.stdout is not None
        lines = map(json.loads, process.stdout)
        assert next(event for event in lines if event["event"] == "visit_ended")["new"] == 1
        second = watch("--once", succeeds=False)
        assert (second.returncode, f"process {process.pid}" in second.stderr) == (1, True)
        server.publish("/second", "Second")
        assert next(event for event in lines if event["event"] == "address")["address"] == server.site.url("/second")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0
    with viewed(project) as view:
        assert view.count("documents") == 2


def test_true_publisher_reaches_the_text(cli, server: Server, project: Path, watch: Watch) -> None:
    other = '<source url="https://harbor.example/feed">The Harbor Times</source>'
    server.publish("/own", "Words of the paper itself, long enough to be read as a text of their own")
    server.publish("/other", "Words that the paper took over from another, long enough to be read", item=other)
    done = watch("--once", "--run", "--json")
    assert events(done, "stages_ended")[0]["stages"]["read"]["new"] == 2
    with viewed(project) as view:
        publishers = {
            next(view.captures(text.document_id)).address.rpartition("/")[2]: text.publisher for text in view.texts()
        }
    assert publishers == {"own": "The Glimmer Post", "other": "The Harbor Times"}


def test_package_of_releases_is_taken_apart(cli, server: Server, project: Path, watch: Watch) -> None:
    releases = [
        {"ocid": f"ocds-a1b2c3-{number}", "id": str(number), "date": "2026-01-01T00:00:00Z", "tag": ["tender"],
         "initiationType": "tender", "tender": {"id": "1", "title": f"Cameras for harbor {number}"}}
        for number in range(3)
    ]  # fmt: skip
    package = {"uri": server.site.url("/releases.json"), "version": "1.1", "publishedDate": "2026-01-01T00:00:00Z",
               "publisher": {"name": "Ruritania"}, "releases": releases}  # fmt: skip
    server.site.page("/releases.json", json.dumps(package).encode(), content_type="application/json")
    path = project / "sources" / "glimmer_post" / "source.yml"
    words = path.read_text(encoding="utf-8").replace("kind: feed", "kind: page").replace("feed.xml", "releases.json")
    path.write_text(words, encoding="utf-8")
    assert outcomes(watch("--once", "--json"), server) == {"/releases.json": "new"}
    assert outcomes(watch("--once", "--json"), server) == {"/releases.json": "unchanged"}
    with viewed(project) as view:
        captures = list(view.captures())
        assert view.count("custody") == 3
    assert {capture.source for capture in captures} == {"glimmer_post"}
    assert len({capture.address.partition("#")[2] for capture in captures}) == 3


def test_odd_yield_is_told(server: Server, project: Path, watch: Watch, records) -> None:
    declare(project, server, least=1)
    told = watch("--once")
    assert "at least 1 expected" in told.stdout
    assert watch("--once", "--strict", succeeds=False).returncode == 1
    [standing] = records("-C", project, "watch", "list")
    assert standing["last"]["verdict"] == "0 a visit, at least 1 expected"
    server.publish("/one", "One")
    assert watch("--once", "--strict").returncode == 0
