"""The timeline: times as the sources tell them, never stacked on one another, nothing lost."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from xml.etree import ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.drawing import Event, Frame, Lane, Stage, Support, draw_timeline

from .reading import SVG, boxes, links, name_of, names, parse, texts

FRAME = Frame(key="t")
DAY = date(2020, 5, 4)

days = st.dates(date(1995, 1, 1), date(2026, 12, 31))
events = st.builds(
    lambda start, length, known, support, stage: Event(
        label=f"from {start}", start=start if known != "end" else None,
        end=start + timedelta(days=length) if known != "start" else None, support=support, stage=stage, href="/f",
    ),
    days, st.sampled_from([0, 0, 30, 364, 1500]), st.sampled_from(["both", "both", "start", "end"]),
    st.sampled_from(Support), st.sampled_from(Stage),
)  # fmt: skip


def event(label: str, start: date | None, end: date | None, **options: object) -> Event:
    return Event(label=label, start=start, end=end, **options)  # type: ignore[arg-type]


def reach(mark: ET.Element) -> tuple[float, float, float, float]:
    """Return the least box around the shapes of a mark, without its hit area."""
    xs: list[float] = []
    ys: list[float] = []
    for one in mark.iter():
        kind, a = one.tag.removeprefix(SVG), one.attrib
        if "event" not in a.get("class", ""):
            continue
        if kind == "circle":
            xs += [float(a["cx"]) - float(a["r"]), float(a["cx"]) + float(a["r"])]
            ys += [float(a["cy"])]
        elif kind == "rect":
            xs += [float(a["x"]), float(a["x"]) + float(a["width"])]
            ys += [float(a["y"]) + float(a["height"]) / 2]
        else:
            start_x, start_y = map(float, re.findall(r"M(-?[\d.]+) (-?[\d.]+)", a["d"])[0])
            ys += [start_y + (4 if "span" in a["class"] else 6 if "planned" in a["class"] else 4)]
            xs += [start_x, *(float(x) for x in re.findall(r"H(-?[\d.]+)", a["d"]))]
    return min(xs), min(ys), max(xs), max(ys)


def marks(root: ET.Element) -> Iterator[ET.Element]:
    return (one for one in root.iter() if one.attrib.get("class") == "mark")


@settings(max_examples=40, deadline=None)
@given(st.lists(events, max_size=40), st.booleans())
def test_marks_of_a_lane_never_overlap(some: list[Event], narrow: bool) -> None:
    frame = Frame(key="t", is_narrow=narrow)
    root = parse(draw_timeline([Lane(label="Vendor", events=tuple(some))], frame=frame))
    drawn = [reach(mark) for mark in marks(root)]
    for (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) in combinations(drawn, 2):
        if top < other_bottom + 8 and other_top < bottom + 8:
            assert right <= other_left + 0.2 or other_right <= left + 0.2


@settings(max_examples=40, deadline=None)
@given(st.lists(events, max_size=120))
def test_every_event_is_drawn_or_counted(some: list[Event]) -> None:
    undated = (event("never", None, None),) * 3
    root = parse(draw_timeline([Lane(label="Vendor", events=(*some, *undated))], frame=FRAME))
    shown = 0
    for mark in marks(root):
        told = re.search(r"×([\d,]+)$", name_of(mark))
        shown += int(told[1]) if told else 1
    assert shown == len(some)
    assert "3 undated" in texts(root)


def test_undated_is_never_given_a_date() -> None:
    root = parse(draw_timeline([Lane(label="V", events=(event("e", None, None),), undated_href="/u")], frame=FRAME))
    assert list(marks(root)) == []
    assert "No finding tells a time." in texts(root)
    assert [link.attrib["href"] for link in links(root, within="lane")] == ["/u"]


def test_known_year_is_a_bar_and_known_day_a_dot() -> None:
    root = parse(draw_timeline([Lane(label="V", events=(
        event("year", date(2018, 1, 1), date(2018, 12, 31)), event("day", DAY, DAY),
    ))], frame=FRAME))  # fmt: skip
    (bar,) = [box for mark in marks(root) for box in boxes(mark, "bar")]
    assert bar[2] - bar[0] > 100
    assert len([one for mark in marks(root) for one in mark.findall(f"{SVG}circle") if one.attrib["r"] == "5.5"]) == 1


def test_bars_span_their_interval_exactly() -> None:
    lane = Lane(label="V", events=(event("a", date(2010, 1, 1), date(2014, 12, 31)),))
    root = parse(draw_timeline([lane], frame=FRAME, first_year=2010, last_year=2019))
    (bar,) = [box for mark in marks(root) for box in boxes(mark, "bar")]
    years = [float(re.findall(r"M([\d.]+)", one.attrib["d"])[0]) for one in root.iter(f"{SVG}path")
             if one.attrib["class"] == "year"]  # fmt: skip
    assert abs(bar[0] - years[0]) < 0.2
    assert abs(bar[2] - years[5]) < 0.2


def test_plans_differ_from_completions_by_shape() -> None:
    for stage, tag in ((Stage.STATED, "circle"), (Stage.PLANNED, "path"), (Stage.CALLED_OFF, "path")):
        root = parse(draw_timeline([Lane(label="V", events=(event("e", DAY, DAY, stage=stage),))], frame=FRAME))
        (mark,) = marks(root)
        assert [one.tag for one in mark if "event" in one.attrib.get("class", "")] == [f"{SVG}{tag}"]
    assert {"planned", "cancelled or denied"} - set(texts(root)) == {"planned"}


def test_three_hundred_alike_become_one_mark() -> None:
    lane = Lane(label="V", href="/v", events=tuple(event("2019", DAY, DAY, href=f"/{at}") for at in range(300)))
    root = parse(draw_timeline([lane], frame=FRAME))
    (mark,) = marks(root)
    assert name_of(mark) == "2019 ×300"
    assert mark.attrib["href"] == "/v"


def test_same_events_in_any_order_draw_the_same() -> None:
    some = [event(f"{at}", DAY + timedelta(days=at % 3), DAY + timedelta(days=at % 3)) for at in range(9)]
    one, other = (draw_timeline([Lane(label="V", events=tuple(order))], frame=FRAME) for order in (some, some[::-1]))
    assert one == other


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80), st.booleans())
def test_any_name_gives_sound_markup(label: str, narrow: bool) -> None:
    lane = Lane(label=label, events=(event(label, DAY, DAY, href="/f"),), href="/v")
    root = parse(draw_timeline([lane, lane], frame=Frame(key="k", is_narrow=narrow)))
    assert len(names(root)) == 4
