from hypothesis import given
from hypothesis import strategies as st

from countersight.model.text import DocumentText, text_id
from countersight.web.desk.passage import cut_passage

LETTERS = st.text(alphabet="ab \n𝒜é平", max_size=300)


def text_of(words: str) -> DocumentText:
    return DocumentText(id=text_id("d", "made@1", words), document_id="d", reader="made@1", text=words)


@given(LETTERS, st.integers(0, 300), st.integers(0, 20))
def test_blocks_are_the_text_from_place_to_place(words: str, start: int, length: int) -> None:
    text = text_of(words)
    start = min(start, len(words))
    passage = cut_passage(text, [], start=start, end=min(start + length, len(words)))
    shown = "".join(block.text + block.tail for block in passage.blocks)
    assert shown == words[passage.start : passage.end]
    assert all(words.startswith(block.text, block.start) for block in passage.blocks)
    assert passage.before + len(shown) + passage.after == len(words)


def test_long_text_is_cut_around_the_words() -> None:
    text = text_of("paragraph of words\n\n" * 20_000)
    passage = cut_passage(text, [], start=200_000, end=200_010)
    assert passage.start < 200_000 < passage.end
    assert passage.end - passage.start < 10_000
    assert text.text[passage.start - 2 : passage.start] == "\n\n"


def test_whole_text_is_shown_up_to_a_limit() -> None:
    passage = cut_passage(text_of("a\n\nb"), [], start=0, end=1, whole=True)
    assert [block.text for block in passage.blocks] == ["a", "b"]
