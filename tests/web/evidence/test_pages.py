"""The pages of documents, claims and findings, over a real project."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.read.test_page_images import make_pdf
from tests.web.evidence.made import make_claim, make_text

from countersight.model.claim import Claim
from countersight.model.document import Capture, Document, capture_id
from countersight.model.finding import Finding
from countersight.model.text import Page
from countersight.store.base import Store

NOWHERE = "0" * 64
NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def claims(read_store: Store) -> list[Claim]:
    with read_store.view() as view:
        return list(view.claims())


@pytest.fixture(scope="module")
def findings(read_store: Store) -> list[Finding]:
    with read_store.view() as view:
        return list(view.findings())


def test_every_document_can_be_read(client: TestClient, read_store: Store) -> None:
    with read_store.view() as view:
        documents = list(view.documents())
    for document in documents:
        page = client.get(f"/documents/{document.id}")
        assert page.status_code == 200
        assert len(page.content) < 150_000


def test_every_claim_has_a_page(client: TestClient, claims: list[Claim]) -> None:
    for claim in claims[::5]:
        page = client.get(f"/claims/{claim.id}")
        assert page.status_code == 200
        assert f"claim={claim.id}#words-{claim.id}" in page.text


def test_every_finding_has_a_page(client: TestClient, findings: list[Finding]) -> None:
    for finding in findings[::5]:
        page = client.get(f"/findings/{finding.id}")
        assert page.status_code == 200
        assert all(f"/claims/{claim}" in page.text for claim in finding.claim_ids)


def test_pages_are_json_too(client: TestClient, claims: list[Claim], findings: list[Finding]) -> None:
    claim = claims[0]
    told = client.get(f"/claims/{claim.id}?format=json").json()
    assert told["claim"]["id"] == claim.id
    assert told["document"]["id"] == claim.document_id
    assert client.get(f"/documents/{claim.document_id}?format=json").json()["document"]["id"] == claim.document_id
    assert client.get(f"/findings/{findings[0].id}?format=json").json()["finding"]["id"] == findings[0].id


def test_words_and_cards_lead_to_each_other(client: TestClient, claims: list[Claim]) -> None:
    page = client.get(f"/documents/{claims[0].document_id}", params={"claim": claims[0].id}).text
    name = claims[0].id
    for part in (f'id="words-{name}"', f'href="#card-{name}"', f'id="card-{name}"', f'href="#words-{name}"'):
        assert page.count(part) == 1


def test_offset_opens_at_its_words(client: TestClient, claims: list[Claim]) -> None:
    page = client.get(f"/documents/{claims[0].document_id}", params={"at": 10}).text
    assert page.count('id="at"') == 1
    assert client.get(f"/documents/{claims[0].document_id}", params={"at": "99999999"}).status_code == 200


def test_words_are_found_without_a_script(client: TestClient, claims: list[Claim]) -> None:
    word = claims[0].evidence[0].quote.split()[0]
    page = client.get(f"/documents/{claims[0].document_id}", params={"find": word.upper()}).text
    assert '<mark class="found">' in page
    assert "no match" in client.get(f"/documents/{claims[0].document_id}", params={"find": "xyzzy"}).text


def test_annotation_selects_by_quote_and_position(client: TestClient, claims: list[Claim]) -> None:
    answer = client.get(f"/claims/{claims[0].id}", params={"format": "annotation"})
    assert answer.headers["content-type"] == "application/ld+json"
    quote, position = answer.json()["target"][0]["selector"]
    evidence = claims[0].evidence[0]
    assert quote["exact"] == evidence.quote
    assert (position["start"], position["end"]) == (evidence.start, evidence.end)


@pytest.mark.parametrize("ending", ["bib", "json", "ris", "txt"])
def test_citations_can_be_downloaded(
    client: TestClient, claims: list[Claim], findings: list[Finding], ending: str
) -> None:
    for path in (f"claims/{claims[0].id}", f"documents/{claims[0].document_id}", f"findings/{findings[0].id}"):
        answer = client.get(f"/{path}/citation.{ending}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"].startswith("attachment")
        assert f"http://127.0.0.1:8080/{path}" in answer.text


def test_captured_copy_is_never_run(client: TestClient, read_store: Store, claims: list[Claim]) -> None:
    answer = client.get(f"/documents/{claims[0].document_id}/copy")
    assert answer.content == read_store.archive.get(claims[0].document_id)
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]


def test_text_alone_is_plain(client: TestClient, read_store: Store, claims: list[Claim]) -> None:
    with read_store.view() as view:
        text = view.text(claims[0].evidence[0].text_id)
    answer = client.get(f"/documents/{text.document_id}/text", params={"text": text.id})
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text == text.text


def test_folders_of_local_files_are_not_told(client: TestClient, claims: list[Claim]) -> None:
    for answer in (client.get(f"/claims/{claims[0].id}"), client.get(f"/claims/{claims[0].id}?format=json")):
        assert "file:/" not in answer.text


@pytest.mark.parametrize(
    "path", ["documents/{}", "claims/clm-{}", "findings/fnd-{}", "documents/{}/copy", "claims/clm-{}/citation.bib"]
)
def test_what_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    assert client.get("/" + path.format(NOWHERE)).status_code == 404


def test_unknown_citation_form_is_not_found(client: TestClient, claims: list[Claim]) -> None:
    assert client.get(f"/claims/{claims[0].id}/citation.doc").status_code == 404


@pytest.fixture
def hidden_client(writing_client: TestClient, store: Store, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A client whose visitor is not among those who may see a restricted document and claim."""
    from countersight.web.evidence import cited, claims, copies, documents
    from countersight.web.evidence import findings as finding_pages

    def unseen(_: object) -> frozenset[str]:
        with store.view() as view:
            return view.hidden_from("Ada Reader")

    for module in (cited, claims, copies, documents, finding_pages):
        monkeypatch.setattr(module, "hidden", unseen)
    return writing_client


def test_restricted_is_as_if_not_there(hidden_client: TestClient, store: Store) -> None:
    with store.view() as view:
        finding = max(view.findings(), key=lambda one: len(one.claim_ids))
        claim = view.claim(finding.claim_ids[0])
        other = next(one for one in view.claims() if one.document_id != claim.document_id)
    with store.writer() as writer:
        writer.restrict(claim.document_id, ["Somebody Else"], "Ada Reader", "a test", decided_at=NOON)
        writer.restrict(other.id, ["Somebody Else"], "Ada Reader", "a test", decided_at=NOON)
    paths = {
        f"/documents/{claim.document_id}": claim.document_id, f"/documents/{claim.document_id}/copy": claim.document_id,
        f"/documents/{claim.document_id}/text": claim.document_id, f"/claims/{claim.id}": claim.id,
        f"/claims/{claim.id}/citation.txt": claim.id, f"/claims/{other.id}": other.id,
        f"/findings/{finding.id}": finding.id,
    }  # fmt: skip
    for path, name in paths.items():
        made_up = name[:4] + "0" * (len(name) - 4) if "-" in name else NOWHERE
        hidden, nowhere = hidden_client.get(path), hidden_client.get(path.replace(name, made_up))
        assert (path, hidden.status_code) == (path, 404)
        assert hidden.text.replace(name, "X") == nowhere.text.replace(made_up, "X")
    page = hidden_client.get(f"/documents/{other.document_id}")
    assert page.status_code == 200
    assert other.id not in page.text


def test_finding_that_moved_leads_on(writing_client: TestClient, store: Store) -> None:
    from countersight.model.finding import finding_id

    with store.view() as view:
        first, second = list(view.findings())[:2]
        rest = list(view.findings())[2:]
    joined = _rename(first, tuple(sorted({*first.claim_ids, *second.claim_ids})))
    with store.writer() as writer:
        writer.replace_findings([joined, *rest])
    answer = writing_client.get(f"/findings/{first.id}", follow_redirects=False)
    assert answer.status_code == 308
    assert answer.headers["location"] == f"/findings/{finding_id(joined.claim_ids)}?was={first.id}"
    with store.writer() as writer:
        writer.replace_findings(rest)
    gone = writing_client.get(f"/findings/{first.id}")
    assert gone.status_code == 410
    assert "This finding is no more" in gone.text


def _rename(finding: Finding, claim_ids: tuple[str, ...]) -> Finding:
    from dataclasses import replace

    from countersight.model.finding import finding_id

    return replace(finding, id=finding_id(claim_ids), claim_ids=claim_ids, links=())


def test_drawings_are_well_formed(client: TestClient, findings: list[Finding]) -> None:
    from countersight.web.evidence.findings import draw_interval

    drawn = [svg for finding in findings if (svg := draw_interval(finding))]
    assert drawn
    for svg in drawn:
        ET.fromstring(str(svg))


def test_decision_is_shown_with_its_reason(writing_client: TestClient, store: Store) -> None:
    from countersight.model.decision import Verdict

    with store.view() as view:
        claim = next(iter(view.claims()))
    with store.writer() as writer:
        writer.decide(claim.id, Verdict.REJECT, "Bob", "another subject", decided_at=NOON)
    page = writing_client.get(f"/claims/{claim.id}").text
    assert "another subject" in page
    document = writing_client.get(f"/documents/{claim.document_id}").text
    assert f'id="words-{claim.id}"' not in document
    assert f"/claims/{claim.id}" in document


@pytest.fixture
def pdf_claim(store: Store) -> Claim:
    """A claim on the second page of a PDF that was put into the store."""
    data = make_pdf("A first page.", "Acme sold three cameras\nto the police of Bolt.")
    document = Document(id=store.archive.put(data), size=len(data), media_type="application/pdf")
    address = "https://example.org/report.pdf"
    capture = Capture(
        id=capture_id(document.id, address), document_id=document.id, address=address, captured_at=NOON, tool="test"
    )
    words = "A first page.\n\nAcme sold three cameras\nto the police of Bolt."
    pages = (Page(number=1, start=0, end=13), Page(number=2, start=15, end=len(words)))
    text = make_text(words, document_id=document.id, reader="pdf@1", language="en", pages=pages)
    claim = make_claim(text, (15, 38), supplier=(15, 19))
    with store.writer() as writer:
        writer.add_document(document, capture)
        writer.add_text(text)
        writer.add_claims([claim], text)
    return claim


def test_page_of_a_pdf_is_drawn_and_kept(writing_client: TestClient, pdf_claim: Claim, project_folder: Path) -> None:
    page = writing_client.get(f"/claims/{pdf_claim.id}").text
    assert f"/documents/{pdf_claim.document_id}/pages/2.png?claim={pdf_claim.id}" in page
    image = writing_client.get(f"/documents/{pdf_claim.document_id}/pages/2.png", params={"claim": pdf_claim.id})
    assert image.headers["content-type"] == "image/png"
    assert image.headers["x-content-type-options"] == "nosniff"
    (kept,) = (project_folder / "cache" / "pages").iterdir()
    assert kept.read_bytes() == image.content
    shown = writing_client.get(f"/documents/{pdf_claim.document_id}/pages/2")
    assert f"/claims/{pdf_claim.id}" in shown.text


def test_page_that_is_not_there_is_told(writing_client: TestClient, pdf_claim: Claim, claims: list[Claim]) -> None:
    assert writing_client.get(f"/documents/{pdf_claim.document_id}/pages/3").status_code == 404
    assert writing_client.get(f"/documents/{pdf_claim.document_id}/pages/3.png").status_code == 422
    assert writing_client.get(f"/documents/{claims[0].document_id}/pages/1.png").status_code == 404


def test_words_lost_in_a_newer_reading_are_said_to_be(
    writing_client: TestClient, store: Store, pdf_claim: Claim
) -> None:
    newer = make_text("Acme sold five cameras.", document_id=pdf_claim.document_id, reader="pdf@2", language="en")
    same = make_text(
        "Once more: Acme sold three cameras\n.", document_id=pdf_claim.document_id, reader="pdf@3", language="en"
    )
    with store.writer() as writer:
        writer.add_text(newer)
    page = writing_client.get(f"/documents/{pdf_claim.document_id}", params={"text": newer.id}).text
    assert "Its words are no longer found in this text" in page
    assert f'id="words-{pdf_claim.id}"' not in page
    assert "no longer found" in writing_client.get(f"/claims/{pdf_claim.id}").text
    with store.writer() as writer:
        writer.add_text(same)
    assert (
        "Its very words stand in this text too"
        in writing_client.get(f"/documents/{pdf_claim.document_id}", params={"text": same.id}).text
    )


def test_one_verdict_of_two_is_not_told(store: Store) -> None:
    from countersight.model.decision import Verdict
    from countersight.web.evidence.dossiers import open_claim

    with store.view() as view:
        claim = next(iter(view.claims()))
    with store.writer() as writer:
        writer.decide(claim.id, Verdict.REJECT, "Bob", "another subject", decided_at=NOON)
    with store.view() as view:
        seen = open_claim(view, claim.id, frozenset(), reviewer="Ada Reader", readers=2)
    assert seen.document.reviews[claim.id] == "unreviewed"
    assert seen.decisions == ()
