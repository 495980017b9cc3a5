"""The layered flow: vendors on the left, those in between, recipients on the right, lines that tell their support."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from countersight.drawing.canvas import drawing, element, hit_area, lettering, mark, number, width_of
from countersight.drawing.flow_layout import LINE, OTHERS, FlowLayout, PlacedNode, layout_flow
from countersight.drawing.legend import Entry, draw_legend, draw_notes, line_swatch, support_words
from countersight.drawing.lettering import fit_text, isolate, writable
from countersight.drawing.marks import Frame, Layer, Link, Node, Words

FOCUSABLE = 60
"""Nodes whose lines `drawing.css` can bring forward: it has one rule for each number."""
SIZE = 6.0
"""Half the width of a node's mark."""


def draw_flow(
    nodes: Sequence[Node], links: Sequence[Link], *, frame: Frame, most: int = 18,
    others_href: Mapping[Layer, str] | None = None,
) -> Markup:  # fmt: skip
    """Draw nodes in columns and links as curves: arguments as `layout_flow` has them.

    A node that is pointed at, focused or the page's target brings its own lines forward, and so does a line; that needs
    no script.
    """
    layout = layout_flow(nodes, links, frame=frame, most=most, others_href=others_href)
    numbers = {placed.node.id: at for at, placed in enumerate(layout.nodes)}
    shifts = _shifts(layout.links)
    edges = [
        _edge(link, layout, numbers, shift=shift, words=frame.words)
        for link, shift in zip(layout.links, shifts, strict=True)
    ]
    placed = [_node(one, numbers[one.node.id], frame) for one in layout.nodes]
    y, width = layout.height + 8, width_of(frame) - 8
    legend, used = draw_legend(_legend(layout, frame.words), x=4, y=y, width=width)
    if not layout.nodes:
        legend, used = draw_notes([frame.words.nothing_linked], x=4, y=4, width=width)
    return drawing(
        "flow", layout.height + used + 12,
        [
            _heads(layout, frame),
            element("g", *edges, class_="edges") if edges else Markup(""),
            element("g", *placed, class_="nodes") if placed else Markup(""),
            legend,
        ],
        frame=frame, title=frame.words.flow_title, description=frame.words.flow_description,
    )  # fmt: skip


def link_name(link: Link, source: str, target: str, words: Words) -> str:
    """Return the accessible name of a link between two nodes."""
    supports = support_words(words)
    told = link.label or words.link.format(source=source, target=target, count=f"{link.count:,}")
    return told if link.label else f"{told}, {supports[link.support]}"


def _shifts(links: Sequence[Link]) -> list[float]:
    """Return how far links of the same two nodes stand apart."""
    together: dict[tuple[str, str], list[Link]] = {}
    for link in links:
        together.setdefault((link.source, link.target), []).append(link)
    return [
        4.0 * (together[link.source, link.target].index(link) - (len(together[link.source, link.target]) - 1) / 2)
        for link in links
    ]


def _edge(link: Link, layout: FlowLayout, numbers: Mapping[str, int], *, shift: float, words: Words) -> Markup:
    start, end = layout.by_id[link.source], layout.by_id[link.target]
    path = _curve(start, end, shift)
    touched = [link.source, link.target, *(one for one in link.through if one in numbers)]
    classes = [f"n{numbers[one]}" for one in touched if numbers[one] < FOCUSABLE]
    is_rest = any(one.startswith(OTHERS) for one in (link.source, link.target))
    weight = min(weight_of(link.count), 2) if is_rest else weight_of(link.count)
    return mark(
        element("path", d=path, class_="hit", fill="none", pointer_events="stroke"),
        element("path", d=path, class_=f"line {link.support} weight-{weight}", fill="none"),
        name=link_name(link, start.node.label, end.node.label, words),
        href=link.href,
        class_=" ".join(["edge rest" if is_rest else "edge", *classes]),
    )


def weight_of(count: int) -> int:
    """Return the class of thickness, 1 to 5, of so many findings: one more for each doubling."""
    return min(5, max(1, count).bit_length())


def _curve(start: PlacedNode, end: PlacedNode, shift: float) -> str:
    x, to = start.x + SIZE + 2, end.x - SIZE - 2
    bend = (to - x) * 0.45
    y, end_y = start.y + shift, end.y + shift
    return (
        f"M{number(x)} {number(y)}C{number(x + bend)} {number(y)} "
        f"{number(to - bend)} {number(end_y)} {number(to)} {number(end_y)}"
    )


def _heads(layout: FlowLayout, frame: Frame) -> Markup:
    """Name the columns that are there."""
    heads = {Layer.VENDOR: frame.words.vendor, Layer.BETWEEN: frame.words.between,
             Layer.RECIPIENT: frame.words.recipient}  # fmt: skip
    places = {placed.node.layer: placed.x for placed in layout.nodes}
    drawn = []
    for layer, x in places.items():
        at, anchor = {Layer.VENDOR: (x + SIZE, "end"), Layer.BETWEEN: (x, "middle"),
                      Layer.RECIPIENT: (x - SIZE, None)}[layer]  # fmt: skip
        room = 96.0 if frame.is_narrow else 230.0
        if frame.is_narrow and layer is Layer.BETWEEN:
            continue  # the names of three columns do not fit side by side; the diamonds are explained below
        drawn.append(lettering(at, 16, fit_text(heads[layer], room), class_="head", anchor=anchor))
    return element("g", *drawn, class_="heads") if drawn else Markup("")


def _node(placed: PlacedNode, at: int, frame: Frame) -> Markup:
    node, x, y = placed.node, placed.x, placed.y
    shape = {Layer.VENDOR: _square, Layer.BETWEEN: _diamond, Layer.RECIPIENT: _disc}[node.layer](x, y)
    name = frame.words.count_detail if node.detail else frame.words.count
    focus = f" n{at}" if at < FOCUSABLE else ""
    return mark(
        _name_area(placed), hit_area(x, y), shape, *_name(placed),
        name=name.format(label=node.label, count=f"{placed.findings:,}", detail=node.detail), href=node.href,
        class_=f"node {node.layer}{focus}", id_=f"{frame.key}-{node.layer}-{at}",
    )  # fmt: skip


def _name_area(placed: PlacedNode) -> Markup:
    """Let a name be touched as well as its mark."""
    if placed.node.layer is Layer.BETWEEN:
        return Markup("")
    x = 0 if placed.node.layer is Layer.VENDOR else placed.x
    wide = placed.x if placed.node.layer is Layer.VENDOR else 250
    height = placed.height - 1
    return element("rect", x=x, y=placed.y - height / 2, width=min(wide, 960 - x), height=height, class_="hit",
                   fill="none", pointer_events="all")  # fmt: skip


def _name(placed: PlacedNode) -> list[Markup]:
    """Set a name beside its mark, that of a node in between above it."""
    node = placed.node
    lines = [escape(isolate(line)) for line in placed.lines]
    softer = [writable(node.detail)] if node.detail else []
    count = len(lines) + len(softer)
    if node.layer is Layer.BETWEEN:
        x, anchor, top = placed.x, "middle", placed.y - SIZE - 6 - LINE * (count - 1)
    else:
        is_left = node.layer is Layer.VENDOR
        x, anchor = placed.x + (-SIZE - 7 if is_left else SIZE + 7), "end" if is_left else "start"
        top = placed.y + 4.5 - LINE * (count - 1) / 2
    texts = [element("text", line, x=x, y=top + LINE * at, class_="label", text_anchor=anchor)
             for at, line in enumerate(lines)]  # fmt: skip
    room = 96.0 if placed.x in {108, 252} else 220.0
    texts += [lettering(x, top + LINE * len(lines), fit_text(line, room), class_="small soft", anchor=anchor)
              for line in softer]  # fmt: skip
    return texts


def _square(x: float, y: float) -> Markup:
    return element("rect", x=x - SIZE, y=y - SIZE, width=2 * SIZE, height=2 * SIZE, class_="shape")


def _diamond(x: float, y: float) -> Markup:
    r = number(SIZE + 1.5)
    return element("path", d=f"M{number(x)} {number(y - SIZE - 1.5)}l{r} {r}l-{r} {r}l-{r} -{r}z", class_="shape")


def _disc(x: float, y: float) -> Markup:
    return element("circle", cx=x, cy=y, r=SIZE, class_="shape")


def _legend(layout: FlowLayout, words: Words) -> list[Entry]:
    layers = {placed.node.layer for placed in layout.nodes}
    shown = {link.support for link in layout.links}
    shapes = {Layer.VENDOR: (_square, words.vendor), Layer.BETWEEN: (_diamond, words.between),
              Layer.RECIPIENT: (_disc, words.recipient)}  # fmt: skip
    entries = [
        Entry(name, element("g", shape(11, 6), class_=f"node {layer}"))
        for layer, (shape, name) in shapes.items()
        if layer in layers
    ]
    return entries + [Entry(name, line_swatch(one)) for one, name in support_words(words).items() if one in shown]
