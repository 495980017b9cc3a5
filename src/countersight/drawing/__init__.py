"""Drawings as inline SVG: pure functions from frozen marks to accessible markup with classes and without styles.

draw_map(recipients, arcs=(), *, frame, coverage=Coverage(), breaks=None, chosen=None, shapes_href=None) -> Markup
draw_timeline(lanes, *, frame, first_year=None, last_year=None) -> Markup
draw_flow(nodes, links, *, frame, most=18, others_href=None) -> Markup        lines by support
draw_ribbons(nodes, links, *, frame, most=12, others_href=None) -> Markup     widths by number of findings
layout_flow(nodes, links, *, frame, most=18) -> FlowLayout                    coordinates of nodes, for exports
draw_bars(bars, *, frame) -> Markup
draw_sparkline(counts, *, label) -> Markup                                    counts by year
standalone(svg, *, title, source, theme="light") -> str                       a whole file with its own style
to_png(svg, *, width) -> bytes
drawing_css() -> str                                                          what site, report and files share
undrawn_territories() -> frozenset[str]                                       codes that have no place on the map
"""

from countersight.drawing.marks import (
    ENGLISH,
    Arc,
    Bar,
    Coverage,
    Event,
    Frame,
    Lane,
    Layer,
    Link,
    Node,
    Recipient,
    Stage,
    Support,
    Words,
)

__all__ = [
    "ENGLISH",
    "Arc",
    "Bar",
    "Coverage",
    "Event",
    "Frame",
    "Lane",
    "Layer",
    "Link",
    "Node",
    "Recipient",
    "Stage",
    "Support",
    "Words",
]
