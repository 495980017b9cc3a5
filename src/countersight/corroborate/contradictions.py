"""Claims that cannot all hold: denials, figures out of range, and boasts beside what can be evidenced."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from countersight.corroborate.assertions import ABOUT, Assertion
from countersight.corroborate.compatibility import agree, counts_same
from countersight.corroborate.groups import Group
from countersight.model.claim import Kind
from countersight.model.finding import Contradiction, Rank, RivalValue

COUNTRIES = frozenset({
    "countries", "country", "nations", "territories", "territory", "pays", "paises", "lander", "landern", "страны",
    "стран", "странах", "χωρες", "χωρων", "دول", "دولة", "بلدا",
})  # fmt: skip
"""Folded words, in the languages that are read, for what a vendor says that it sells to so many of."""
COUNTRIES_UNSPACED = ("国家", "國家", "か国", "カ国")
REACH = frozenset({Kind.SUPPLY, Kind.DEPLOYMENT, Kind.PROCUREMENT, Kind.AGREEMENT, Kind.TRAINING})
"""Kinds by which a vendor reaches a territory."""


def find_contradictions(members: Sequence[Assertion], rivals: Sequence[RivalValue]) -> Iterator[Contradiction]:
    """Yield what cannot all hold among the claims of one finding that count.

    Times are no part of it: claims whose times cannot both hold are two findings, which are linked.
    """
    yield from _find_denials(members)
    yield from _find_figures(members, rivals)


def measure_reach(groups: Iterable[Group], rejected: frozenset[str]) -> dict[str, dict[str, str]]:
    """Return by the key of each supplier the territories that claims place its recipients in, with the first claim."""
    reach: dict[str, dict[str, str]] = defaultdict(dict)
    for group in groups:
        for member in group.members:
            if member.kind not in REACH or member.is_denied or member.claim_id in rejected or not member.supplier:
                continue
            territories = reach[member.supplier.key]
            for code in member.territories:
                territories[code] = min(member.claim_id, territories.get(code, member.claim_id))
    return dict(reach)


def find_boasts(members: Sequence[Assertion], reach: Mapping[str, Mapping[str, str]]) -> Iterator[Contradiction]:
    """Yield figures of countries, beside the fewer ones in which any claim here places the supplier's recipients.

    That nothing is known of the others does not disprove the figure; it shows how much of it rests on the word of who
    says so.
    """
    boasts: dict[str, list[Assertion]] = defaultdict(list)
    for member in members:
        if member.is_denied or member.supplier is None or member.figure is None or not counts_countries(member):
            continue
        if member.kind in REACH and len(reach.get(member.supplier.key, {})) < member.figure.low:
            boasts[member.supplier.key].append(member)
    for supplier, telling in sorted(boasts.items()):
        known = reach.get(supplier, {})
        told = "; ".join(dict.fromkeys(one.figure.words for one in telling if one.figure))
        party = telling[0].supplier
        name = party.name or ", ".join(party.territories) if party else supplier
        listed = f": {', '.join(sorted(known))}" if known else ""
        where = f"{len(known)} {'territory' if len(known) == 1 else 'territories'}{listed}"
        yield Contradiction(
            slot="quantity",
            claim_ids=tuple(one.claim_id for one in telling),
            against=tuple(sorted(set(known.values()) - {one.claim_id for one in telling})),
            reason=f"told: {told}; the claims here place recipients of {name} in {where}",
        )


def counts_countries(assertion: Assertion) -> bool:
    """Whether a claim's figure counts countries."""
    units = assertion.figure.unit if assertion.figure else frozenset()
    return bool(units & COUNTRIES) or any(word in unit for unit in units for word in COUNTRIES_UNSPACED)


def _find_denials(members: Sequence[Assertion]) -> Iterator[Contradiction]:
    denying = [member for member in members if member.is_denied]
    others = tuple(member.claim_id for member in members if not member.is_denied)
    if denying and others:
        names = sorted({member.speaker for member in denying if member.speaker})
        by = f" by {', '.join(names)}" if names else ""
        yield Contradiction(
            slot="status",
            claim_ids=tuple(member.claim_id for member in denying),
            against=others,
            reason=f"denied{by}, told as so by {len(others)} other claim{'s' if len(others) > 1 else ''}",
        )


def _find_figures(members: Sequence[Assertion], rivals: Sequence[RivalValue]) -> Iterator[Contradiction]:
    """Yield figures that no hedge reconciles with the one that has most behind it."""
    figure_of = {member.claim_id: member.figure for member in members if member.figure}
    values = [rival for rival in rivals if rival.slot == "quantity" and figure_of.get(rival.claim_ids[0])]
    for rival in values:
        best = next(one for one in values if _count_same(one, rival, figure_of))
        mine, theirs = figure_of[rival.claim_ids[0]], figure_of[best.claim_ids[0]]
        if rival is not best and rival.rank is not Rank.DEPRECATED and not agree(mine, theirs, within=1 + ABOUT):
            yield Contradiction(
                slot="quantity",
                claim_ids=tuple(claim for claim in rival.claim_ids if claim in figure_of),
                against=tuple(claim for claim in best.claim_ids if claim in figure_of),
                reason=f"told: {rival.value}, against {best.value}",
            )


def _count_same(one: RivalValue, other: RivalValue, figure_of: Mapping[str, object]) -> bool:
    mine, theirs = figure_of[one.claim_ids[0]], figure_of[other.claim_ids[0]]
    return counts_same(mine, theirs)  # type: ignore[arg-type]
