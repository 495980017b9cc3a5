"""Who supplies whom, by territory: counted for the report and drawn as one picture that needs no script."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

from markupsafe import Markup

from countersight.drawing import Frame, Layer, Link, Node, Recipient, draw_map, draw_ribbons
from countersight.model.claim import Kind
from countersight.release.dataset import PublishedFinding
from countersight.release.names import party_territories
from countersight.release.wording import Support, finding_support
from countersight.values.territories import territory_name

TRADE = frozenset(Kind) - {Kind.SANCTION, Kind.ASSESSMENT, Kind.DEMAND}
"""Kinds in which something goes, or is to go, from one party to the other."""

MOST = 16
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


def count_recipients(findings: Iterable[PublishedFinding]) -> list[Recipient]:
    """Count findings of trade by recipient territory, whoever supplies; what is only denied is not counted."""
    every: Counter[str] = Counter()
    several: Counter[str] = Counter()
    for finding in findings:
        support = finding_support(finding)
        if finding.kind in TRADE and support is not Support.DENIED:
            for code in party_territories(finding.recipient):
                every[code] += 1
                several[code] += support is Support.SEVERAL
    return [
        Recipient(
            code=code, label=territory_name(code), count=count,
            detail=f"{several[code]:,} from several origins" if several[code] else "",
        )
        for code, count in sorted(every.items())
    ]  # fmt: skip


def draw_pairs(pairs: Sequence[Pair]) -> Markup:
    """Draw pairs as ribbons from supplier territories to recipient territories, for wide pages and for phones."""
    suppliers = dict.fromkeys(pair.supplier for pair in pairs)
    recipients = dict.fromkeys(pair.recipient for pair in pairs)
    nodes = [Node(id=f"from {name}", label=name, layer=Layer.VENDOR) for name in suppliers]
    nodes += [Node(id=f"to {name}", label=name, layer=Layer.RECIPIENT) for name in recipients]
    links = [
        Link(source=f"from {pair.supplier}", target=f"to {pair.recipient}", count=pair.findings, several=pair.several)
        for pair in pairs
    ]
    title = "Findings from supplier territory, left, to recipient territory, right"
    return _for_all_widths(draw_ribbons(nodes, links, frame=frame, most=MOST) for frame in _frames("flow", title))


def draw_recipients(recipients: Sequence[Recipient]) -> Markup:
    """Draw the recipient territories on a map, for wide pages and for phones."""
    title = "Findings by recipient territory"
    return _for_all_widths(draw_map(recipients, frame=frame) for frame in _frames("map", title))


def _frames(key: str, title: str) -> tuple[Frame, Frame]:
    return Frame(key=key, title=title), Frame(key=f"{key}-narrow", title=title, is_narrow=True)


def _for_all_widths(drawings: Iterable[Markup]) -> Markup:
    return Markup('<div class="drawings">{}</div>').format(Markup("").join(drawings))
