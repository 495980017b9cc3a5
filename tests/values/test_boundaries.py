"""Where names begin and end."""

from hypothesis import given
from hypothesis import strategies as st

from countersight.values.boundaries import is_bounded, same_length_fold, word_after, word_before


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(same_length_fold(text)) == len(text)


def test_latin_names_need_boundaries() -> None:
    assert is_bounded("(Acme)", 1, 5)
    assert not is_bounded("Acmes", 0, 4)
    assert not is_bounded("aAcme", 1, 5)


def test_han_names_need_none() -> None:
    assert is_bounded("在乌干达的", 1, 4)
    assert is_bounded("在Acme的", 1, 5)


def test_combining_marks_belong_to_words() -> None:
    assert not is_bounded("Acme\u0301", 0, 4)


def test_arabic_prepositions_may_precede() -> None:
    assert is_bounded("والصين", 1, 6)
    assert not is_bounded("مدالصين", 2, 7)


def test_words_beside_are_found() -> None:
    text = "Then John Acme Widgets, sold"
    assert word_before(text, 10) == "John"
    assert word_after(text, 14) == "Widgets"
    assert word_before(text, 0) == ""
    assert word_after(text, len(text)) == ""
