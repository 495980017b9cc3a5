"""Where the nodes of a flow stand: folded to what is legible, ordered so that few lines cross, always the same."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from countersight.drawing.lettering import wrap_text, writable
from countersight.drawing.marks import Frame, Layer, Link, Node, Support, Words

SWEEPS = 6
"""How often the columns are put in order by their neighbors: more changes nothing on drawings of this size."""
LINE, PAD = 16.0, 10.0
"""Height of a line of a name, and the space between two nodes."""

OTHERS = "others of "
"""How the id of what is folded begins."""


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """A node with the place of its mark and the lines of its name, in units of the drawing."""

    node: Node
    x: float
    y: float
    lines: tuple[str, ...]
    height: float
    findings: int


@dataclass(frozen=True)
class FlowLayout:
    """A flow laid out: nodes by layer from top to bottom, links between them, the height that it takes."""

    nodes: tuple[PlacedNode, ...]
    links: tuple[Link, ...]
    height: float

    @cached_property
    def by_id(self) -> Mapping[str, PlacedNode]:
        """Nodes by id."""
        return {placed.node.id: placed for placed in self.nodes}


def layout_flow(
    nodes: Sequence[Node], links: Sequence[Link], *, frame: Frame, most: int = 18,
    others_href: Mapping[Layer, str] | None = None,
) -> FlowLayout:  # fmt: skip
    """Lay a flow out in columns.

    Args:
        nodes: those that no link touches are left out.
        links: from an earlier layer to a later one.
        most: nodes of a layer that are drawn before the least of them are folded to one, `7 others`.
        others_href: where the folded ones of each layer can be found.

    Raises:
        KeyError: a link names a node that is not there.
    """
    nodes, links = fold_nodes(nodes, links, most=most, words=frame.words, others_href=others_href or {})
    findings = count_findings(links)
    columns = _ordered_columns(nodes, links, findings)
    rooms = _rooms(frame)
    sized: dict[Layer, list[tuple[Node, tuple[str, ...], float]]] = {
        layer: [(node, *_lines(node, rooms[layer][1], frame)) for node in column] for layer, column in columns.items()
    }
    height = max((sum(size for *_, size in column) for column in sized.values()), default=0.0)
    top = 34.0
    placed = []
    for layer, column in sized.items():
        spare = (height - sum(size for *_, size in column)) / max(len(column), 1)
        y = top
        for node, lines, size in column:
            placed.append(
                PlacedNode(node, rooms[layer][0], round(y + (size + spare) / 2, 1), lines, size, findings[node.id])
            )
            y += size + spare
    return FlowLayout(tuple(placed), tuple(links), top + height)


def count_findings(links: Iterable[Link]) -> Counter[str]:
    """Count the findings that pass through each node: the larger of what comes in and what goes out."""
    into: Counter[str] = Counter()
    out: Counter[str] = Counter()
    for link in links:
        out[link.source] += link.count
        into[link.target] += link.count
    return into | out


def fold_nodes(
    nodes: Sequence[Node], links: Sequence[Link], *, most: int, words: Words, others_href: Mapping[Layer, str]
) -> tuple[list[Node], list[Link]]:
    """Fold the nodes of each layer with fewest findings into one, so that names stay legible; no finding is lost."""
    findings = count_findings(links)
    known = {node.id: node for node in nodes}
    for node_id in findings:
        known[node_id]
    renamed: dict[str, str] = {}
    kept: list[Node] = []
    for layer in Layer:
        ranked = sorted(
            (node for node in known.values() if node.layer is layer and node.id in findings),
            key=lambda node: (-findings[node.id], node.label.casefold(), node.id),
        )
        drawn = ranked if len(ranked) <= most else ranked[: most - 1]
        kept += drawn
        renamed |= {node.id: node.id for node in drawn}
        if folded := ranked[len(drawn) :]:
            others = Node(id=f"{OTHERS}{layer}", label=words.others.format(count=f"{len(folded):,}"), layer=layer,
                          href=others_href.get(layer))  # fmt: skip
            kept.append(others)
            renamed |= {node.id: others.id for node in folded}
    return kept, _merged(links, renamed)


def _merged(links: Iterable[Link], renamed: Mapping[str, str]) -> list[Link]:
    """Join the links that became alike by folding."""
    merged: dict[tuple[str, str, Support], Link] = {}
    for link in links:
        source, target = renamed[link.source], renamed[link.target]
        through = tuple(dict.fromkeys(renamed[one] for one in link.through if one in renamed))
        now = replace(link, source=source, target=target, through=through)
        before = merged.get((source, target, link.support))
        if before is not None:
            through = tuple(dict.fromkeys((*before.through, *through)))
            now = replace(before, count=before.count + link.count, several=before.several + link.several,
                          through=through, label="", href=None)  # fmt: skip
        merged[source, target, link.support] = now
    return list(merged.values())


def _ordered_columns(
    nodes: Sequence[Node], links: Sequence[Link], findings: Mapping[str, int]
) -> dict[Layer, list[Node]]:
    """Order each column by the mean place of its neighbors (Sugiyama's barycenter method), the folded last."""
    columns = {layer: [node for node in nodes if node.layer is layer] for layer in Layer}
    near: dict[str, list[tuple[str, int]]] = {node.id: [] for node in nodes}
    for link in links:
        near[link.source].append((link.target, link.count))
        near[link.target].append((link.source, link.count))
    place = {node.id: (at + 0.5) / len(column) for column in columns.values() for at, node in enumerate(column)}
    for sweep in range(SWEEPS):
        for layer in list(Layer) if sweep % 2 else list(Layer)[::-1]:
            columns[layer].sort(
                key=lambda node: (
                    node.id.startswith(OTHERS), _mean(near[node.id], place), -findings[node.id], node.id
                )
            )  # fmt: skip
            place |= {node.id: (at + 0.5) / len(columns[layer]) for at, node in enumerate(columns[layer])}
    return columns


def _mean(near: Sequence[tuple[str, int]], place: Mapping[str, float]) -> float:
    weight = sum(count for _, count in near)
    return round(sum(place[other] * count for other, count in near) / weight, 6) if weight else 0.5


def _rooms(frame: Frame) -> dict[Layer, tuple[float, float]]:
    """Return where each column stands and how wide its names may be."""
    if frame.is_narrow:
        return {Layer.VENDOR: (108, 96), Layer.BETWEEN: (180, 110), Layer.RECIPIENT: (252, 96)}
    return {Layer.VENDOR: (236, 220), Layer.BETWEEN: (470, 190), Layer.RECIPIENT: (704, 236)}


def _lines(node: Node, room: float, frame: Frame) -> tuple[tuple[str, ...], float]:
    """Break a name into lines; return them and the height of the node."""
    lines = wrap_text(writable(node.label), room, lines=3 if frame.is_narrow else 2)
    height = LINE * (len(lines) + bool(node.detail)) + PAD
    return tuple(lines), max(height, 24.0) + (LINE if node.layer is Layer.BETWEEN else 0)
