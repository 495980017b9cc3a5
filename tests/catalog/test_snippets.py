"""Snippets are stretches of the stored text, and say where they are from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.catalog.snippets import LENGTH, make_snippet
from countersight.catalog.words import read_search


def test_no_match_gives_no_snippet() -> None:
    assert make_snippet("nothing of it", read_search("camera"), of="text") is None


@pytest.mark.parametrize("words", ["camera", "caméras", "CAMERAS", '"the cameras"'])
def test_match_is_told_with_its_place(words: str) -> None:
    text = "🎥 Long before, the ca\u0301meras came. " + "Then nothing. " * 60
    snippet = make_snippet(text, read_search(words), of="quote")
    assert snippet is not None
    matching = [piece for piece, is_match in snippet.pieces if is_match]
    assert text[snippet.match :].startswith(matching[0])
    assert snippet.of == "quote"
    assert not snippet.is_cut_before
    assert snippet.is_cut_after


@given(st.text(max_size=400), st.text(max_size=800), st.sampled_from(["camera", "监控", "кам", "กล้อง", '"a b"']))
def test_pieces_are_a_stretch_of_the_text(before: str, after: str, words: str) -> None:
    text = f"{before} {words.strip(chr(34))} {after}"
    search = read_search(words)
    snippet = make_snippet(text, search, of="text")
    assert snippet is not None
    shown = "".join(piece for piece, _ in snippet.pieces)
    assert text[snippet.start : snippet.start + len(shown)] == shown
    assert len(shown) <= LENGTH
    assert snippet.start <= snippet.match < snippet.start + len(shown)
    assert snippet.is_cut_after == (snippet.start + len(shown) < len(text))
    assert all(piece for piece, _ in snippet.pieces)
