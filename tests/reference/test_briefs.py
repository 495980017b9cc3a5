"""The bundled briefs: each has its public source, and together they have the breadth that the demonstration needs."""

import csv
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from countersight.model.claim import Kind, Qualifier, Status
from countersight.reference import load_reference
from countersight.reference.briefs import brief_paths

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
COPIED = 8
"""This many words in the order of somebody else's text would be copying."""


class PageReader(HTMLParser):
    """Takes a brief's head and the paragraphs of its article; the navigation and footer are not its words."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.head: dict[str, str] = {}
        self.paragraphs: list[str] = []
        self._inside: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel") == "canonical":
            self.head["source"] = given["href"]
        elif tag == "meta" and "content" in given:
            self.head[given.get("name") or given["property"]] = given["content"]
        elif tag == "html":
            self.head["language"] = given["lang"]
        elif tag in {"article", "p"}:
            self._inside.append(tag)
            self.paragraphs += [""] if self._inside == ["article", "p"] else []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"article", "p"}:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if self._inside == ["article", "p"]:
            self.paragraphs[-1] += data


def read_html(page: str) -> tuple[dict[str, str], str]:
    reader = PageReader(page)
    head = reader.head
    named = {
        "title": head["og:title"],
        "publisher": head["og:site_name"],
        "published": head.get("article:published_time"),
    }
    return head | {key: value for key, value in named.items() if value}, "\n\n".join(reader.paragraphs)


def read_markdown(text: str) -> tuple[dict[str, str], str]:
    _, front, body = text.split("---\n", 2)
    return {key: str(value) for key, value in yaml.safe_load(front).items()}, body.strip()


def read_plain(text: str) -> tuple[dict[str, str], str]:
    title, body = text.split("\n\n", 1)
    body, foot = body.rsplit("\n\n", 1)
    source, note = (line.split(": ", 1)[1] for line in foot.splitlines())
    return {
        "title": title,
        "publisher": "Countersight brief",
        "source": source,
        "source_note": note,
        "language": "en",
    }, body


READERS = {".html": read_html, ".md": read_markdown, ".txt": read_plain}


@cache
def read_briefs() -> dict[str, tuple[dict[str, str], str]]:
    """Each brief's head and body, by file name."""
    with brief_paths() as paths:
        return {path.name: READERS[path.suffix](path.read_text(encoding="utf-8")) for path in paths}


@cache
def facts() -> dict[str, Any]:
    expected: dict[str, Any] = load_reference("briefs/facts.yaml")
    return expected


def all_claims() -> list[dict[str, Any]]:
    return [claim for entry in facts()["briefs"] for claim in entry["claims"]]


def transfers() -> Iterator[dict[str, Any]]:
    """Claims other than sanctions, whose `supplier` is an authority."""
    return (claim for claim in all_claims() if claim["kind"] != "sanction")


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from strings(part)


def sequences(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + COPIED]) for at in range(len(words) - COPIED + 1)}


@pytest.mark.parametrize("name", read_briefs())
def test_brief_names_its_public_source(name: str) -> None:
    head, _ = read_briefs()[name]
    address = urlsplit(head["source"])
    assert address.scheme in {"http", "https"}
    assert "." in address.netloc
    assert head["source_note"].strip()


@pytest.mark.parametrize("name", read_briefs())
def test_brief_has_title_publisher_and_language(name: str) -> None:
    head, _ = read_briefs()[name]
    assert head["title"]
    assert head["publisher"] == "Countersight brief"
    assert head["language"] in {"en", "es", "fr", "ar"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", head.get("published", "2000-01-01"))


@pytest.mark.parametrize("name", read_briefs())
def test_brief_is_short(name: str) -> None:
    _, body = read_briefs()[name]
    assert 60 <= len(body.split()) <= 160


@pytest.mark.parametrize("entry", facts()["briefs"], ids=lambda entry: entry["file"])
def test_expected_words_stand_in_brief(entry: dict[str, Any]) -> None:
    body = " ".join(read_briefs()[entry["file"]][1].split())
    for claim in entry["claims"]:
        for slot in ("words", "supplier", "recipient", "speaker"):
            assert claim.get(slot, "") in body


@pytest.mark.parametrize("claim", all_claims(), ids=lambda claim: claim["words"][:40])
def test_expected_claim_uses_our_words(claim: dict[str, Any]) -> None:
    assert Kind(claim["kind"])
    assert Status(claim["status"])
    assert set(claim["technology"]) <= set(load_reference("taxonomy.yaml"))
    if quantity := claim.get("quantity"):
        assert Qualifier(quantity["qualifier"])
        assert quantity["value"] > 0
    for code in [*claim.get("recipient_territory", []), claim.get("supplier_territory", "xx")]:
        assert re.fullmatch("[a-z]{2}", code)


def test_every_brief_has_expected_facts() -> None:
    assert [entry["file"] for entry in facts()["briefs"]] == list(read_briefs())


def test_corpus_is_broad_enough() -> None:
    assert len(read_briefs()) >= 48
    assert len({code for claim in transfers() for code in claim.get("recipient_territory", [])}) >= 28
    assert len({claim["supplier_territory"] for claim in transfers() if "supplier_territory" in claim}) >= 9


def test_every_kind_and_status_occurs() -> None:
    assert {claim["kind"] for claim in all_claims()} == set(Kind)
    assert {claim["status"] for claim in all_claims()} == set(Status)


def test_three_briefs_wait_for_their_language() -> None:
    waiting = [name for name, (head, _) in read_briefs().items() if head["language"] != "en"]
    assert len(waiting) == 3
    assert not any(entry["claims"] for entry in facts()["briefs"] if entry["file"] in waiting)


def test_some_english_briefs_yield_nothing() -> None:
    empty = [entry["file"] for entry in facts()["briefs"] if not entry["claims"]]
    assert sum(read_briefs()[name][0]["language"] == "en" for name in empty) in {2, 3}


def test_groups_name_existing_briefs() -> None:
    groups = [*facts()["same_origin"], *facts()["agrees"], *(pair["files"] for pair in facts()["contradicts"])]
    for group in groups:
        assert len(set(group)) == len(group) >= 2
        assert set(group) <= set(read_briefs())
    assert len(facts()["same_origin"]) >= 5
    assert len(facts()["agrees"]) >= 4
    assert len(facts()["contradicts"]) >= 4


def test_agreeing_briefs_have_different_sources() -> None:
    for group in facts()["agrees"]:
        assert len({read_briefs()[name][0]["source"] for name in group}) == len(group)


def test_copies_share_words_and_others_do_not() -> None:
    words = {name: sequences(body) for name, (_, body) in read_briefs().items()}
    copies = {tuple(group) for group in facts()["same_origin"]}
    pairs = [(one, other) for one in words for other in words if one < other]
    assert {pair for pair in pairs if len(words[pair[0]] & words[pair[1]]) >= 5} == copies


@pytest.mark.skipif(
    not SHARED.exists(), reason="the texts that the briefs were checked against are not on this machine"
)
def test_nothing_is_copied_from_the_data() -> None:
    reports = json.loads((SHARED / "citizenlab_reports/raw_citizenlab_report_data.json").read_text(encoding="utf-8"))
    with (SHARED / "feldstein_kot_spyware_inventory/spy3.csv").open(encoding="utf-8", newline="") as table:
        texts = [*strings(reports), *(row["Description"] for row in csv.DictReader(table))]
    theirs = set().union(*map(sequences, texts))
    for _, body in read_briefs().values():
        assert not sequences(body) & theirs


def test_demo_page_counts_what_there_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "demo.md").read_text(encoding="utf-8")
    recipients = {code for claim in transfers() for code in claim.get("recipient_territory", [])}
    assert f"\n{len(read_briefs())} briefs" in page
    assert f"the {len(all_claims())} claims" in page
    assert f"| {len(recipients)}, from" in page
