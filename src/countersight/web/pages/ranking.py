"""Rankings: names with a count and a link, drawn as bars that are a table at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from countersight.catalog import FacetCount, FlowNode, Marks
from countersight.web.language import TERRITORY_ALONE
from countersight.web.pages.looking import Look
from countersight.web.rendering import part

MOST = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One line of a ranking."""

    label: str
    count: int
    several: int | None
    """Those on several origins, where that was counted."""
    address: str


def rank_pairs(marks: Marks, seen: Look, *, supplier: str | None = None, recipient: str | None = None) -> list[Ranked]:
    """Rank the territories on the other side of one: its suppliers, or its recipients."""
    ranked = []
    for pair in marks.pairs:
        if supplier not in (None, pair.supplier) or recipient not in (None, pair.recipient):
            continue
        other = pair.recipient if supplier else pair.supplier
        if other == (supplier or recipient):
            continue
        filters = [f"supplier:{pair.supplier}", f"recipient:{pair.recipient}"]
        address = seen.link("/findings", territory=filters)
        ranked.append(
            Ranked(
                label=seen.language.territory(other), count=pair.findings, several=pair.several_origins, address=address
            )
        )
    return ranked[:MOST]


def rank_facet(counts: Iterable[FacetCount], seen: Look, name: str) -> list[Ranked]:
    """Rank the values of a facet, each leading to its page."""
    return [
        Ranked(label=_label(one, name, seen), count=one.count, several=None, address=_address(one.value, name, seen))
        for one in counts
    ][:MOST]


def rank_parties(nodes: Iterable[FlowNode], seen: Look, *, role: str = "recipient") -> list[Ranked]:
    """Rank named parties of a flow."""
    named = [node for node in nodes if TERRITORY_ALONE not in node.id]
    return [
        Ranked(label=node.label, count=node.findings, several=None, address=seen.party_link(node.id, role))
        for node in named
    ][:MOST]


def _label(one: FacetCount, name: str, seen: Look) -> str:
    if name == "party":
        return seen.language.party(one.value, one.label)
    named = {"technology": seen.language.label, "territory": seen.language.territory}
    return named[name](one.value) if name in named else one.label


def _address(value: str, name: str, seen: Look) -> str:
    if name == "party":
        return seen.party_link(value, "recipient")
    folder = {"technology": "technologies", "source": "sources", "territory": "territories"}[name]
    return seen.link(f"/{folder}/{part(value)}")
