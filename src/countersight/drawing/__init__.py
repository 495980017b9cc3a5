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
shapes_svg() -> str                                                           shapes to serve at `shapes_href`
undrawn_territories() -> frozenset[str]                                       codes that have no place on the map
"""

from countersight.drawing.bars import draw_bars, draw_sparkline
from countersight.drawing.files import drawing_css, standalone, to_png
from countersight.drawing.flow import draw_flow
from countersight.drawing.flow_layout import FlowLayout, PlacedNode, layout_flow
from countersight.drawing.map import draw_map, shapes_svg, undrawn_territories
from countersight.drawing.marks import (
    ENGLISH,
    UNRECORDED,
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
from countersight.drawing.ribbons import draw_ribbons
from countersight.drawing.shades import quantile_breaks
from countersight.drawing.timeline import draw_timeline

__all__ = [
    "ENGLISH",
    "UNRECORDED",
    "Arc",
    "Bar",
    "Coverage",
    "Event",
    "FlowLayout",
    "Frame",
    "Lane",
    "Layer",
    "Link",
    "Node",
    "PlacedNode",
    "Recipient",
    "Stage",
    "Support",
    "Words",
    "draw_bars",
    "draw_flow",
    "draw_map",
    "draw_ribbons",
    "draw_sparkline",
    "draw_timeline",
    "drawing_css",
    "layout_flow",
    "quantile_breaks",
    "shapes_svg",
    "standalone",
    "to_png",
    "undrawn_territories",
]
