"""Windows over sentences."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.scanning.sentences import Span
from countersight.extract.scanning.windows import LONGEST, Window, open_windows

TEN = [Span(number * 100, number * 100 + 99) for number in range(30)]


def test_context_stands_around() -> None:
    assert open_windows(TEN, [5], around=1, language="en") == [Window(400, 699)]


def test_windows_that_touch_are_one() -> None:
    assert open_windows(TEN, [2, 5], around=1, language="en") == [Window(100, 699)]


def test_windows_apart_stay_apart() -> None:
    assert open_windows(TEN, [0, 9], around=1, language="en") == [Window(0, 199), Window(800, 1099)]


def test_chinese_windows_are_shorter() -> None:
    assert open_windows(TEN[:8], range(8), around=0, language="zh") == [Window(0, 499), Window(500, 799)]


@given(st.lists(st.tuples(st.integers(1, 700), st.integers(0, 5)), max_size=30), st.data())
def test_every_wanted_sentence_is_whole(lengths: list[tuple[int, int]], data: st.DataObject) -> None:
    sentences, at = [], 0
    for length, gap in lengths:
        sentences.append(Span(at, at + length))
        at += length + gap
    wanted = data.draw(st.lists(st.sampled_from(range(len(sentences))))) if sentences else []
    windows = open_windows(sentences, wanted, around=1, language="en")
    assert all(window.end - window.start <= LONGEST for window in windows)
    assert all(one.end <= other.start for one, other in pairwise(windows))
    for number in wanted:
        assert any(w.start <= sentences[number].start and sentences[number].end <= w.end for w in windows)
