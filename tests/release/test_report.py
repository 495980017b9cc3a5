"""The report as a text: escaped, complete, honest about what is missing."""

import hashlib
import re
from base64 import b64encode
from html.parser import HTMLParser
from pathlib import Path

import pytest

from countersight.model.decision import Verdict
from countersight.model.finding import Origin, origin_id
from countersight.release.gather import gather_dataset
from countersight.release.report import Limits, render_report

from .conftest import NOON, World, make_finding

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg onload=alert(3)>&lt;b&gt;"


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def report(world: World, folder: Path, **options: object) -> str:
    return (world.release(folder, **options).folder / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def hostile(world: World) -> World:
    """A world in which every word that can come from outside is an attack."""
    text = world.document(
        f"{HOSTILE} Vendor {HOSTILE} sold it to Guard {HOSTILE} \u202eeht ot.",
        captured="https://paper.example/\"><script>alert(4)</script>",
        title=HOSTILE,
        publisher=HOSTILE,
    )  # fmt: skip
    claim = world.claim(text, f"Vendor {HOSTILE} sold it to Guard {HOSTILE}", supplier=f"Vendor {HOSTILE}",
                        recipient=f"Guard {HOSTILE}", speaker=f"Guard {HOSTILE}")  # fmt: skip
    basis = Origin(id=origin_id((claim.document_id,)), document_ids=(claim.document_id,), basis=(HOSTILE,))
    world.find([claim], reasons=(HOSTILE,), origins=(basis,))
    world.fail(f"https://paper.example/{HOSTILE}", ValueError(HOSTILE))
    return world


def test_hostile_words_stay_words(hostile: World, tmp_path: Path) -> None:
    page = Page(report(hostile, tmp_path / "1.0", title=HOSTILE))
    assert len(page.all("script")) == 1
    assert page.all("img") == []
    assert len(page.all("svg")) == 2  # the mark of Countersight and one meter
    handlers = [name for _, attributes in page.tags for name in attributes if name.startswith("on") or name == "style"]
    assert handlers == []


def test_links_lead_to_the_web_or_within(hostile: World, tmp_path: Path) -> None:
    hostile.document("More.", captured="file:///y.html", title="bait")
    page = Page(report(hostile, tmp_path / "1.0"))
    for attributes in page.all("a"):
        address = attributes["href"] or ""
        assert re.match(r"https://|#|[A-Za-z./]+$", address), address
        if address.startswith("http"):
            assert "noreferrer" in (attributes["rel"] or "").split()


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)"])
def test_address_a_document_gives_itself_cannot_run(world: World, tmp_path: Path, address: str) -> None:
    world.document("Nothing.", captured="file:///bait.html", address=address)
    assert address not in report(world, tmp_path / "1.0")


def test_policy_allows_own_style_and_script_only(trade: World, tmp_path: Path) -> None:
    html = report(trade, tmp_path / "1.0")
    policy = next(one["content"] for one in Page(html).all("meta") if "http-equiv" in one)
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        content = re.search(f"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert content is not None
        assert b64encode(hashlib.sha256(content[1].encode()).digest()).decode() in policy


def test_every_published_claim_has_an_anchor(trade: World, tmp_path: Path) -> None:
    html = report(trade, tmp_path / "1.0")
    ids = [attributes["id"] for _, attributes in Page(html).tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    with trade.store.view() as view:
        assert {claim.id for claim in view.claims()} <= set(ids)
        assert {finding.id for finding in view.findings()} <= set(ids)
    for attributes in Page(html).all("a"):
        if (attributes["href"] or "").startswith("#"):
            assert (attributes["href"] or "")[1:] in ids


def test_files_linked_from_the_report_exist(trade: World, tmp_path: Path) -> None:
    page = Page(report(trade, tmp_path / "1.0"))
    names = {one["href"] or "" for one in page.all("a")}
    local = {name for name in names if not name.startswith(("#", "http"))}
    assert "findings.csv" in local
    assert all((tmp_path / "1.0" / name).is_file() for name in local)


def test_permalinks_name_the_homepage(trade: World, tmp_path: Path) -> None:
    home = "https://trade.example/1.0/"
    with trade.store.view() as view:
        finding = next(view.findings())
    assert f">{home}#{finding.id}</a>" in report(trade, tmp_path / "1.0", homepage=home)
    assert f">#{finding.id}</a>" in report(trade, tmp_path / "2.0")
    assert "javascript" not in report(trade, tmp_path / "3.0", homepage="javascript:alert(1)").split("How to cite")[0]


def test_gaps_are_told(trade: World, tmp_path: Path) -> None:
    with trade.store.view() as view:
        trade.decide(next(view.claims()), Verdict.REJECT)
    html = report(trade, tmp_path / "1.0")
    assert "language ru is not read yet" in html
    assert "file:broken.pdf: damaged" in html
    assert "rejected by a reviewer" in html
    assert ">unreviewed<" in html


def test_basis_of_one_origin_is_told(world: World, tmp_path: Path) -> None:
    texts = [
        world.document(f"Vendor sold it to the Guard, issue {n}.", captured=f"https://p.example/{n}") for n in (1, 2)
    ]
    claims = [world.claim(text, "Vendor sold it to the Guard", supplier="Vendor", recipient="Guard") for text in texts]
    documents = tuple(sorted(claim.document_id for claim in claims))
    copied = Origin(id=origin_id(documents), document_ids=documents, basis=("94 of 100 words are the same",))
    with world.store.writer() as writer:
        writer.replace_findings([make_finding(claims, entities={}, origins=(copied,))])
    html = report(world, tmp_path / "1.0")
    assert "Counted as one: 94 of 100 words are the same." in html
    assert "One independent origin" in html


@pytest.mark.parametrize(
    ("prepare", "told"),
    [
        (lambda world: None, "There are no documents"),
        (lambda world: world.document("Nothing."), "No claim about this trade was found"),
        (lambda world: world.claim(world.document("V sold."), "V sold", supplier="V"), "not grouped yet"),
    ],
    ids=["no documents", "no claims", "no findings"],
)
def test_empty_release_tells_what_to_do(world: World, tmp_path: Path, prepare: object, told: str) -> None:
    assert callable(prepare)
    prepare(world)
    html = report(world, tmp_path / "1.0")
    assert "No findings yet." in html
    assert told in html


def test_waiting_claims_are_told(trade: World, tmp_path: Path) -> None:
    html = report(trade, tmp_path / "1.0", accepted_only=True)
    assert "4 claims wait for a reviewer" in html


def test_truncation_is_told(trade: World) -> None:
    with trade.store.view() as view:
        dataset = gather_dataset(view, title="T", version="1", released_at=NOON)
        limits = Limits(findings=2, claims=1, documents=3)
        html = render_report(
            dataset, texts=view.text, claims_sha256="0", data_license="CC0-1.0", homepage=None, limits=limits
        )
    assert "the first 2 of 3 findings" in html
    assert "1 further claim" in html
    assert "The first 3 of 4" in html


def test_findings_of_most_origins_come_first(trade: World, tmp_path: Path) -> None:
    rows = [one for one in Page(report(trade, tmp_path / "1.0")).all("tbody") if "data-kind" in one]
    ranks = [(int(one["data-origins"] or 0), float(one["data-confidence"] or 0)) for one in rows]
    assert ranks == sorted(ranks, reverse=True)
    assert len(ranks) == 3
