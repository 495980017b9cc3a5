import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.collect.archives.making import gz, http, response, save, wacz
from tests.collect.conftest import Site
from tests.collect.conftest import open_site as open_site
from tests.collect.conftest import site as site

from countersight.cli import countersight
from countersight.collect.base import CollectLimits
from countersight.errors import NotFound
from countersight.model.failure import Stage
from countersight.pipeline import add_documents, retry_failures
from countersight.project import create_project
from countersight.settings import read_settings
from countersight.store import open_store

Call = Callable[..., Result]
LAB = CollectLimits(allowed_networks=("127.0.0.0/8",))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    create_project(tmp_path / "project", "Made up")
    return tmp_path / "project"


@pytest.fixture
def call(project: Path) -> Call:
    return lambda *words: CliRunner().invoke(countersight, ["-C", str(project), *map(str, words)])


def fetch(project: Path, *urls: str) -> list[str]:
    """Take pages in and return the ids of their captures."""
    store = open_store(project, database=read_settings().database)
    try:
        add_documents(store, urls, LAB, observe=lambda *_: None)
        with store.view() as view:
            return [capture.id for capture in view.captures()]
    finally:
        store.close()


def test_archives_are_taken_in_like_files(call: Call, tmp_path: Path) -> None:
    pictures = response(8, http(b"\x89PNG\r\n\x1a\n", content_type="image/png")), response(9, http(status="404 Gone"))
    one = save(tmp_path, "crawl.warc.gz", gz(response(1), *pictures))
    other = save(
        tmp_path, "crawl.wacz", wacz({"archive/data.warc.gz": gz(response(2), response(3, http(b"<p>other")))})
    )
    found = call("add", one, other, "--json")
    told = json.loads(found.stdout)
    assert (told["done"], told["new"], told["failed"]) == (3, 2, 0)
    assert told["skipped"] == {"picture": 1, "answered 404": 1}


def test_only_kinds_that_are_named_are_taken(call: Call, tmp_path: Path) -> None:
    path = save(
        tmp_path, "crawl.warc.gz", gz(response(1), response(2, http(b"plain words", content_type="text/plain")))
    )
    told = json.loads(call("add", path, "--only", "text/plain", "--json").stdout)
    assert (told["done"], told["skipped"]) == (1, {"text/html": 1})


def test_record_that_is_mended_is_no_failure_any_more(project: Path, call: Call, tmp_path: Path) -> None:
    path = save(tmp_path, "crawl.warc.gz", gz(response(1, http(status="200 OK"), warc_date="never"), response(2)))
    assert json.loads(call("add", path, "--json").stdout)["failed"] == 1
    save(tmp_path, "crawl.warc.gz", gz(response(1), response(2)))
    assert json.loads(call("add", path, "--json").stdout)["failed"] == 0
    store = open_store(project, database=read_settings().database)
    with store.view() as view:
        assert list(view.failures(stage=Stage.COLLECT)) == []
    store.close()


def test_torn_archive_that_is_whole_again_is_no_failure(project: Path, call: Call, tmp_path: Path) -> None:
    whole = gz(response(1), response(2), response(3))
    path = save(tmp_path, "crawl.warc.gz", whole[:-30])
    assert json.loads(call("add", path, "--json").stdout)["failed"] == 1
    save(tmp_path, "crawl.warc.gz", whole)
    store = open_store(project, database=read_settings().database)
    assert retry_failures(store, LAB, observe=lambda *_: None)[1].done == 3
    store.close()
    assert call("failures", "--json").stdout == ""


def test_captures_are_listed_and_shown(project: Path, call: Call, site: Site) -> None:
    (name,) = fetch(project, site.page("/a", b"<p>words", content_type="text/html"))
    assert name in call("captures").output
    (listed,) = (json.loads(line) for line in call("captures", "list", "--json").stdout.splitlines())
    assert listed["capture"] == name
    assert listed["archive"].endswith(".wacz")
    assert listed["record"] in call("captures", "show", name[:9]).output
    assert json.loads(call("captures", "show", name, "--json").stdout) == listed


def test_capture_is_given_out_as_wacz(project: Path, call: Call, site: Site, tmp_path: Path) -> None:
    name, _ = fetch(project, *(site.page(f"/{page}", page.encode(), content_type="text/html") for page in "ab"))
    target = tmp_path / "given.wacz"
    assert call("captures", "export", name, "--wacz", target).output == f"1 capture in {target}\n"
    create_project(tmp_path / "other", "Another")
    found = CliRunner().invoke(countersight, ["-C", str(tmp_path / "other"), "add", str(target), "--json"])
    assert json.loads(found.stdout)["done"] == 1


@pytest.mark.parametrize("words", [("show", "cap-none"), ("export", "cap-none", "--wacz", "none.wacz")])
def test_what_is_not_there_is_told(call: Call, words: tuple[str, ...]) -> None:
    assert isinstance(call("captures", *words).exception, NotFound)


def test_files_have_no_captures_from_the_web(call: Call, tmp_path: Path) -> None:
    call("add", save(tmp_path, "a.txt", b"words"))
    assert "nothing was received from the web yet" in call("captures").output
    document = "90bf6ae7a4ef90f1"  # none such
    assert isinstance(call("captures", "show", document).exception, NotFound)
