import json
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.discovery.entries import GdeltEntry
from countersight.collect.discovery.gdelt import repair_json, search_address

from .conftest import Look


def article(number: int, **said: object) -> dict[str, object]:
    return {
        "url": f"https://news.example/{number}",
        "url_mobile": "",
        "title": f"Title {number}",
        "seendate": "20260102T031500Z",
        "socialimage": "",
        "domain": "news.example",
        "language": "Spanish",
        "sourcecountry": "Nowhere",
        **said,
    }


def serve(site, body: bytes, entry: GdeltEntry | None = None, **headers: object) -> GdeltEntry:
    entry = entry or GdeltEntry(query="cameras", address=site.url("/doc"))
    parts = urlsplit(search_address(entry))
    site.page(f"{parts.path}?{parts.query}", body, **headers)
    return entry


def answer(*articles: object) -> bytes:
    return json.dumps({"articles": list(articles)}).encode()


def test_articles_are_found(site, look: Look) -> None:
    entry = serve(site, answer(article(1), article(2, url="mailto:a"), "words", article(3, title=7, language="Xx")))
    first, third = look(entry).found
    assert first.address == "https://news.example/1"
    assert first.seen_in == search_address(entry)
    assert (first.publisher, first.title, first.language) == ("news.example", "Title 1", "es")
    assert (first.seen, first.published) == ("2026-01-02T03:15:00+00:00", None)
    assert (third.title, third.language) == (None, None)


def test_search_has_what_the_api_wants() -> None:
    address = search_address(
        GdeltEntry(
            query='"facial recognition" (city OR state)', language="Spanish", territory="mexico", max_records=999
        )
    )
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked == {
        "query": '"facial recognition" (city OR state) sourcelang:Spanish sourcecountry:mexico',
        "mode": "artlist",
        "format": "json",
        "maxrecords": "250",
        "timespan": "1d",
        "sort": "datedesc",
    }


@pytest.mark.parametrize("body", [b"{}", b'{"articles": []}', b'{"articles": null}'])
def test_nothing_found_is_no_failure(site, look: Look, body: bytes) -> None:
    looked = look(serve(site, body))
    assert (looked.found, looked.failures) == ([], [])


@pytest.mark.parametrize(
    "said",
    [
        b"The specified phrase is too short.\n",
        b"Queries containing OR'd terms must be surrounded by ().",
        b"<!DOCTYPE html><html><body>Your query was too short or too long.</body></html>",
        b"<html></html>",
        b'{"articles": [',
        b'["articles"]',
    ],
)
def test_refused_query_says_why(site, look: Look, said: bytes) -> None:
    looked = look(serve(site, said, content_type="text/html"))
    assert looked.found == []
    assert looked.reasons == ["UnreadableFeed"]


def test_words_of_a_refusal_are_kept(site, look: Look) -> None:
    [failure] = look(serve(site, b"<b>The specified phrase is too short.</b>")).failures
    assert failure.detail.endswith("GDELT answers: The specified phrase is too short.")


@pytest.mark.parametrize("status", [200, 429])
def test_plea_for_patience_rests_the_host(site, look: Look, status: int) -> None:
    entry = serve(site, b"Please limit requests to one every 5 seconds or ask for larger queries.", status=status)
    assert look(entry).reasons == ["SourceUnavailable"]
    asked = len(site.requests)
    assert look(entry).reasons == ["HostResting"]
    assert len(site.requests) == asked


def test_searches_keep_the_distance_that_the_api_wants(site, log, look: Look) -> None:
    for word in ("cameras", "drones", "wiretaps"):
        look(serve(site, b"{}", GdeltEntry(query=word, address=site.url("/doc"))))
    seconds = [second for _, path, second in log if path != "/robots.txt"]
    assert [later - earlier for earlier, later in pairwise(seconds)] == [6.0, 6.0]


def test_full_answer_is_reported_as_maybe_cut(site, look: Look) -> None:
    entry = GdeltEntry(query="cameras", address=site.url("/doc"), max_records=2)
    looked = look(serve(site, answer(article(1), article(2)), entry))
    assert len(looked.found) == 2
    assert "there may be more" in looked.failures[0].detail


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (rb"C\xe1maras \d", r"C\xe1maras \d"),
        (b"tab\tnew\x01line", "tab new line"),
        (rb"quote \" and \u0041", 'quote " and A'),
        (rb"\\server\share", r"\server\share"),
        (b"\xff\xfe", "\ufffd\ufffd"),
    ],
)
def test_odd_json_is_read(site, look: Look, raw: bytes, title: str) -> None:
    body = b'{"articles": [{"url": "https://news.example/1", "title": "' + raw + b'"}]}'
    assert look(serve(site, body)).found[0].title == title


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=10,
)


@settings(deadline=None)
@given(JSON)
def test_sound_json_is_not_changed(value: object) -> None:
    text = json.dumps(value)
    assert repair_json(text) == text
