"""Tests of where quotations begin and end."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.english.attribution.quotations import find_quotations, is_speech


def quoted(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_quotations(text)]


def test_curly_and_straight_marks_count() -> None:
    assert quoted('He said “one two” and "three".') == ["“one two”", '"three"']


def test_open_quotation_ends_with_paragraph() -> None:
    assert quoted("“First part goes on.\n“Second part.” End.") == ["“First part goes on.", "“Second part.”"]


def test_single_words_are_no_speech() -> None:
    text = "The “deal” was called “a very bad idea”."
    assert [is_speech(span, text) for span in find_quotations(text)] == [False, True]


@given(st.text(alphabet='ab “”"\n.', max_size=40))
def test_quotations_never_overlap(text: str) -> None:
    spans = find_quotations(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(text[span.start] in '“"' for span in spans)
