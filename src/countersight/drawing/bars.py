"""Bars for facets and rankings, and sparklines for small multiples."""

from collections.abc import Sequence

from markupsafe import Markup

from countersight.drawing.canvas import count_name, drawing, element, lettering, mark, number, width_of
from countersight.drawing.lettering import fit_text, text_width, writable
from countersight.drawing.marks import Bar, Frame

ROW, THICK = 28.0, 12.0
"""Height of a line of a bar chart, which is easy to touch, and of the bar in it."""


def draw_bars(bars: Sequence[Bar], *, frame: Frame) -> Markup:
    """Draw one line for each bar, in the order given: name, bar, number. The scale begins at 0."""
    width = width_of(frame)
    most = max((bar.count for bar in bars), default=0) or 1
    numbers = max((text_width(f"{bar.count:,}") for bar in bars), default=0.0)
    named = max((text_width(writable(bar.label)) for bar in bars), default=0.0)
    names = min(named, width * 0.42) + 12
    room = width - names - numbers - 14
    drawn = [_bar(bar, at * ROW, frame, names=names, unit=room / most) for at, bar in enumerate(bars)]
    words = frame.words
    return drawing(
        "bars", max(len(bars), 1) * ROW, drawn, frame=frame, title=words.bars_title, description=words.bars_title
    )


def _bar(bar: Bar, y: float, frame: Frame, *, names: float, unit: float) -> Markup:
    several = min(max(bar.several, 0), bar.count)
    long, full = bar.count * unit, several * unit
    top = y + (ROW - THICK) / 2
    area = element("rect", x=0, y=y, width=width_of(frame), height=ROW, class_="hit", fill="none", pointer_events="all")
    parts = [
        element("rect", x=names, y=top, width=max(long, 1.0), height=THICK, class_="bar one"),
        element("rect", x=names, y=top, width=full, height=THICK, class_="bar several") if full else Markup(""),
    ]
    name = lettering(0, y + ROW / 2 + 4.5, fit_text(writable(bar.label), names - 12), class_="label")
    count = lettering(names + max(long, 1.0) + 6, y + ROW / 2 + 4.5, f"{bar.count:,}", class_="count")
    detail = f"{several:,} {frame.words.several}" if several else ""
    return mark(
        area, name, *parts, count, name=count_name(bar.label, bar.count, detail, frame.words), href=bar.href,
        class_="bar-line chosen" if bar.is_chosen else "bar-line",
    )  # fmt: skip


def draw_sparkline(counts: Sequence[tuple[int, int]], *, label: str, width: float = 120, height: float = 28) -> Markup:
    """Draw counts by year as thin bars without axis; a year without a count leaves a line on the ground.

    `label` names it and should say in words what it shows: it is an image for those who cannot see it.
    """
    top = max((count for _, count in counts), default=0) or 1
    step = width / max(len(counts), 1)
    bars = [
        element("rect", x=at * step, y=height - max(1.0, count / top * (height - 1)), width=max(step - 1, 0.6),
                height=max(1.0, count / top * (height - 1)), class_="bar several" if count else "bar none")
        for at, (_, count) in enumerate(counts)
    ]  # fmt: skip
    return element(
        "svg", *bars, class_="drawing sparkline", viewBox=f"0 0 {number(width)} {number(height)}", role="img",
        aria_label=writable(label), xmlns="http://www.w3.org/2000/svg",
    )  # fmt: skip
