"""Tests of the words that GLiNER2 gets to see."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.gliner.splitting import split_words


@given(st.text())
def test_words_stand_where_told(text: str) -> None:
    assert all(text[start:end] == word for word, start, end in split_words(text, lower=False))


@given(st.text())
def test_words_cover_all_but_space(text: str) -> None:
    assert "".join(word for word, _, _ in split_words(text, lower=False)) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Orbex's e-mail", ["Orbex", "'", "s", "e-mail"]),
        ("乌干达 Orbex系统", ["乌", "干", "达", "Orbex", "系", "统"]),
        ("شرطة كينيا", ["شرطة", "كينيا"]),
        ("cafe\u0301 👮", ["cafe\u0301", "👮"]),
        ("see https://a.test/b?c=d now", ["see", "https://a.test/b?c=d", "now"]),
    ],
)
def test_words_of_all_scripts(text: str, words: list[str]) -> None:
    assert [word for word, _, _ in split_words(text, lower=False)] == words


def test_lowering_moves_nothing() -> None:
    assert [(start, end) for _, start, end in split_words("İİ a")] == [(0, 2), (3, 4)]
