from hypothesis import given
from hypothesis import strategies as st

from countersight.model.text import DocumentText, text_id
from countersight.review import Span
from countersight.web.desk.locating import locate_words, widen_quotes

SAID = "Alder Optics sold 300 cameras to Borland. The Borland police denied it. Alder Optics left. 𝒜lder 𐍈 stays."


def text_of(words: str) -> DocumentText:
    return DocumentText(id=text_id("d", "made@1", words), document_id="d", reader="made@1", text=words, language="en")


TEXT = text_of(SAID)


def test_one_place_is_found() -> None:
    found = locate_words(TEXT, " 300 cameras ", None, ())
    assert found.span == Span(start=18, end=29)


def test_given_place_decides_between_several() -> None:
    second = SAID.rindex("Alder Optics")
    assert locate_words(TEXT, "Alder Optics", second, ()).span == Span(start=second, end=second + 12)


def test_quotes_decide_between_several() -> None:
    assert locate_words(TEXT, "Alder Optics", None, [Span(start=0, end=41)]).span == Span(start=0, end=12)


def test_several_places_are_offered() -> None:
    found = locate_words(TEXT, "Borland", None, ())
    assert found.span is None
    assert [SAID[place.start :].startswith("Borland") for place in found.places] == [True, True]


def test_words_that_are_not_there_are_refused() -> None:
    assert "does not stand" in locate_words(TEXT, "alder optics", None, ()).problem


@given(st.integers(0, len(SAID) - 1), st.integers(1, 20))
def test_what_is_found_reads_back(start: int, length: int) -> None:
    words = SAID[start : start + length]
    found = locate_words(TEXT, words, start, ()).span
    if found is not None:
        assert SAID[found.start : found.end] == words.strip()


def test_quote_grows_within_its_sentence() -> None:
    assert widen_quotes(TEXT, [Span(start=0, end=12)], [Span(start=33, end=40)]) == (Span(start=0, end=40),)


def test_words_of_another_sentence_bring_theirs() -> None:
    police = SAID.index("police")
    _, second = widen_quotes(TEXT, [Span(start=0, end=12)], [Span(start=police, end=police + 6)])
    assert SAID[second.start : second.end] == "The Borland police denied it."


@given(st.lists(st.tuples(st.integers(0, len(SAID) - 2), st.integers(1, 9)), min_size=1, max_size=4))
def test_quotes_hold_all_words(places: list[tuple[int, int]]) -> None:
    spans = [Span(start=start, end=min(start + length, len(SAID))) for start, length in places]
    quotes = widen_quotes(TEXT, [], spans)
    assert all(any(quote.start <= span.start and span.end <= quote.end for quote in quotes) for span in spans)
