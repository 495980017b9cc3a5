"""No words of ours stay English on a page in another language: every type of page is walked in Arabic."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html
from msgspec import to_builtins
from starlette.testclient import TestClient
from tests.web.test_journeys import page_types

from countersight.store.base import Store, View

LATIN = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
NAMED = re.compile(r"\w+://\S+|\S+[.=]\w+|(?:clm|fnd|cap)-\w+")
"""Addresses, hosts, files, parameters and ids."""
OF_DATA = frozenset({"bdi", "q", "blockquote", "code", "pre", "mark", "script", "style", "select"})
"""Elements that hold what documents, people and programs said, in any language."""
OF_DATA_CLASSES = frozenset({"words", "as-written", "text", "id", "hash", "secret", "flowing", "english"})
READ_OUT = ("aria-label", "title", "placeholder", "alt", "data-name")
ALLOWED = frozenset({
    "Countersight", "COUNTERSIGHT", "EMBED", "ORIGINS", "countersight", "add", "run", "zzzzqqqq", "Ctrl", "Alt", "Meta",
    "CSV", "csv", "ZIP", "Excel", "JSON", "SVG", "PNG", "GEXF", "PDF", "Markdown", "WARC", "WACZ", "XML", "Word",
    "OpenDocument", "EPUB", "Parquet", "NDJSON", "FollowTheMoney", "BibTeX", "RIS", "CSL", "APA", "Chicago", "Atom",
    "atom", "json",
    "Feed", "file", "SHA", "SUMS", "HTTP", "UTC", "API", "OpenAPI", "OpenRefine", "Reconciliation", "Service", "ETag",
    "None", "Match", "Retry", "After", "Authorization", "Bearer", "next", "Enter", "Shift", "Escape",
    "GeoNames", "Natural", "Earth", "Unicode", "CLDR", "OpenSanctions", "Wikidata", "rigour", "Krippendorff", "ICD",
})  # fmt: skip
"""Names and forms that are the same in every language."""


def visible_words(page: str) -> Iterator[str]:
    """Yield what a page shows or reads out of itself, without what is data or marked as of another language."""
    root = html.fromstring(page)
    yield from _walk(root, "")


def _walk(element: Any, inherited: str) -> Iterator[str]:
    if not isinstance(element.tag, str):
        return
    language = element.get("lang", inherited)
    is_data = (
        element.tag in OF_DATA or OF_DATA_CLASSES & {*element.get("class", "").split()} or element.get("dir") == "auto"
    )
    if element.tag == "a" and element.find(".//text") is not None:  # a mark of a drawing: its name says it whole
        yield element.get("aria-label", "")
    elif language in ("", "ar") and not is_data:
        yield element.text or ""
        yield from (element.get(name) for name in READ_OUT if element.get(name))
        for child in element:
            yield from _walk(child, language)
            yield child.tail or ""
    elif element.tag == "span" and language == "en" and not is_data:  # what `reasons` knows no wording for is marked so
        yield element.text_content()


def data_of(view: View) -> re.Pattern[str]:
    """Return what fits the words of the project's own data: names, quotes, titles, publishers, addresses, versions."""
    told = {"A made project", "Ada Reader"}
    for claim in view.claims():
        told |= {claim.extractor, claim.id, *(one.quote for one in claim.evidence), *mention_names(to_builtins(claim))}
    for text in view.texts():
        told |= {
            text.reader,
            text.title or "",
            text.publisher or "",
            text.author or "",
            urlsplit(text.address or "").netloc,
        }
    for capture in view.captures():
        told |= {capture.tool, capture.address, PurePosixPath(capture.address).name, urlsplit(capture.address).netloc}
    for finding in view.findings():
        told |= {one.name or "" for one in (finding.supplier, finding.recipient) if one}
    return re.compile("|".join(map(re.escape, sorted(filter(None, told), key=len, reverse=True))))


def mention_names(record: Any) -> Iterator[str]:
    """Yield all names as written within a record."""
    if isinstance(record, dict):
        yield from [record["name"]] if "name" in record and "start" in record else []
        for value in record.values():
            yield from mention_names(value)
    elif isinstance(record, list | tuple):
        for value in record:
            yield from mention_names(value)


def left_in_english(page: str, data: re.Pattern[str]) -> list[str]:
    """Return the words of ours that are neither in the page's language nor allowed in any."""
    told = {words: set(LATIN.findall(NAMED.sub("", data.sub("", words)))) - ALLOWED for words in visible_words(page)}
    return [" ".join(words.split())[:120] for words, left in told.items() if left]


@pytest.fixture(scope="module")
def data(read_store: Store) -> re.Pattern[str]:
    with read_store.view() as view:
        return data_of(view)


def test_untranslated_words_are_found(data: re.Pattern[str]) -> None:
    """The walk itself: words of ours are found, in text, in names that are read out and in marked reasons alike."""
    page = """<html lang="ar"><p>كلمات <b>Some words</b></p><input placeholder="Type here"><bdi>A name</bdi>
    <span lang="en">an unknown reason</span><q>quoted words</q><p lang="fr">Des mots</p></html>"""
    assert left_in_english(page, data) == ["Some words", "Type here", "an unknown reason"]


def test_no_page_keeps_words_in_english(client: TestClient, data: re.Pattern[str]) -> None:
    left: dict[str, list[str]] = {}
    addresses = [address for address in page_types(client) if address not in ("/account", "/people")]
    claim, finding = (next(one for one in addresses if one.startswith(f"/{what}/")) for what in ("claims", "findings"))
    addresses += [
        "/documents/add", "/notices",
        f"{claim}/history", f"{finding}/history", f"/review{claim}/edit", "/map?chosen=ke",
        "/timeline?lanes=recipient", "/documents/none", "/findings?kind=none", "/embed/map", "/changes",
    ]  # fmt: skip
    for address in addresses:
        page = client.get(f"{address}{'&' if '?' in address else '?'}lang=ar", headers={"accept": "text/html"})
        if words := left_in_english(page.text, data):
            left[address] = words
    assert left == {}
