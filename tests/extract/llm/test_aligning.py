"""Quotes find their exact code points or nothing, in every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.llm.aligning import Aligner
from countersight.extract.scanning import Span


def locate(quote: str, text: str, near: Span | None = None) -> str | None:
    place = Aligner(text, 0, len(text)).locate(quote, near=near)
    return None if place is None else text[place.start : place.end]


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        pytest.param("sold cameras", "Orbex sold cameras.", "sold cameras", id="as it stands"),
        pytest.param("sold cameras", "Orbex sold\n  cameras.", "sold\n  cameras", id="white space"),
        pytest.param('"cameras"', "sold “cameras” to", "“cameras”", id="quotation marks"),
        pytest.param("Orbex's", "of Orbex’s own", "Orbex’s", id="apostrophe"),
        pytest.param("safe-city", "a safe\u2011city plan", "safe\u2011city", id="hyphen"),
        pytest.param("first city", "the ﬁrst city", "ﬁrst city", id="ligature"),
        pytest.param("ABC123", "系统ＡＢＣ１２３已", "ＡＢＣ１２３", id="full width"),
        pytest.param("café", "the cafe\u0301 is", "cafe\u0301", id="combining mark"),
        pytest.param("人脸识别", "采购人脸识别系统", "人脸识别", id="Chinese"),
        pytest.param("أوغندا", "إلى شرطة بأوغندا", "أوغندا", id="Arabic after a preposition"),
        pytest.param("نظام مراقبة", "نظام\u200f مراقبة", "نظام\u200f مراقبة", id="sign of direction"),
        pytest.param("cameras 📷", "sold cameras\u00a0📷 to", "cameras\u00a0📷", id="emoji"),
        pytest.param("cafe", "the cafe\u0301 is", None, id="letter without its mark"),
        pytest.param("irst city", "the ﬁrst city", None, id="half a ligature"),
        pytest.param("NSO", "the NSOX", None, id="part of a word"),
        pytest.param("was made", "was not made", None, id="word left out"),
        pytest.param("orbex", "Orbex sold", None, id="other case"),
        pytest.param(" \u200f ", "Orbex sold", None, id="nothing"),
    ],
)
def test_quote_is_found_exactly_or_not(quote: str, text: str, found: str | None) -> None:
    assert locate(quote, text) == found


def test_nearest_place_is_taken() -> None:
    text = "Orbex here. Somebody there. Orbex again."
    place = Aligner(text, 0, len(text)).locate("Orbex", near=Span(28, 40))
    assert place == Span(28, 33)


def test_places_outside_the_passage_do_not_count() -> None:
    assert Aligner("Orbex here, none there", 6, 22).locate("Orbex") is None


@given(st.text(min_size=1, max_size=60), st.data())
def test_located_words_read_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    found = locate(text[start : data.draw(st.integers(start + 1, len(text)))], text)
    assert found is None or locate(found, text) == found


@given(st.lists(st.sampled_from(["Orbex", "sold", "ﬁve", "“x”", "cafe\u0301", "人脸"]), min_size=1, max_size=8))
def test_other_spaces_and_marks_are_seen_through(words: list[str]) -> None:
    text = "\u00a0\n".join(words)
    assert locate(" ".join(words).replace("“", '"').replace("”", '"'), text) == text
