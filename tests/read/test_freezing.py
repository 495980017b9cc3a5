"""Freezing a text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.read.freezing import LABEL, freeze_pages, freeze_parts, freeze_text

ANY_TEXT = st.text(st.characters(codec=None) | st.sampled_from("\r\n\t \x00\x0b\x0c\x85\u2028\u200f\u200d\ufffe\ud800"))
WRITTEN = [
    "公安部采购了摄像头，并培训了警察。",
    "شَرِكَةٌ باعَتْ كامِيرات",
    "\u200fاسم Name\u200e رقم",
    "👩\u200d👩\u200d👧 family 👮🏽\u200d♀️",
    "ＦＵＬＬ　ＷＩＤＴＨ",
    "e\u0301 is not \u00e9, nor ﬁ fi",
    "zero\u200bwidth, soft\u00adhyphen, no\u00a0break",
]


@given(ANY_TEXT)
def test_frozen_text_stays_as_it_is(raw: str) -> None:
    frozen = freeze_text(raw)
    assert freeze_text(frozen) == frozen


@given(ANY_TEXT)
def test_frozen_text_is_plain_unicode(raw: str) -> None:
    frozen = freeze_text(raw)
    frozen.encode("utf-8")
    assert not any(unicodedata.category(letter) == "Cc" for letter in frozen if letter not in "\n\t")


@given(st.lists(ANY_TEXT))
def test_pages_read_back_from_text(raw_pages: list[str]) -> None:
    text, pages = freeze_pages(raw_pages)
    assert [text[page.start : page.end] for page in pages] == [freeze_text(raw) for raw in raw_pages]


@given(st.lists(ANY_TEXT))
def test_joined_pages_are_frozen(raw_pages: list[str]) -> None:
    text, _ = freeze_pages(raw_pages)
    assert freeze_text(text) == text


@pytest.mark.parametrize("written", WRITTEN)
def test_what_was_written_stays(written: str) -> None:
    assert freeze_text(written) == written


@pytest.mark.parametrize(
    ("raw", "frozen"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\u2028b\u0085c\x0bd\x0ce", "a\nb\nc\nd\ne"),
        ("a\x00b\x07c\x9fd", "abcd"),
        ("a \t\nb\u3000\n\n\n\n c ", "a\nb\n\n c"),
        ("a\ud800b", "a\ufffdb"),
    ],
    ids=["newlines", "separators", "controls", "spaces", "surrogate"],
)
def test_what_is_tidied(raw: str, frozen: str) -> None:
    assert freeze_text(raw) == frozen


def test_sentence_runs_on_over_pages() -> None:
    text, _ = freeze_pages(["The ministry", "bought cameras.", "Next year it", "Will not."])
    assert text == "The ministry\nbought cameras.\n\nNext year it\n\nWill not."


def test_long_run_of_spaces_is_quick() -> None:
    assert freeze_text("a" + " " * 1_000_000 + "b").endswith("b")


LINES = st.lists(
    st.lists(st.tuples(st.none() | st.text(min_size=1, max_size=6), st.text(max_size=20)), max_size=4), max_size=4
)


@given(LINES)
def test_frozen_parts_stay_where_they_are(blocks: list[list[tuple[str | None, str]]]) -> None:
    text, parts = freeze_parts(blocks)
    assert freeze_text(text) == text
    assert all(before.end <= after.start for before, after in pairwise(parts))
    assert all(text[part.start : part.end].strip() for part in parts)


def test_label_is_no_part_of_the_part() -> None:
    text, parts = freeze_parts(
        [[("B2", f"Vendor{LABEL}Acme \n\n Cameras"), ("C2", f"Buyer{LABEL} "), (None, "note")], [("B3", "Beta")]]
    )
    assert text == "Vendor: Acme\n Cameras\nnote\n\nBeta"
    assert [(part.at, text[part.start : part.end]) for part in parts] == [("B2", "Acme\n Cameras"), ("B3", "Beta")]
