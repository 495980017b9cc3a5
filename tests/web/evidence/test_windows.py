"""Long texts in parts."""

from hypothesis import given
from hypothesis import strategies as st

from countersight.web.evidence.windows import SHORT, SLACK, cut_parts, part_at


def test_short_text_is_one_part():
    assert len(cut_parts("a" * SHORT)) == 1


def test_empty_text_has_one_part():
    (part,) = cut_parts("")
    assert part.span == (0, 0)


def test_parts_end_with_paragraphs():
    text = ("word " * 100 + "\n\n") * 200
    parts = cut_parts(text)
    assert len(parts) > 5
    assert all(text[part.span.start - 2 : part.span.start] == "\n\n" for part in parts[1:])


@given(gap=st.sampled_from(["", " ", "\n", "\n\n"]), size=st.integers(1, 9_000), count=st.integers(1, 40))
def test_parts_cover_the_text(gap, size, count):
    text = ("字" * size + gap) * count
    parts = cut_parts(text)
    assert "".join(text[part.span.start : part.span.end] for part in parts) == text
    assert max(part.span.end - part.span.start for part in parts) <= SHORT + SLACK


def test_every_place_is_in_its_part():
    parts = cut_parts("字" * 100_000)
    assert all(part_at(parts, part.span.start) == part for part in parts)
    assert part_at(parts, 10**9) == parts[-1]
