"""Words pointed at become slots, and quotes hold them. Names are made up."""

from collections.abc import Callable
from datetime import date

import pytest

from countersight.extract.grounding import Passage, quantity_at, quote_evidence, when_at
from countersight.extract.scanning import Span, split_sentences
from countersight.model.evidence import mention_at
from countersight.model.text import DocumentText

WORDS = "Orbex came in 2012. It sold some 300 cameras and 20 drones to Ruritania last year."


@pytest.fixture
def text(make_text: Callable[..., DocumentText]) -> DocumentText:
    return make_text(WORDS, published=date(2020, 5, 4))


def place_of(words: str) -> Span:
    start = WORDS.index(words)
    return Span(start, start + len(words))


def passage() -> Passage:
    return Passage.of(tuple(split_sentences(WORDS, "en")))


def test_the_number_pointed_at_is_read(text: DocumentText) -> None:
    place = place_of("300 cameras")
    quantity = quantity_at(text, place, passage().home(place))
    assert quantity is not None
    assert (quantity.value, quantity.unit, quantity.qualifier) == (300, "cameras", "about")
    assert quantity.mention.name == "some 300 cameras"


def test_two_numbers_are_none(text: DocumentText) -> None:
    place = place_of("300 cameras and 20 drones")
    assert quantity_at(text, place, passage().home(place)) is None


def test_a_counted_time_says_from_where(text: DocumentText) -> None:
    place = place_of("last year")
    when = when_at(text, place, passage().home(place))
    assert when is not None
    assert when.start == date(2019, 1, 1)
    assert when.anchored_to == date(2020, 5, 4)


def test_words_outside_bring_their_sentence(text: DocumentText) -> None:
    carrying, name = place_of("It sold some 300 cameras"), place_of("Orbex")
    mention = mention_at(text, name.start, name.end)
    quotes = quote_evidence(text, carrying, [mention], passage().home)
    assert [quote.quote for quote in quotes] == ["It sold some 300 cameras", "Orbex came in 2012."]


def test_a_passage_halves_at_a_sentence() -> None:
    first, second = passage().halves() or (None, None)
    assert first is not None
    assert second is not None
    assert WORDS[first.start : first.end] == "Orbex came in 2012."
    assert second.halves() is None
