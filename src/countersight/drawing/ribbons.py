"""The flow as ribbons: from supplier to recipient, as thick as there are findings, the well supported part darker."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from countersight.drawing.canvas import count_name, drawing, element, lettering, mark, number, width_of
from countersight.drawing.flow_layout import count_findings, fold_nodes
from countersight.drawing.legend import Entry, box_swatch, draw_legend
from countersight.drawing.lettering import fit_text, text_width, writable
from countersight.drawing.marks import Frame, Layer, Link, Node, Words

BAR = 8.0
"""Thickness of a node's bar."""
SCALE_TO, MOST = 360.0, 28.0
"""Height that all findings share, and the most that one of them gets."""
LINE, GAP = 20.0, 8.0
"""Least height of a node with its name, and the space between two."""


@dataclass(slots=True)
class _Band:
    """One node on one side, while ribbons are laid onto it."""

    node: Node
    findings: int
    y: float = 0.0
    height: float = 0.0
    filled: float = 0.0
    """How much of its bar has ribbons already."""


def draw_ribbons(
    nodes: Sequence[Node], links: Sequence[Link], *, frame: Frame, most: int = 12,
    others_href: Mapping[Layer, str] | None = None,
) -> Markup:  # fmt: skip
    """Draw links from vendors to recipients as ribbons, arguments as `layout_flow` has them; no node in between."""
    nodes, links = fold_nodes(nodes, links, most=most, words=frame.words, others_href=others_href or {})
    findings = count_findings(links)
    scale = min(SCALE_TO / max(sum(link.count for link in links), 1), MOST)
    sides = {layer: _column(nodes, findings, layer) for layer in (Layer.VENDOR, Layer.RECIPIENT)}
    left, right = sides[Layer.VENDOR], sides[Layer.RECIPIENT]
    height = max(_place(left.values(), scale), _place(right.values(), scale))
    for side in sides.values():
        _center(list(side.values()), height)
    edge = 112.0 if frame.is_narrow else 230.0
    order = sorted(links, key=lambda link: (left[link.source].y, right[link.target].y, link.support))
    ribbons = [_ribbon(link, left[link.source], right[link.target], scale, edge=edge, frame=frame) for link in order]
    bars = [_bar(band, frame, edge=edge) for side in sides.values() for band in side.values()]
    legend, used = draw_legend(_legend(frame.words), x=4, y=height + 4, width=width_of(frame) - 8)
    return drawing(
        "flow ribbons", height + used + 8,
        [element("g", *ribbons, class_="edges"), element("g", *bars, class_="nodes"), legend],
        frame=frame, title=frame.words.flow_title, description=frame.words.flow_description,
    )  # fmt: skip


def _column(nodes: Sequence[Node], findings: Mapping[str, int], layer: Layer) -> dict[str, _Band]:
    """Order the nodes of one side by findings, as `fold_nodes` leaves them: what is folded last."""
    return {node.id: _Band(node, findings[node.id]) for node in nodes if node.layer is layer}


def _place(bands: Iterable[_Band], scale: float) -> float:
    """Put the bands below one another; return the height that they take."""
    top = GAP
    for band in bands:
        band.height = max(band.findings * scale, 1.5)
        room = max(band.height, LINE)
        band.y = top + (room - band.height) / 2
        top += room + GAP
    return top


def _center(bands: Sequence[_Band], height: float) -> None:
    if not bands:
        return
    last = bands[-1]
    spare = height - (last.y + last.height + max(0.0, LINE - last.height) / 2 + GAP)
    for band in bands:
        band.y += spare / 2


def _ribbon(link: Link, left: _Band, right: _Band, scale: float, *, edge: float, frame: Frame) -> Markup:
    """Draw one link: first the findings of several origins, beneath them the others."""
    several = min(max(link.several, 0), link.count)
    parts = (("several", several), ("one", link.count - several))
    paths = [_path(kind, count * scale, left, right, edge=edge, frame=frame) for kind, count in parts if count]
    words = frame.words
    told = words.link.format(source=left.node.label, target=right.node.label, count=f"{link.count:,}")
    name = link.label or (f"{told}, {several:,} {words.several}" if several else told)
    return mark(*paths, name=name, href=link.href, class_="edge")


def _path(kind: str, thickness: float, left: _Band, right: _Band, *, edge: float, frame: Frame) -> Markup:
    start, end = number(edge + BAR), number(width_of(frame) - edge - BAR)
    middle = number(width_of(frame) / 2)
    top, other = left.y + left.filled, right.y + right.filled
    left.filled += thickness
    right.filled += thickness
    a, b, c, d = number(top), number(other), number(other + thickness), number(top + thickness)
    path = f"M{start} {a}C{middle} {a} {middle} {b} {end} {b}V{c}C{middle} {c} {middle} {d} {start} {d}Z"
    return element("path", d=path, class_=f"ribbon {kind}")


def _bar(band: _Band, frame: Frame, *, edge: float) -> Markup:
    """Draw one node: its bar, its name and how many findings it has."""
    is_left = band.node.layer is Layer.VENDOR
    x = edge if is_left else width_of(frame) - edge - BAR
    count = f"{band.findings:,}"
    name = fit_text(writable(band.node.label), edge - 14 - text_width(f" {count}"))
    middle = band.y + band.height / 2
    area = element("rect", x=0 if is_left else x, y=middle - 12, width=edge + BAR, height=24, class_="hit", fill="none",
                   pointer_events="all")  # fmt: skip
    return mark(
        area,
        element("rect", x=x, y=band.y, width=BAR, height=band.height, class_="bar"),
        lettering(x - 8 if is_left else x + BAR + 8, middle + 4.5, name, class_="label",
                  anchor="end" if is_left else "start", count=count),
        name=count_name(band.node.label, band.findings, band.node.detail, frame.words), href=band.node.href,
        class_=f"node {band.node.layer}",
    )  # fmt: skip


def _legend(words: Words) -> list[Entry]:
    return [Entry(words.several, box_swatch("ribbon several")), Entry(words.one_or_contested, box_swatch("ribbon one"))]
