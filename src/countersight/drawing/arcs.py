"""Curves from supplier to recipient: quadratic, for great circles leave the frame near the poles and the date line."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from countersight.drawing.canvas import element, mark, number
from countersight.drawing.marks import Arc

MOST = 30
"""Curves beyond which a map tangles, unless they all belong to a chosen territory."""
MOST_OF_ONE = 60
"""Curves of a chosen territory: as they all end in one point, more of them can be told apart."""
BEND = 0.22
"""Height of a curve as a share of the way that it spans."""


def choose_arcs(arcs: Sequence[Arc], chosen: str | None) -> list[Arc]:
    """Return the arcs to draw: the largest of the chosen territory, else all where they are few, else none."""
    if chosen is not None:
        of_it = [arc for arc in arcs if chosen in (arc.source, arc.target)]
        return sorted(of_it, key=lambda arc: -arc.count)[:MOST_OF_ONE]
    return list(arcs) if len(arcs) <= MOST else []


def draw_arcs(arcs: Sequence[Arc], at: Mapping[str, tuple[float, float]], *, radius: float) -> Markup:
    """Draw arcs between places; those of the same two places bend differently."""
    seen: Counter[frozenset[str]] = Counter()
    drawn = []
    for arc in arcs:
        pair = frozenset((arc.source, arc.target))
        path = _curve(at[arc.source], at[arc.target], bend=BEND + 0.1 * seen[pair], radius=radius)
        seen[pair] += 1
        drawn.append(
            mark(
                element("path", d=path, class_="hit", fill="none", pointer_events="stroke"),
                element("path", d=path, class_=f"line {arc.support}", fill="none"),
                name=arc.label, href=arc.href, class_="arc",
            )
        )  # fmt: skip
    return element("g", *drawn, class_="arcs") if drawn else Markup("")


def _curve(start: tuple[float, float], end: tuple[float, float], *, bend: float, radius: float) -> str:
    """Return a curve that bows toward the top, ends at the rim of the recipient's disc and stays within the frame."""
    (ax, ay), (bx, by) = start, end
    span = math.dist(start, end)
    if span < 1:  # within one territory: a loop above it
        return f"M{number(ax - 3)} {number(ay - radius)}c-12 -18 18 -18 6 0"
    middle_x, middle_y = (ax + bx) / 2, (ay + by) / 2
    side = 1 if bx >= ax else -1
    top_x = middle_x + side * (by - ay) * bend
    top_y = max(middle_y - side * (bx - ax) * bend, 8 - (ay + by) / 2)  # keeps the curve's own top below the edge
    away = math.dist((top_x, top_y), end) or 1
    bx, by = bx - (bx - top_x) * (radius + 1) / away, by - (by - top_y) * (radius + 1) / away
    return f"M{number(ax)} {number(ay)}Q{number(top_x)} {number(top_y)} {number(bx)} {number(by)}"
