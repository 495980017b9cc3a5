"""Legends: what shades, lines and shapes mean, set in rows within the drawing so that files have them too."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from countersight.drawing.canvas import element, lettering
from countersight.drawing.lettering import SMALL, break_text, text_width
from countersight.drawing.marks import Support, Words

SWATCH, SPACE, LINE = 22.0, 16.0, 20.0
"""Width of a swatch, space between two entries, height of a row."""


NO_SWATCH = Markup("")


@dataclass(frozen=True, slots=True)
class Entry:
    """One swatch, drawn in a box 22 wide and 12 high, with what it means; a heading has none."""

    label: str
    swatch: Markup = NO_SWATCH


def draw_legend(entries: Sequence[Entry], *, x: float, y: float, width: float) -> tuple[Markup, float]:
    """Set entries in rows from `y` downward; return them and the height that they take."""
    left, top = x, y
    placed = []
    for entry in entries:
        indent = SWATCH + 6 if entry.swatch else 0
        lines = break_text(entry.label, width - indent, size=SMALL)
        size = indent + max(text_width(line, size=SMALL) for line in lines)
        if left > x and left + size > x + width:
            left, top = x, top + LINE
        text = [lettering(left + indent, top + 14 + at * 15, line, class_="small") for at, line in enumerate(lines)]
        placed.append(element("g", _at(entry.swatch, left, top + 4), *text))
        left, top = left + size + SPACE, top + (len(lines) - 1) * 15
    return element("g", *placed, class_="legend"), top + LINE - y if entries else 0.0


def draw_notes(lines: Sequence[str], *, x: float, y: float, width: float) -> tuple[Markup, float]:
    """Set sentences one below the other; return them and the height that they take."""
    broken = [part for line in lines for part in break_text(line, width, size=SMALL)]
    placed = [lettering(x, y + 13 + at * 16, line, class_="small soft") for at, line in enumerate(broken)]
    return element("g", *placed, class_="notes") if placed else Markup(""), len(broken) * 16.0


def support_words(words: Words) -> dict[Support, str]:
    """Return what each degree of support is called."""
    return {
        Support.SEVERAL: words.several, Support.ONE: words.one, Support.CONTESTED: words.contested,
        Support.DENIED: words.denied,
    }  # fmt: skip


def line_swatch(support: Support) -> Markup:
    """Return a piece of line as it is drawn for this support."""
    return element("path", d="M0 6H22", class_=f"line {support}")


def box_swatch(class_: str, fill: str | None = None) -> Markup:
    """Return a box filled as a shape of the map is."""
    return element("rect", width=22, height=12, class_=f"swatch {class_}", fill=fill)


def _at(swatch: Markup, x: float, y: float) -> Markup:
    return element("g", swatch, transform=f"translate({x:.1f} {y:.1f})") if swatch else Markup("")
