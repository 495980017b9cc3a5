"""The evidence view in a real browser: exact text, keyboard, screen readers' view of it, no axe violation."""

from collections.abc import Iterator
from typing import Any

import pytest

from countersight.model.claim import Claim
from countersight.store.base import Store


@pytest.fixture(scope="module")
def claims(read_store: Store) -> list[Claim]:
    """The claims of the document that has most of them, in the order of its text."""
    with read_store.view() as view:
        by_document: dict[str, list[Claim]] = {}
        for claim in view.claims():
            by_document.setdefault(claim.document_id, []).append(claim)
    most = max(by_document.values(), key=len)
    return sorted(most, key=lambda one: (one.evidence[0].start, one.evidence[0].end, one.id))


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_browser_reads_the_stored_text(page: Any, site: str, claims: list[Claim], read_store: Store) -> None:
    page.goto(f"{site}/documents/{claims[0].document_id}")
    with read_store.view() as view:
        stored = view.text(claims[0].evidence[0].text_id).text
    assert page.evaluate("document.getElementById('text').textContent") == stored


def test_keys_lead_from_claim_to_claim(page: Any, site: str, claims: list[Claim]) -> None:
    page.goto(f"{site}/documents/{claims[0].document_id}")
    focused = "document.activeElement.id"
    page.keyboard.press("n")
    assert page.evaluate(focused) == f"words-{claims[0].id}"
    page.keyboard.press("n")
    assert page.evaluate(focused) == f"words-{claims[1].id}"
    page.keyboard.press("p")
    page.keyboard.press("Enter")
    page.wait_for_function(f"document.activeElement.id === 'card-{claims[0].id}'")
    page.keyboard.press("Escape")
    assert page.evaluate(focused) == f"words-{claims[0].id}"
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_keys_are_left_alone_while_writing(page: Any, site: str, claims: list[Claim]) -> None:
    page.goto(f"{site}/documents/{claims[0].document_id}")
    page.focus("#find")
    page.keyboard.type("n")
    assert page.input_value("#find") == "n"


def test_claim_opens_at_its_words_without_scripts(browser: Any, site: str, claims: list[Claim]) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/documents/{claims[-1].document_id}?claim={claims[-1].id}#words-{claims[-1].id}")
    box = page.locator(f"#words-{claims[-1].id}").bounding_box()
    assert 0 <= box["y"] < 640
    context.close()


def test_tree_has_marks_with_names_and_ways_back(page: Any, site: str, claims: list[Claim]) -> None:
    page.goto(f"{site}/documents/{claims[0].document_id}")
    nodes = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
    total = len(claims)
    assert sum(role == "mark" for role, _ in told) >= 1
    for number, claim in enumerate(claims, 1):
        assert ("link", f"Claim {number} of {total}: {claim.kind.value}. To its card.") in told
        assert ("link", f"To the words of claim {number}") in told
        assert any(
            role == "article" and name.startswith(f"Claim {number} of {total}: {claim.kind.value}. ")
            for role, name in told
        )
    described = [
        next((one["value"].get("value") for one in node.get("properties", []) if one["name"] == "describedby"), None)
        or node.get("description", {}).get("value")
        for node in nodes
        if node["role"]["value"] == "mark"
    ]
    assert all(described)


def test_words_are_highlighted_while_typing(page: Any, site: str, claims: list[Claim]) -> None:
    page.goto(f"{site}/documents/{claims[0].document_id}")
    word = next(word for word in claims[0].evidence[0].quote.split() if len(word) > 3 and word.isalpha())
    page.fill("#find", word)
    page.wait_for_function("CSS.highlights.has('found') && CSS.highlights.get('found').size > 0")
    assert page.evaluate("[...CSS.highlights.get('found')][0].toString().toLowerCase()") == word.lower()


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_is_wider_than_the_screen(
    browser: Any, site: str, claims: list[Claim], read_store: Store, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    for path in _paths(claims, read_store):
        page.goto(site + path)
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, width)
    context.close()


def test_axe_finds_nothing(browser: Any, site: str, claims: list[Claim], read_store: Store, theme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=theme)
    page = context.new_page()
    for path in _paths(claims, read_store):
        page.goto(site + path)
        results = axe.run(page)
        assert (path, [_told(one) for one in results.response["violations"]]) == (path, [])
    context.close()


def _paths(claims: list[Claim], store: Store) -> list[str]:
    with store.view() as view:
        finding = max(view.findings(), key=lambda one: (len(one.contradictions), len(one.claim_ids)))
    document = f"/documents/{claims[0].document_id}"
    return [f"{document}?claim={claims[0].id}&find=the", f"/claims/{claims[0].id}", f"/findings/{finding.id}"]


def _told(violation: dict[str, Any]) -> str:
    return f"{violation['id']}: {violation['nodes'][0]['html'][:200]}"
