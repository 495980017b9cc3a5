"""What stands between quotation marks."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.corroborate.origins.quotations import LONGEST, find_quotations


def quotations(text: str) -> list[str]:
    edges = find_quotations(text)
    return [text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


@pytest.mark.parametrize(
    "quotation",
    [
        "“we see all”",
        '"we see all"',
        "«we see all»",
        "« we see all »",
        "„we see all“",
        "„we see all”",
        "「we see」",
        "『we see』",
    ],
)
def test_every_pair_of_marks_quotes(quotation: str) -> None:
    assert quotations(f"He said {quotation} and left.") == [quotation]


def test_quotation_may_run_over_lines() -> None:
    assert quotations("He said “we\nsee all” and left.") == ["“we\nsee all”"]


def test_quotation_of_two_paragraphs_is_open_once() -> None:
    assert quotations("“We see.\n\n“We hear.” He left.") == ["“We see.\n\n", "“We hear.”"]


def test_curly_and_straight_marks_may_be_mixed() -> None:
    assert quotations('He “sees" and "hears” all.') == ['“sees"', '"hears”']


def test_unspaced_text_may_touch_its_quotations() -> None:
    assert quotations("他说：“我们看见”。他的“一带一路”？“是”") == ["“我们看见”", "“一带一路”", "“是”"]


@pytest.mark.parametrize(
    "text",
    ["“We see.\n\nHe left.", "«We see.\n\nHe left.", 'A 24" screen.\n\nHe left.', "He said „we see.\n\nHe left."],
)
def test_open_marks_are_slips(text: str) -> None:
    assert quotations(text) == []


def test_straight_marks_find_their_partner() -> None:
    assert quotations('He "sees" and "hears", he said.') == ['"sees"', '"hears"']


def test_inches_open_nothing() -> None:
    assert quotations('A 24" screen and a 32" screen, "as he said".') == ['"as he said"']


def test_reversed_marks_do_not_swallow_the_rest() -> None:
    assert quotations("Er sagte »alles« und ging. Dann »mehr« noch.") == []


def test_overlong_quotation_is_a_slip() -> None:
    assert quotations("“" + "word " * LONGEST + "”") == []


@given(st.text(alphabet='“”„«»「」『』" a.\n'))
def test_edges_are_in_order(text: str) -> None:
    edges = find_quotations(text)
    assert len(edges) % 2 == 0
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)


@pytest.mark.parametrize("unit", ["“", '"a ', "«\n", "“”", "\n \n", "“a\n\n"])
def test_hostile_text_takes_no_longer(unit: str) -> None:
    start = time.process_time()
    find_quotations(unit * 200_000)
    assert time.process_time() - start < 5
