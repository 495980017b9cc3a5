"""Bars and sparklines: in proportion, with their numbers, within their frame."""

from hypothesis import given
from hypothesis import strategies as st

from countersight.drawing import Bar, Frame, draw_bars, draw_sparkline

from .reading import boxes, links, names, parse, texts

some_bars = st.lists(
    st.builds(lambda label, count, several: Bar(label=label, count=count, several=several, href="/b"),
              st.text(max_size=50), st.integers(0, 10**6), st.integers(0, 10**6)),
    max_size=30,
)  # fmt: skip


@given(some_bars, st.booleans())
def test_bars_are_in_proportion_and_in_frame(bars: list[Bar], narrow: bool) -> None:
    root = parse(draw_bars(bars, frame=Frame(key="b", is_narrow=narrow)))
    width = float(root.attrib["viewBox"].split()[2])
    drawn = list(boxes(root, "one"))
    assert len(drawn) == len(links(root)) == len(bars)
    most = max((bar.count for bar in bars), default=0)
    longest = max((box[2] - box[0] for box in drawn), default=0.0)
    for bar, (left, _, right, _) in zip(bars, drawn, strict=True):
        assert right <= width
        assert abs((right - left) - max(1.0, longest * bar.count / max(most, 1))) < 0.2
    assert all(box[2] <= width for box in boxes(root, "several"))


def test_bar_tells_its_share() -> None:
    root = parse(draw_bars([Bar(label="Cuba", count=1200, several=3)], frame=Frame(key="b")))
    assert "Cuba 1,200, 3 several origins" in names(root)
    assert "1,200" in texts(root)


def test_sparkline_is_a_named_image() -> None:
    root = parse(draw_sparkline([(2019, 0), (2020, 4)], label="4 findings in 2020, none in 2019"))
    assert root.attrib["aria-label"] == "4 findings in 2020, none in 2019"
    assert len(list(boxes(root, "none"))) == 1
