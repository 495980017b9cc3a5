"""The timeline: lanes of events, each as long as what is told of its time, stacked where they would overlap."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from countersight.drawing.canvas import drawing, element, hit_area, lettering, mark, number, width_of
from countersight.drawing.legend import Entry, draw_legend, draw_notes, support_words
from countersight.drawing.lettering import SMALL, text_width, wrap_text, writable
from countersight.drawing.marks import Event, Frame, Lane, Stage, Words

RADIUS, ROW, GAP = 5.5, 16.0, 3.0
"""Of a mark, of a row within a lane, and the least space between two marks in it."""
MOST_ROWS = 8
"""Rows of a lane beyond which events of the same interval, support and stage are drawn as one mark with its number."""
SHORTEST_BAR = 17.0
"""Width of the shortest bar, so that a month is never taken for a day."""
NAMES = 190.0
"""Room for the names of lanes on a wide drawing; on a narrow one they stand above."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """The years shown and where they lie."""

    first: int
    last: int
    left: float
    right: float

    def x(self, day: date) -> float:
        """Return where a day begins."""
        in_year = (day.timetuple().tm_yday - 1) / 366
        share = (day.year + in_year - self.first) / (self.last + 1 - self.first)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)


@dataclass(frozen=True, slots=True)
class _Placed:
    """One mark: an event, or several alike."""

    events: tuple[Event, ...]
    start: float
    end: float
    row: int = 0

    @property
    def is_bar(self) -> bool:
        return self.events[0].start != self.events[0].end

    @property
    def extent(self) -> tuple[float, float]:
        """What it covers from left to right, its number included."""
        beside = text_width(f"×{len(self.events):,}", size=SMALL) + 3 if len(self.events) > 1 else 0.0
        return self.start - RADIUS, self.end + RADIUS + beside


def draw_timeline(
    lanes: Sequence[Lane], *, frame: Frame, first_year: int | None = None, last_year: int | None = None
) -> Markup:
    """Draw events at the time that their sources tell; those that tell none are counted beside their lane.

    Args:
        lanes: from top to bottom.
        first_year, last_year: what the axis shows; the years of the events where they are not given. Events outside
            are drawn at its ends.
    """
    words = frame.words
    axis = _axis(lanes, frame, first_year, last_year)
    if axis is None:
        notes, used = draw_notes([words.nothing_dated], x=4, y=4, width=width_of(frame) - 8)
        undated, total = _undated_lanes(lanes, frame, used + 8)
        return _whole([notes, undated], total, frame)
    drawn, y = [], 22.0
    for lane in lanes:
        markup, height = _draw_lane(lane, axis, y, frame)
        drawn.append(markup)
        y += height
    grid = _grid(axis, 18.0, y)
    legend, used = draw_legend(_legend(lanes, words), x=4, y=y + 10, width=width_of(frame) - 8)
    return _whole([grid, *drawn, legend], y + used + 14, frame)


def _whole(children: Iterable[Markup], height: float, frame: Frame) -> Markup:
    words = frame.words
    return drawing(
        "timeline", height, children, frame=frame, title=words.timeline_title, description=words.timeline_description
    )


def _axis(lanes: Iterable[Lane], frame: Frame, first: int | None, last: int | None) -> _Axis | None:
    years = [day.year for lane in lanes for event in lane.events for day in (event.start, event.end) if day]
    if not years and (first is None or last is None):
        return None
    low = first if first is not None else min(years)
    high = last if last is not None else max(years)
    left = 12.0 if frame.is_narrow else NAMES + 12
    return _Axis(low, max(low, high), left, width_of(frame) - (14.0 if frame.is_narrow else 84.0))


def _grid(axis: _Axis, top: float, bottom: float) -> Markup:
    """Draw the years: a line at the beginning of each that has room for its number."""
    per_year = (axis.right - axis.left) / (axis.last + 1 - axis.first)
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 10_000) if step * per_year >= 34)
    lines = []
    for year in range(axis.first, axis.last + 2):
        if (year - axis.first) % step == 0 and year <= axis.last:
            x = axis.x(date(year, 1, 1))
            lines.append(element("path", d=f"M{number(x)} {number(top)}V{number(bottom)}", class_="year"))
            lines.append(lettering(x + 3, top - 5, str(year), class_="small soft"))
    lines.append(element("path", d=f"M{number(axis.right)} {number(top)}V{number(bottom)}", class_="year"))
    return element("g", *lines, class_="axis", aria_hidden="true")


def _draw_lane(lane: Lane, axis: _Axis, y: float, frame: Frame) -> tuple[Markup, float]:
    placed = _stack(lane.events, axis)
    rows = max((one.row + 1 for one in placed), default=0)
    head = 18.0 if frame.is_narrow else 0.0
    names = _lane_name(lane, y, frame)
    height = max(head + rows * ROW, 18.0 * names.count("</text>") if not frame.is_narrow else 0.0) + 12
    marks = [_draw_mark(one, y + head + 6 + ROW * (one.row + 0.5), lane, frame.words) for one in placed]
    edge = element("path", d=f"M4 {number(y + height)}H{number(axis.right)}", class_="lane-edge")
    undated = _undated(lane, y + (14 if frame.is_narrow else 18), frame, axis)
    return element("g", edge, names, undated, *marks, class_="lane"), height


def _lane_name(lane: Lane, y: float, frame: Frame) -> Markup:
    room = width_of(frame) - 100.0 if frame.is_narrow else NAMES - 8
    lines = wrap_text(writable(lane.label), room, lines=1 if frame.is_narrow else 3)
    texts = [lettering(4, y + (14 if frame.is_narrow else 18) + at * 15, line, class_="label")
             for at, line in enumerate(lines)]  # fmt: skip
    area = element("rect", x=0, y=y, width=room, height=24, class_="hit", fill="none", pointer_events="all")
    return mark(area, *texts, name=lane.label, href=lane.href, class_="lane-name")


def _undated(lane: Lane, baseline: float, frame: Frame, axis: _Axis) -> Markup:
    """Count beside a lane what tells no time."""
    count = sum(event.start is None and event.end is None for event in lane.events)
    if not count:
        return Markup("")
    text = frame.words.undated.format(count=f"{count:,}")
    x = width_of(frame) - 4.0
    wide = text_width(text, size=SMALL)
    area = element("rect", x=x - wide, y=baseline - 17, width=wide, height=24, class_="hit", fill="none",
                   pointer_events="all")  # fmt: skip
    shown = lettering(x, baseline, text, class_="small soft", anchor="end")
    return mark(area, shown, name=f"{text}: {writable(lane.label)}", href=lane.undated_href, class_="undated")


def _undated_lanes(lanes: Sequence[Lane], frame: Frame, y: float) -> tuple[Markup, float]:
    """List lanes without any dated event."""
    axis = _Axis(2000, 2000, NAMES, width_of(frame))
    drawn = []
    for lane in lanes:
        baseline = y + (14 if frame.is_narrow else 18)
        drawn.append(element("g", _lane_name(lane, y, frame), _undated(lane, baseline, frame, axis), class_="lane"))
        y += 36
    return Markup("").join(drawn), y + 4


def _stack(events: Sequence[Event], axis: _Axis) -> list[_Placed]:
    """Give each dated event the first row in which it covers no other."""
    dated = sorted((event for event in events if event.start or event.end), key=_order)
    placed = _rows([_place((event,), axis) for event in dated])
    if max((one.row for one in placed), default=0) < MOST_ROWS:
        return placed
    alike: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in dated:
        alike[event.start, event.end, event.support, event.stage].append(event)
    return _rows([_place(tuple(group), axis) for group in alike.values()])


def _order(event: Event) -> tuple[object, ...]:
    return event.start or event.end, event.end or date.max, event.support, event.stage, event.label, event.href or ""


def _place(events: tuple[Event, ...], axis: _Axis) -> _Placed:
    """Return where an event begins and ends; an end that is not known reaches to the end of the axis."""
    one = events[0]
    if one.start is not None and one.start == one.end:
        x = axis.x(one.start)
        return _Placed(events, x, x)
    start = axis.x(one.start) if one.start else axis.left
    end = axis.x(one.end + timedelta(days=1)) if one.end else axis.right
    middle, half = (start + end) / 2, max(end - start, SHORTEST_BAR) / 2 - RADIUS
    return _Placed(events, middle - half, middle + half)


def _rows(placed: Sequence[_Placed]) -> list[_Placed]:
    ends: list[float] = []
    stacked = []
    for one in sorted(placed, key=lambda one: one.extent):
        left, right = one.extent
        row = next((at for at, end in enumerate(ends) if end + GAP <= left), len(ends))
        ends[row : row + 1] = [right]
        stacked.append(_Placed(one.events, one.start, one.end, row))
    return stacked


def _draw_mark(placed: _Placed, y: float, lane: Lane, words: Words) -> Markup:
    event, number_of = placed.events[0], len(placed.events)
    class_ = f"event {event.stage} {event.support}"
    shape = _bar(placed, y, class_) if placed.is_bar else SHAPES[event.stage](placed.start, y, class_)
    name, href = event.label, event.href
    behind = Markup("")
    if number_of > 1:
        name, href = words.count.format(label=event.label, count=f"×{number_of:,}"), lane.href or event.href
        behind = lettering(placed.end + RADIUS + 3, y + 4, f"×{number_of:,}", class_="small label")
    return mark(hit_area((placed.start + placed.end) / 2, y), shape, behind, name=name, href=href, class_="mark")


def _bar(placed: _Placed, y: float, class_: str) -> Markup:
    """Draw an interval: a bar; of what is planned or called off, a line between its ends with the shape within."""
    event = placed.events[0]
    left, right = placed.start - RADIUS, placed.end + RADIUS
    if event.stage is Stage.STATED:
        half = RADIUS - 1.5
        return element(
            "rect", x=left, y=y - half, width=right - left, height=2 * half, rx=half, class_=f"{class_} bar"
        )  # fmt: skip
    line = f"M{number(left)} {number(y - 4)}v8m0 -4H{number(right)}m0 -4v8"
    span = element("path", d=line, class_=f"event {event.support} span")
    return span + SHAPES[event.stage]((left + right) / 2, y, class_)


def _disc(x: float, y: float, class_: str) -> Markup:
    return element("circle", cx=x, cy=y, r=RADIUS, class_=class_)


def _diamond(x: float, y: float, class_: str) -> Markup:
    r = number(RADIUS + 1)
    return element("path", d=f"M{number(x)} {number(y - RADIUS - 1)}l{r} {r}l-{r} {r}l-{r} -{r}z", class_=class_)


def _cross(x: float, y: float, class_: str) -> Markup:
    r, d = number(RADIUS - 1), number(2 * (RADIUS - 1))
    left, top = number(x - RADIUS + 1), number(y - RADIUS + 1)
    return element("path", d=f"M{left} {top}l{d} {d}m0 -{d}l-{d} {d}", class_=class_) if r else Markup("")


SHAPES: dict[Stage, Callable[[float, float, str], Markup]] = {
    Stage.STATED: _disc, Stage.PLANNED: _diamond, Stage.CALLED_OFF: _cross,
}  # fmt: skip


def _legend(lanes: Sequence[Lane], words: Words) -> list[Entry]:
    """Explain the shapes and shades that are there."""
    dated = [event for lane in lanes for event in lane.events if event.start or event.end]
    stages, supports = {event.stage for event in dated}, {event.support for event in dated}
    names = {Stage.STATED: words.stated, Stage.PLANNED: words.planned, Stage.CALLED_OFF: words.called_off}
    entries = [Entry(names[stage], SHAPES[stage](11, 6, f"event {stage} plain")) for stage in Stage if stage in stages]
    entries += [Entry(name, _disc(11, 6, f"event stated {support}"))
                for support, name in support_words(words).items() if support in supports]  # fmt: skip
    if any(event.start != event.end for event in dated):
        bar = element("rect", x=0, y=2, width=22, height=8, rx=4, class_="event plain bar")
        entries.append(Entry(words.interval, bar))
    return entries
