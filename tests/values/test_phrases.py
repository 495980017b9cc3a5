"""Phrases in their notation, and how they are found."""

import pytest

from countersight.values.folding import fold
from countersight.values.phrases import PhraseBook, expand_phrase


def found(book: PhraseBook[str], text: str) -> list[tuple[str, str]]:
    folded = fold(text)
    return [(text[slice(*folded.span(start, end))], meaning) for meaning, start, end in book.find(folded)]


def test_brackets_nest_and_may_be_empty() -> None:
    assert list(expand_phrase("camera(s/) (of (the /)street/indoor)", {})) == [
        "cameras of the street", "cameras of street", "cameras indoor",
        "camera of the street", "camera of street", "camera indoor",
    ]  # fmt: skip


def test_named_endings_are_put_in() -> None:
    assert list(expand_phrase("камер(f)", {"f": ["а", "ы"]})) == ["камера", "камеры"]


@pytest.mark.parametrize("phrase", ["a~b", "~", ""])
def test_broken_phrases_are_refused(phrase: str) -> None:
    with pytest.raises(ValueError, match="no spelling"):
        list(expand_phrase(phrase, {}))


def test_unmatched_bracket_is_refused() -> None:
    with pytest.raises(ValueError, match="brackets"):
        list(expand_phrase("a)b", {}))


def test_longest_of_overlapping_is_found() -> None:
    book = PhraseBook([("spy", "a"), ("spy camera", "b"), ("camera system", "c")])
    assert found(book, "Spy camera systems") == [("Spy camera", "b")]


def test_open_ends_need_no_boundary() -> None:
    book = PhraseBook([("~kamera~", "open"), ("auge", "closed")])
    assert found(book, "Wachkameras, Augen") == [("kamera", "open")]


def test_arabic_article_may_precede() -> None:
    book = PhraseBook([("شرطة", "police")])
    assert found(book, "والشرطةُ وللشرطة") == [("شرطة", "police"), ("شرطة", "police")]


def test_first_meaning_of_equals_counts() -> None:
    assert found(PhraseBook([("Łódź", "first"), ("lodz", "second")]), "Lodz") == [("Lodz", "first")]


def test_nothing_is_found_in_nothing() -> None:
    assert found(PhraseBook([("spy", "a")]), "") == []
