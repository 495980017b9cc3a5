"""Who supplies whom, by territory: counted, laid out and drawn as one picture that needs no script."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from markupsafe import Markup

from countersight.model.claim import Kind
from countersight.release.dataset import PublishedFinding
from countersight.release.names import party_territories
from countersight.release.wording import Support, finding_support
from countersight.values.territories import territory_name

TRADE = frozenset(Kind) - {Kind.SANCTION, Kind.ASSESSMENT, Kind.DEMAND}
"""Kinds in which something goes, or is to go, from one party to the other."""
SIDE = 12
"""Territories drawn on each side before the rest are drawn as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Findings from one territory to another."""

    supplier: str
    """A territory's name."""
    recipient: str
    findings: int
    several: int
    """Those of them that rest on several origins and that no source contests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Findings of trade, counted by territory."""

    pairs: tuple[Pair, ...]
    """Most findings first."""
    one_sided: int
    """Findings of which only one side's territory, or none, is known."""


def count_flow(findings: Iterable[PublishedFinding]) -> Flow:
    """Count findings of trade by the territories of their parties.

    A finding with several recipient territories counts once for each. What is only denied is not counted.
    """
    every: Counter[tuple[str, str]] = Counter()
    several: Counter[tuple[str, str]] = Counter()
    one_sided = 0
    for finding in findings:
        support = finding_support(finding)
        if finding.kind not in TRADE or support is Support.DENIED:
            continue
        pairs = list(product(party_territories(finding.supplier), party_territories(finding.recipient)))
        one_sided += not pairs
        for one, other in pairs:
            pair = territory_name(one), territory_name(other)
            every[pair] += 1
            several[pair] += support is Support.SEVERAL
    ordered = sorted(every, key=lambda pair: (-every[pair], -several[pair], pair))
    counted = (Pair(supplier=one, recipient=other, findings=every[one, other], several=several[one, other])
             for one, other in ordered)  # fmt: skip
    return Flow(pairs=tuple(counted), one_sided=one_sided)


WIDTH, EDGE, BAR = 760, 200, 8
"""Of the drawing: its width, the room for names on either side, the thickness of a territory's bar."""
SCALE_TO, MOST = 360, 28
"""Height that all findings share, and the most that one of them gets."""
LINE, GAP = 20, 8
"""Least height of a territory with its name, and the space between two."""


@dataclass(slots=True)
class _Node:
    """One territory on one side of the drawing."""

    name: str
    findings: int
    y: float = 0.0
    """Where its bar begins."""
    height: float = 0.0
    filled: float = 0.0
    """How much of the bar has ribbons already."""


def draw_flow(pairs: Sequence[Pair]) -> Markup:
    """Draw pairs as ribbons between two columns of territories: inline SVG without any style attribute."""
    pairs = fold_small(pairs)
    scale = min(SCALE_TO / sum(pair.findings for pair in pairs), MOST)
    left, right = _column(pairs, "supplier"), _column(pairs, "recipient")
    height = max(_place(left.values(), scale), _place(right.values(), scale))
    for column in (left, right):
        _center(column.values(), height)
    order = sorted(pairs, key=lambda pair: (left[pair.supplier].y, right[pair.recipient].y))
    ribbons = [_ribbon(pair, left[pair.supplier], right[pair.recipient], scale) for pair in order]
    bars = [_bar(node, EDGE, "end") for node in left.values()]
    bars += [_bar(node, WIDTH - EDGE - BAR, "start") for node in right.values()]
    return Markup(
        '<svg class="flow" viewBox="0 0 {} {:.0f}" role="img" aria-labelledby="flow-title">'
        '<title id="flow-title">Findings from supplier territory, left, to recipient territory, right. '
        "The table beside it says the same.</title>{}{}</svg>"
    ).format(WIDTH, height, Markup("").join(ribbons), Markup("").join(bars))


def fold_small(pairs: Sequence[Pair]) -> list[Pair]:
    """Fold the territories with fewest findings on each side into one, so that the names stay legible."""
    renamed = [_largest(pairs, role) for role in ("supplier", "recipient")]
    folded: Counter[tuple[str, str]] = Counter()
    several: Counter[tuple[str, str]] = Counter()
    for pair in pairs:
        ends = renamed[0][pair.supplier], renamed[1][pair.recipient]
        folded[ends] += pair.findings
        several[ends] += pair.several
    return [Pair(supplier=one, recipient=other, findings=number, several=several[one, other])
            for (one, other), number in folded.items()]  # fmt: skip


def _largest(pairs: Sequence[Pair], role: str) -> dict[str, str]:
    """Name what each territory is drawn as: itself, or `9 others`."""
    counts: Counter[str] = Counter()
    for pair in pairs:
        counts[getattr(pair, role)] += pair.findings
    ranked = sorted(counts, key=lambda name: (-counts[name], name))
    if len(ranked) <= SIDE:
        return {name: name for name in ranked}
    return {name: name if place < SIDE - 1 else f"{len(ranked) - SIDE + 1} others" for place, name in enumerate(ranked)}


def _column(pairs: Sequence[Pair], role: str) -> dict[str, _Node]:
    """Order the territories of one side by findings, what is folded last."""
    counts: Counter[str] = Counter()
    for pair in pairs:
        counts[getattr(pair, role)] += pair.findings
    ranked = sorted(counts, key=lambda name: (name.endswith(" others"), -counts[name], name))
    return {name: _Node(name, counts[name]) for name in ranked}


def _place(nodes: Iterable[_Node], scale: float) -> float:
    """Put the nodes below one another; return the height that they take."""
    top = float(GAP)
    for node in nodes:
        node.height = node.findings * scale
        room = max(node.height, LINE)
        node.y = top + (room - node.height) / 2
        top += room + GAP
    return top


def _center(nodes: Iterable[_Node], height: float) -> None:
    nodes = list(nodes)
    last = nodes[-1]
    spare = height - (last.y + last.height + max(0.0, LINE - last.height) / 2 + GAP)
    for node in nodes:
        node.y += spare / 2


def _ribbon(pair: Pair, left: _Node, right: _Node, scale: float) -> Markup:
    """Draw one pair: first the findings of several origins, beneath them the others."""
    parts = (("several", pair.several), ("one", pair.findings - pair.several))
    paths = [_path(kind, number * scale, left, right) for kind, number in parts if number]
    noun = "finding" if pair.findings == 1 else "findings"
    title = f"{pair.supplier} to {pair.recipient}: {pair.findings:,} {noun}, {pair.several:,} from several origins"
    return Markup("<g><title>{}</title>{}</g>").format(title, Markup("").join(paths))


def _path(kind: str, thickness: float, left: _Node, right: _Node) -> Markup:
    start, end, middle = EDGE + BAR, WIDTH - EDGE - BAR, WIDTH / 2
    top, other = left.y + left.filled, right.y + right.filled
    left.filled += thickness
    right.filled += thickness
    return Markup(
        '<path class="ribbon {}" d="M{} {:.1f}C{} {:.1f} {} {:.1f} {} {:.1f}V{:.1f}C{} {:.1f} {} {:.1f} {} {:.1f}Z"/>'
    ).format(
        kind, start, top, middle, top, middle, other, end, other,
        other + thickness, middle, other + thickness, middle, top + thickness, start, top + thickness,
    )  # fmt: skip


def _bar(node: _Node, x: int, anchor: str) -> Markup:
    """Draw one territory: its bar, its name and how many findings it has."""
    beside = x - 8 if anchor == "end" else x + BAR + 8
    return Markup(
        '<rect class="bar" x="{}" y="{:.1f}" width="{}" height="{:.1f}"/>'
        '<text x="{}" y="{:.1f}" text-anchor="{}">{} <tspan class="count">{:,}</tspan></text>'
    ).format(x, node.y, BAR, max(node.height, 1.5), beside, node.y + node.height / 2 + 5, anchor,
             _shorten(node.name), node.findings)  # fmt: skip


def _shorten(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"


LONGEST = 24
"""Characters of a name that fit beside a bar."""
