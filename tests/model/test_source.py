"""Tests of the keys that sources are known by."""

import pytest

from countersight.model.source import is_host, publisher_key, source_key
from countersight.model.text import DocumentText, text_id


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("https://www.Gazette.example/news?a=1", "gazette.example"),
        ("www.gazette.example", "gazette.example"),
        ("Gazette.Example", "gazette.example"),
        ("The Gazette", "the gazette"),
        ("Jane Roe, Ph.D.", "jane roe ph d"),
        ("Zeitung für Straßen", "zeitung fur strassen"),
        ("http://[", "http"),
        ("", ""),
    ],
)
def test_name_has_one_key(name: str, key: str) -> None:
    assert source_key(name) == key
    assert source_key(key) == key


@pytest.mark.parametrize(
    ("about", "key"),
    [
        ({"address": "https://www.gazette.example/a", "publisher": "The Gazette"}, "gazette.example"),
        ({"address": "file:///home/a.txt", "publisher": "The Gazette"}, "the gazette"),
        ({"publisher": "gazette.example"}, "gazette.example"),
        ({"publisher": "?!"}, "unknown publisher"),
        ({}, "unknown publisher"),
    ],
)
def test_text_has_a_publisher(about: dict[str, str], key: str) -> None:
    text = DocumentText(
        id=text_id("doc", "test@1", "Words."), document_id="doc", reader="test@1", text="Words.", **about
    )
    assert publisher_key(text) == key


def test_name_is_no_host() -> None:
    assert is_host("gazette.example")
    assert not is_host("the gazette")
    assert not is_host("127.0.0.1")
