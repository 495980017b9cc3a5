"""How findings stand to one another: a plan and what came of it, a part and its whole, what cannot both hold."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from countersight.corroborate.assertions import Assertion
from countersight.corroborate.compatibility import DEAL, MANY, counts_same, fits_technology, is_within
from countersight.corroborate.groups import Group, Grouping, Nearness
from countersight.model.claim import Kind, Status
from countersight.model.finding import FindingLink, Relation

CLASH = 0.5
"""Likeness from which two claims that only their times or figures keep apart are taken to gainsay each other."""
MORE = frozenset({
    "another", "additional", "further", "extra", "otro", "otra", "otros", "otras", "adicionales", "weitere", "weiteren",
    "autres", "supplementaires", "outros", "outras", "adicionais",
})  # fmt: skip
"""Folded words of a plan for more of what is there already."""
MOST = 20
"""Links of one finding, the likeliest first."""

Link = tuple[int, Relation, int, str]
"""The place of the finding that has the link, its relation, the place of the other, and the reason."""


def link_groups(grouping: Grouping, ids: Sequence[str]) -> dict[int, tuple[FindingLink, ...]]:
    """Return the links of each group by its place; `ids` are the findings' ids in the same order."""
    found: dict[int, list[tuple[float, Relation, int, str]]] = defaultdict(list)
    for (one, other), near in grouping.near.items():
        for place, relation, to, reason in _relate(one, other, near, grouping.groups):
            found[place].append((near.likeness, relation, to, reason))
    return {place: _pick(links, ids) for place, links in found.items()}


def _pick(links: Sequence[tuple[float, Relation, int, str]], ids: Sequence[str]) -> tuple[FindingLink, ...]:
    ordered = sorted(links, key=lambda link: (-link[0], ids[link[2]], link[1]))[:MOST]
    return tuple(
        FindingLink(relation=relation, finding_id=ids[to], reason=reason) for _, relation, to, reason in ordered
    )


def _relate(one: int, other: int, near: Nearness, groups: Sequence[Group]) -> Iterator[Link]:
    """Yield the links between two groups, at most one relation: what gainsays first, then plans, then parts."""
    mine, theirs = groups[one].members, groups[other].members
    if not _share_deal(near.one, near.other):
        return
    if reason := _gainsay(near, mine, theirs):
        yield one, Relation.CONTRADICTS, other, reason
        yield other, Relation.CONTRADICTS, one, reason
    elif reason := _fulfills(mine, theirs, near.one, near.other):
        yield one, Relation.FULFILLS, other, reason
    elif reason := _fulfills(theirs, mine, near.other, near.one):
        yield other, Relation.FULFILLS, one, reason
    elif near.conflict != "territory" and (reason := _is_part(mine, theirs, near.one, near.other)):
        yield one, Relation.PART_OF, other, reason
    elif near.conflict != "territory" and (reason := _is_part(theirs, mine, near.other, near.one)):
        yield other, Relation.PART_OF, one, reason


def _share_deal(one: Assertion, other: Assertion) -> bool:
    """Whether two claims are about one technology and a party in common, told or named in the words."""
    if not fits_technology(one.technology, other.technology):
        return False
    others = bool(one.vendors and other.vendors) and not one.vendors & other.vendors
    return bool(one.territories & other.territories) and not others


def _gainsay(near: Nearness, mine: Sequence[Assertion], theirs: Sequence[Assertion]) -> str | None:
    denies = [all(member.is_denied for member in members) for members in (mine, theirs)]
    if denies[0] != denies[1]:
        return "one denies what the other tells"
    if any(denies) or near.conflict not in ("time", "figure") or near.likeness < CLASH:
        return None
    if near.one.is_planned != near.other.is_planned:
        return None
    if near.conflict == "time":
        return f"alike but for the time: {near.one.when} and {near.other.when}"
    figures = [assertion.figure.words for assertion in (near.one, near.other) if assertion.figure]
    return f"alike but for the figure: {' and '.join(figures)}"


def _fulfills(
    mine: Sequence[Assertion], theirs: Sequence[Assertion], outcome: Assertion, plan: Assertion
) -> str | None:
    """Say how one group tells what came of the plan, tender or contract that the other tells; none if it does not."""
    if outcome.days and plan.days and outcome.days[1] < plan.days[0]:
        return None
    if any(member.is_denied for member in (outcome, plan)):
        return None
    if _adds_to(plan, outcome) or _lists(outcome, plan):
        return None
    is_plan = all(member.is_planned for member in theirs)
    if is_plan and not any(member.is_planned for member in mine) and _same_field(outcome.kind, plan.kind):
        return f"it tells {_outcome(mine)} what the other tells as planned"
    ends = [any(member.status is Status.CANCELLED for member in members) for members in (mine, theirs)]
    if ends == [True, False] and _same_field(outcome.kind, plan.kind):
        return "it tells the end of what the other tells"
    sold = all(member.kind in DEAL for member in theirs)
    if sold and all(member.kind is Kind.DEPLOYMENT and not member.is_planned for member in mine):
        return "it tells in use what the other tells as bought, sold or agreed"
    return None


def _adds_to(plan: Assertion, outcome: Assertion) -> bool:
    """Whether a plan is for more than what the other tells: another 3,000 are to follow the 2,700."""
    if not MORE & set(plan.words.split()) or not plan.figure or not outcome.figure:
        return False
    is_later = plan.days is not None and outcome.days is not None
    return counts_same(plan.figure, outcome.figure) and not is_later


def _lists(outcome: Assertion, plan: Assertion) -> bool:
    """Whether a claim lists many territories, the plan's among them: such a list tells no single plan's outcome."""
    return len(outcome.territories) >= MANY and plan.territories < outcome.territories


def _outcome(members: Sequence[Assertion]) -> str:
    return "the end of" if all(member.status is Status.CANCELLED for member in members) else "as done"


def _same_field(one: Kind, other: Kind) -> bool:
    deals = DEAL | {Kind.DEPLOYMENT, Kind.DEMAND}
    return one is other or (one in deals and other in deals)


def _is_part(mine: Sequence[Assertion], theirs: Sequence[Assertion], one: Assertion, other: Assertion) -> str | None:
    """Say how one group tells a part of the other; none if it does not. `one` and `other` are their nearest claims."""
    part, whole = _territories(mine), _territories(theirs)
    if is_within(one, other):
        return _name_part(one, other)
    if part and len(whole) >= MANY and part < whole:
        return f"the other tells of {len(whole)} territories, this one of {', '.join(sorted(part))}"
    places = frozenset[str]().union(*(member.place for member in mine))
    if places and not any(member.place for member in theirs) and part == whole and not _count_more(mine, theirs):
        return f"this one tells of {' '.join(sorted(places))} only"
    if part == whole and _count_more(theirs, mine):
        return "this one counts fewer of the same"
    return None


def _name_part(one: Assertion, other: Assertion) -> str:
    if one.near < other.told:
        return f"the other tells of {len(other.told)} territories, this one of {', '.join(sorted(one.near))}"
    counted = other.figure.words if other.figure else "several"
    name = one.recipient.name if one.recipient else None
    return f"the other tells of {counted}, this one of {name}"


def _territories(members: Sequence[Assertion]) -> frozenset[str]:
    told = [member.territories for member in members if member.territories]
    return frozenset.intersection(*told) if told else frozenset()


def _count_more(mine: Sequence[Assertion], theirs: Sequence[Assertion]) -> bool:
    """Whether one group counts more of the same than the other does at most."""
    figures = [[member.figure for member in members if member.figure] for members in (mine, theirs)]
    return any(one.low > other.high for one in figures[0] for other in figures[1] if counts_same(one, other))
