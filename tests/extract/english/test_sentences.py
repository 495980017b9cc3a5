"""Tests of where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.english.sentences import MAX_LENGTH, split_sentences


def cut(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One ended. Another began.", 2),
        ("Mr. Roe of the U.S. Navy met Dr. Doe.", 1),
        ("It cost $1.5 million, J. Roe said.", 1),
        ("He asked “why?” They left.", 2),
        ("Found in Peru.12 Another server stood in Kenya.", 2),
        ("A heading\n\nA paragraph", 2),
        ("A list:\n- one\n- two", 3),
        ("LIMA, Peru (Agency) - Police bought cameras.", 2),
        ("a line\nthat goes on", 1),
        ("", 0),
    ],
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert len(cut(text)) == count


def test_long_run_is_cut() -> None:
    assert max(map(len, cut("word " * 2_000))) <= MAX_LENGTH


@given(st.text(max_size=300))
def test_sentences_hold_all_but_space(text: str) -> None:
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
