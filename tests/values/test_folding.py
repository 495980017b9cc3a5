"""Folding and the way back."""

from hypothesis import given
from hypothesis import strategies as st

from countersight.values.folding import fold


@given(st.text())
def test_every_span_leads_back(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert end == start + 1
        assert fold(text[start:end]).text == folded.text[at]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


def test_case_accents_and_widths_go() -> None:
    assert fold("Ｖidéo\u00a0ПОДЪЁМ ΣΊΣΥΦΟΣ").text == "video подъем σισυφοσ"


def test_arabic_signs_and_variants_go() -> None:
    assert fold("تجسّـــس إلى مدينةٍ").text == fold("تجسس الي مدينه").text


def test_han_is_simplified() -> None:
    assert fold("監視系統與識別").text == "监视系统与识别"


def test_plain_text_keeps_its_places() -> None:
    assert fold("Acme 😀 sold").kept is None


def test_dropped_marks_are_stepped_over() -> None:
    folded = fold("cafe\u0301 bar")
    assert folded.text == "cafe bar"
    assert folded.span(5, 8) == (6, 9)
