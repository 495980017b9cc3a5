"""Tests of text made ready for reading figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.numerals import fold_figures, known_language


@pytest.mark.parametrize(
    ("text", "folded"),
    [("٢٥٠", "250"), ("۲۵۰", "250"), ("５００", "500"), ("२५०", "250"),
     ("1\xa0200", "1'200"), ("1\n200", "1|200"), ("5²", "5^")],
    ids=["Arabic", "Persian", "full-width", "Devanagari", "hard space", "line end", "footnote"],
)  # fmt: skip
def test_figures_become_ascii(text: str, folded: str) -> None:
    assert fold_figures(text).text == folded


@pytest.mark.parametrize(("language", "known"), [("pt-BR", "pt"), ("zh_Hans", "zh"), (None, "en"), ("xx", "en")])
def test_language_without_table_is_english(language: str | None, known: str) -> None:
    assert known_language(language) == known


@given(st.text(max_size=80))
def test_every_folded_place_lies_in_the_text(text: str) -> None:
    folded = fold_figures(text)
    assert all(0 <= folded.span(i, i + 1)[0] < folded.span(i, i + 1)[1] <= len(text) for i in range(len(folded.text)))
