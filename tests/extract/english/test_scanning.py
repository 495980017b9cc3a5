"""Tests of the first look at a text."""

import pytest

from countersight.extract.english.scanning import lower_same_length, scan


@pytest.mark.parametrize(
    "text",
    [
        "A match of football ended in a draw.",
        "Home security cameras sell well in Peru.",
        "Ebola surveillance in Kenya.",
    ],
)
def test_text_off_the_subject_is_passed_by(text: str) -> None:
    assert scan(text) is None


def test_ambiguous_word_needs_a_state() -> None:
    assert scan("Shoppers like cameras in Peru.") is None
    assert scan("The police put up cameras in Peru.") is not None


def test_sentence_that_refers_back_is_active() -> None:
    found = scan("Police bought spyware. Rain fell. The system failed.")
    assert found is not None
    assert found.active == [0, 2]


def test_term_is_a_whole_word() -> None:
    assert scan("The adpi library and the police.") is None


def test_lower_case_keeps_the_length() -> None:
    assert len(lower_same_length("İstanbul ẞ ﬁ")) == len("İstanbul ẞ ﬁ")
