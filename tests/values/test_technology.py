"""Words for technologies in all languages."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.taxonomy import load_taxonomy
from countersight.values.technology import LANGUAGES, Strength, expand_list, find_technology, load_terms


def found(text: str, language: str) -> list[tuple[str, str, str]]:
    return [(text[m.start : m.end], m.label, m.strength) for m in find_technology(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "Compró cámaras de vigilancia y un dron.",
         [("cámaras de vigilancia", "video_surveillance", "term"), ("dron", "drones", "ambiguous")]),
        ("fr", "L’INTERCEPTION DES COMMUNICATIONS", [("INTERCEPTION DES COMMUNICATIONS", "interception", "term")]),
        ("pt", "o reconhecimento facial", [("reconhecimento facial", "facial_recognition", "term")]),
        ("ru", "для распознавания лиц", [("распознавания лиц", "facial_recognition", "term")]),
        ("de", "die Gesichtserkennungssoftware", [("Gesichtserkennung", "facial_recognition", "term")]),
        ("zh", "購買間諜軟體和人脸识别", [("間諜軟體", "spyware", "term"), ("人脸识别", "facial_recognition", "term")]),
        ("ar", "وبكاميرات المراقبة", [("كاميرات المراقبة", "video_surveillance", "term")]),
        ("el", "λογισμικό παρακολούθησης", [("λογισμικό παρακολούθησης", "spyware", "term")]),
    ],
)  # fmt: skip
def test_each_language_has_its_words(language: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text, language) == expected


def test_english_terms_count_everywhere() -> None:
    assert found("la empresa vende spyware", "es") == [("spyware", "spyware", "term")]


def test_unknown_language_is_read_as_english() -> None:
    assert found("spyware", "xx") == [("spyware", "spyware", "term")]


def test_products_need_their_capitals() -> None:
    product = load_taxonomy()["spyware"].products[0]
    assert found(product, "es") == [(product, "spyware", Strength.PRODUCT)]
    assert found(product.lower(), "es") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_terms_are_known(language: str) -> None:
    terms = load_terms(language)
    assert {*terms["terms"], *terms["ambiguous"]} <= set(load_taxonomy())
    assert all(expand_list(language, name) for name in ("states", "trade", "users", "teaching"))


@given(st.text(alphabet="a bé́ー監視頻控كاميرات مراقبة\u064b\u0640😀ＣＣＴＶ"), st.sampled_from(LANGUAGES))
def test_mentions_lie_in_order(text: str, language: str) -> None:
    mentions = find_technology(text, language)
    assert all(0 <= m.start < m.end <= len(text) for m in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
