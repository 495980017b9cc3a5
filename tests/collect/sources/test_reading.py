"""Reading source.yml: all of it is understood, or told with its line."""

from datetime import date
from pathlib import Path

import pytest

from countersight.collect.discovery.entries import FeedEntry, SectionEntry
from countersight.collect.sources import Expected, SourceKind, Span, read_source
from countersight.collect.sources.schedule import Every
from countersight.errors import BadSource
from countersight.model.source import Reliability

WHOLE = """\
publisher: The Glimmer Post
owner: Glimmer Holdings
territory: no
languages: [en, nb]
kind: news
website: https://www.glimmer.example/
licence: all rights reserved
reliability:
  letter: C
  basis: corrects what it got wrong
entries:
  - kind: feed
    address: https://glimmer.example/feed.xml
  - kind: section
    address: https://glimmer.example/tenders
    include: ["/tenders/*"]
    max_pages: 2
schedule: every 6h
recapture: every 30d
expected: {least: 1, most: 40, per: week}
pages_per_visit: 50
read_in: [https://lists.example/feeds]
checked: 2026-11-23
"""


def write(folder: Path, words: str, name: str = "glimmer_post") -> Path:
    path = folder / name / "source.yml"
    path.parent.mkdir(parents=True)
    path.write_text(words, encoding="utf-8")
    return path


def test_whole_source_is_read(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, WHOLE))
    assert (source.name, source.publisher, source.owner) == ("glimmer_post", "The Glimmer Post", "Glimmer Holdings")
    assert (source.territory, source.languages, source.kind) == ("no", ("en", "nb"), SourceKind.NEWS)
    assert (source.reliability, source.basis) == (Reliability.C, "corrects what it got wrong")
    assert source.entries[0] == FeedEntry(address="https://glimmer.example/feed.xml")
    assert isinstance(source.entries[1], SectionEntry)
    assert source.entries[1].max_pages == 2
    assert source.schedule == Every(21_600)
    assert source.expected == Expected(least=1, most=40, per=Span.WEEK)
    assert (source.pages_per_visit, source.checked) == (50, date(2026, 11, 23))


@pytest.mark.parametrize(
    ("old", "new", "line", "told"),
    [
        ("kind: news\n", "kind: blog\n", 5, "there are gazette"),
        ("territory: no", "territory: zq", 3, "no code of a territory"),
        ("languages: [en, nb]", "languages: [en, norwegian]", 4, "no code of a language"),
        ("languages: [en, nb]", "languages: en", 4, "has to be a list"),
        ("  letter: C", "  letter: H", 9, "there are A, B"),
        ("  basis: corrects what it got wrong", "  basis:", 10, "basis is missing"),
        ("schedule: every 6h", "schedule: often", 18, "no schedule"),
        ("recapture: every 30d", "recapture: 30d", 19, "how often"),
        ("{least: 1, most: 40, per: week}", "{least: 5, most: 4, per: week}", 20, "from 5"),
        ("{least: 1, most: 40, per: week}", "{least: some, most: 4, per: week}", 20, "whole number"),
        ("{least: 1, most: 40, per: week}", "{least: 1, most: 4, per: moon}", 20, "there are visit"),
        ("pages_per_visit: 50", "pages_per_visit: 0", 21, "from 1"),
        ("checked: 2026-11-23", "checked: yesterday", 23, "neither never"),
        ("website: https://www.glimmer.example/", "website: ftp://glimmer.example/", 6, "no address of the web"),
        ("    address: https://glimmer.example/feed.xml", "    address: file:///etc/passwd", 13, "address="),
        ("  - kind: feed", "  - kind: carrier-pigeon", 12, "there are feed"),
        ("    max_pages: 2", "    colour: red", 17, "colour"),
        ("licence: all", "license: all", 7, "license is not known"),
        ("owner: Glimmer Holdings", "publisher: Another", 2, "said twice"),
        ("owner: Glimmer Holdings", "owner: &a Glimmer Holdings", 2, "anchors"),
        ("owner: Glimmer Holdings", "owner: !!python/name:os.system x", 2, "tags"),
        ("owner: Glimmer Holdings", "owner: [Glimmer, Holdings]", 2, "has to be words"),
        ("pages_per_visit: 50", "mapping: ../../etc/passwd", 21, "no name of a mapping"),
        ("schedule: every 6h", "schedule: [", 20, ""),
    ],
)  # fmt: skip
def test_fault_is_told_with_line(tmp_path: Path, old: str, new: str, line: int, told: str) -> None:
    assert old in WHOLE
    path = write(tmp_path, WHOLE.replace(old, new, 1))
    with pytest.raises(BadSource) as caught:
        read_source(path)
    assert str(caught.value).startswith(f"{path}:")
    assert told in caught.value.reason
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("{address: https://glimmer.example/s, kind: sitemap, newest_days: 010}", "newest_days"),
        (f"{{address: https://glimmer.example/s, kind: sitemap, newest_days: {'9' * 5_000}}}", "newest_days"),
    ],
    ids=["octal", "thousands of digits"],
)
def test_number_that_is_none_is_told(tmp_path: Path, said: str, wrong: str) -> None:
    with pytest.raises(BadSource, match=wrong):
        read_source(write(tmp_path, WHOLE.replace("entries:\n", f"entries:\n  - {said}\n")))


def test_number_is_read_to_its_end(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="pages_per_visit"):
        read_source(write(tmp_path, WHOLE.replace("pages_per_visit: 50", "pages_per_visit: 0000000000012345678")))


def test_missing_field_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="expected is missing"):
        read_source(write(tmp_path, WHOLE.replace("expected: {least: 1, most: 40, per: week}\n", "")))


@pytest.mark.parametrize("name", ["Glimmer", "glimmer post", "glimmer.post", "é", "a" * 65])
def test_folder_names_are_plain(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSource, match="has to be named"):
        read_source(write(tmp_path, WHOLE, name))


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSource, match="No such file"):
        read_source(tmp_path / "none" / "source.yml")


def test_pages_are_told_from_others(tmp_path: Path) -> None:
    source = read_source(write(tmp_path, WHOLE))
    assert source.host == "glimmer.example"
    assert source.publishes("https://news.glimmer.example/a")
    assert source.publishes("http://www.glimmer.example/a")
    assert not source.publishes("https://notglimmer.example/a")


@pytest.mark.parametrize("data", [b"", b"# nothing", b"x" * 70_000, b"- a", b"\xff\xfe"])
def test_what_is_no_source_is_told(tmp_path: Path, data: bytes) -> None:
    path = write(tmp_path, "")
    path.write_bytes(data)
    with pytest.raises(BadSource, match=r"source\.yml:1: "):
        read_source(path)


def test_nothing_is_no_owner(tmp_path: Path) -> None:
    assert read_source(write(tmp_path, WHOLE.replace("Glimmer Holdings", "~"))).owner is None
