"""Territories in the words of other languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.reference import load_reference
from countersight.values.territories import find_territories
from countersight.values.territory_forms import KEYS, LANGUAGES, territory_book


def found(text: str, language: str) -> list[tuple[str, str]]:
    return [(mention.name, mention.code) for mention in find_territories(text, language)]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("es", "el gobierno ugandés", [("ugandés", "ug")]),
        ("fr", "les autorités ougandaises", [("ougandaises", "ug")]),
        ("pt", "autoridades moçambicanas", [("moçambicanas", "mz")]),
        ("ru", "угандийские власти в Китае", [("угандийские", "ug"), ("Китае", "cn")]),
        ("ar", "الحكومة المصرية وللصين", [("مصرية", "eg"), ("للصين", "cn")]),
        ("zh", "南苏丹與沙烏地阿拉伯", [("南苏丹", "ss"), ("沙烏地阿拉伯", "sa")]),
        ("de", "Deutschlands ugandische Partner", [("Deutschlands", "de"), ("ugandische", "ug")]),
        ("el", "η ελληνική κυβέρνηση", [("ελληνική", "gr")]),
    ],
)
def test_each_language_has_its_forms(language: str, text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text, language) == expected


def test_names_of_all_languages_stay() -> None:
    assert found("de Uganda a México", "es") == [("Uganda", "ug"), ("México", "mx")]


def test_names_keep_their_capitals() -> None:
    assert found("la reunión en turquía y en Turquía", "es") == [("Turquía", "tr")]


def test_phrases_that_mean_none_are_left() -> None:
    assert found("发展中国家", "zh") == []
    assert found("Maurice arrive", "fr") == []


def test_without_language_nothing_changes() -> None:
    assert found("ugandés", "en") == []
    assert find_territories("ugandés") == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_are_known(language: str) -> None:
    known = load_reference("territories.yaml")["territories"]
    data = load_reference(f"territories/{language}.yaml")
    assert {code for key in KEYS for code in data.get(key, {})} <= set(known)
    assert len(territory_book(language)) > 100


@given(st.text(alphabet="中国发展家南苏丹الصينية و\u064b Čína😀é"), st.sampled_from(LANGUAGES))
def test_mentions_read_back_exactly(text: str, language: str) -> None:
    reached = 0
    for mention in find_territories(text, language):
        assert text[mention.start : mention.end] == mention.name
        assert mention.start >= reached
        reached = mention.end
