"""Claims that assert the same thing, put together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import Any

from countersight.corroborate.assertions import DEAL, Assertion
from countersight.corroborate.bounds import Bounds
from countersight.corroborate.candidates import find_candidates
from countersight.corroborate.compatibility import find_conflict, is_tied, likeness

THRESHOLD = 0.35
"""Mean probability from which groups are joined: the highest that costs less than 0.01 of the best B-cubed F1 on the
labelled pairs that may be looked at, as two deals in one finding do more harm than one deal in two."""
MARGIN = 0.1
"""A vague claim that is as like two deals, up to this much, is taken for neither."""
FAITH = 24
"""Pairs of two groups that have to be compared before those left out do not count as unlike."""
NEAR = 0.06
"""Likeness of two claims from which their groups may be linked."""
SETTLED = frozenset({"identity", "kind", "process", "territory", "supplier", "deal"})
"""Conflicts beyond which nothing is asked: such claims are neither one nor linked."""
RIVALS = 12
"""Deals that a vague claim is held against, the most like it first."""


@dataclass(slots=True)
class Group:
    """Claims that become a finding."""

    members: list[Assertion] = field(default_factory=list)
    """In order of id."""
    rivals: int = 0
    """How many other groups a claim of this one fitted equally well."""
    is_judged: bool = False
    """Whether persons put claims of it together."""
    bridged: tuple[str, ...] = ()
    """The slots that would keep those claims apart otherwise, in order."""

    @property
    def technology(self) -> frozenset[str]:
        """Every label that a member tells."""
        return frozenset[str]().union(*(member.technology for member in self.members))


@dataclass(frozen=True, slots=True)
class Nearness:
    """The two claims by which two groups are most like each other."""

    likeness: float
    one: Assertion
    other: Assertion
    conflict: str | None
    """The slot that keeps them apart."""


@dataclass(slots=True)
class Grouping:
    """Groups, and which of them are near each other, by their places in the list, the smaller one first."""

    groups: list[Group]
    near: dict[tuple[int, int], Nearness]


def group_assertions(assertions: Iterable[Assertion]) -> Grouping:
    """Group claims by average linkage: two groups are joined while their claims are alike enough on the whole.

    No claim joins a group that tells anything which keeps it apart, so that no vague claim can bridge two deals. Claims
    that fill every slot alike with the same words are one from the start. The order of the claims makes no difference.

    What persons judged of claims stands above all that: two that tell of other deals are never in one group, and the
    groups of two that tell of one deal are put together, or those claims alone where anything in the rest of their
    groups was judged to be of another deal.
    """
    forms: dict[tuple[object, ...], list[Assertion]] = defaultdict(list)
    for assertion in sorted(assertions, key=lambda one: one.claim_id):
        forms[_form(assertion)].append(assertion)
    members = list(forms.values())
    nodes = [alike[0] for alike in members]
    linkage = _Linkage(nodes)
    near = list(_compare(nodes, linkage))
    doubtful = _find_doubtful(nodes, near)
    for node, others in doubtful.items():
        linkage.part(node, others)
    places = _bind(linkage.join(), nodes)
    home = {node: number for number, group in enumerate(places) for node in group}
    groups = [
        Group(
            members=sorted((one for node in group for one in members[node]), key=lambda one: one.claim_id),
            rivals=max(len({home[other] for other in doubtful.get(node, ())} - {number}) for node in group),
            **_judged([nodes[node] for node in group]),
        )
        for number, group in enumerate(places)
    ]
    return Grouping(groups, _nearest(near, home, nodes))


Near = tuple[int, int, float, str | None]
"""Two nodes, their likeness, and the slot that keeps them apart."""


def _compare(nodes: Sequence[Assertion], linkage: "_Linkage") -> Iterator[Near]:
    """Tell the linkage of every pair that nothing keeps apart; yield those near enough to be linked, or tied."""
    for one, other in find_candidates(nodes):
        conflict = find_conflict(nodes[one], nodes[other])
        if conflict in SETTLED:
            continue
        alike = likeness(nodes[one], nodes[other])
        if conflict is None:
            linkage.add(one, other, alike)
        if alike >= NEAR or is_tied(nodes[one], nodes[other]):
            yield one, other, alike, conflict


def _find_doubtful(nodes: Sequence[Assertion], near: Iterable[Near]) -> dict[int, list[int]]:
    """Return the deals between which each vague claim wavers."""
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for one, other, alike, conflict in near:
        if conflict is None and alike >= THRESHOLD:
            found[one].append((-alike, other))
            found[other].append((-alike, one))
    return {node: others for node, each in found.items() if (others := _waver(nodes, node, sorted(each)[:RIVALS]))}


def _bind(places: list[list[int]], nodes: Sequence[Assertion]) -> list[list[int]]:
    """Put together the groups whose claims persons judged to tell of one deal."""
    deals: dict[str, list[int]] = defaultdict(list)
    for node, assertion in enumerate(nodes):
        if assertion.deal is not None:
            deals[assertion.deal].append(node)
    for _, judged in sorted(deals.items()):
        touched = [group for group in places if not set(judged).isdisjoint(group)]
        if len(touched) > 1:
            whole = [node for group in touched for node in group]
            if not _told_apart(nodes[node] for node in whole).isdisjoint(nodes[node].deal for node in whole):
                whole = judged
            left = ([node for node in group if node not in whole] for group in touched)
            places = [group for group in places if group not in touched] + [group for group in left if group] + [whole]
    return places


def _told_apart(members: Iterable[Assertion]) -> set[str]:
    return {deal for member in members for role, deal in member.apart if role == DEAL}


def _judged(members: Sequence[Assertion]) -> dict[str, Any]:
    """Tell which claims of a group persons put together, and what would keep these apart."""
    deals: dict[str, list[Assertion]] = defaultdict(list)
    for member in members:
        if member.deal is not None:
            deals[member.deal].append(member)
    pairs = [pair for alike in deals.values() for pair in combinations(alike[:RIVALS], 2)]
    conflicts = {conflict for one, other in pairs if (conflict := find_conflict(one, other)) is not None}
    return {"is_judged": any(len(alike) > 1 for alike in deals.values()), "bridged": tuple(sorted(conflicts))}


def _nearest(
    near: Iterable[Near], home: Mapping[int, int], nodes: Sequence[Assertion]
) -> dict[tuple[int, int], Nearness]:
    """Return for each two groups with claims that were compared those which are most alike."""
    best: dict[tuple[int, int], Near] = {}
    for first, second, alike, conflict in near:
        one, other = (first, second) if home[first] < home[second] else (second, first)
        places = home[one], home[other]
        if places[0] != places[1] and (places not in best or alike > best[places][2]):
            best[places] = one, other, alike, conflict
    return {
        places: Nearness(alike, nodes[one], nodes[other], conflict)
        for places, (one, other, alike, conflict) in best.items()
    }


def _waver(nodes: Sequence[Assertion], node: int, found: Sequence[tuple[float, int]]) -> list[int]:
    """Return the deals that a claim is equally like although they cannot be one; none where one is the likeliest."""
    if not found or not is_vague(nodes[node]):
        return []
    best = -found[0][0]
    close = [other for negative, other in found if -negative > best - MARGIN]
    return [one for one in close if any(find_conflict(nodes[one], nodes[other]) for other in close if other != one)]


def is_vague(assertion: Assertion) -> bool:
    """Whether a claim tells neither time nor figure nor place, by which deals of the same parties are told apart."""
    return assertion.days is None and assertion.figure is None and not assertion.place


class _Linkage:
    """Average linkage over the pairs that were compared; the rest counts as unlike."""

    def __init__(self, nodes: Sequence[Assertion]) -> None:
        self._groups: dict[int, list[int]] = {node: [node] for node in range(len(nodes))}
        self._bounds = {node: Bounds.of(assertion) for node, assertion in enumerate(nodes)}
        self._sums: dict[int, dict[int, float | tuple[float, int]]] = {node: {} for node in range(len(nodes))}
        """Of each group and each near it the sum of likenesses and their number; of one pair the likeness alone."""

    def add(self, one: int, other: int, alike: float) -> None:
        """Take in how alike two nodes are."""
        self._sums[one][other] = self._sums[other][one] = alike

    def part(self, node: int, others: Iterable[int]) -> None:
        """Take a node for unlike some others after all."""
        for other in others:
            self.add(node, other, 0.0)

    def join(self) -> list[list[int]]:
        """Return groups of nodes.

        A mean in the heap may be too high, never too low, as a group grows: it is computed anew when its turn comes.
        """
        heap = [
            (-self._mean(one, other), one, other) for one, sums in self._sums.items() for other in sums if one < other
        ]
        heap = [entry for entry in heap if -entry[0] >= THRESHOLD]
        heapify(heap)
        while heap:
            negative, one, other = heappop(heap)
            if other not in self._sums.get(one, {}) or (mean := self._mean(one, other)) < THRESHOLD:
                continue
            if mean < -negative:
                heappush(heap, (-mean, one, other))
            elif self._bounds[one].fit(self._bounds[other]):
                for near, kept in self._merge(one, other):
                    if (mean := self._mean(near, kept)) >= THRESHOLD:
                        heappush(heap, (-mean, min(near, kept), max(near, kept)))
        return list(self._groups.values())

    def _mean(self, one: int, other: int) -> float:
        total, compared = _sum(self._sums[one][other])
        possible = len(self._groups[one]) * len(self._groups[other])
        return total / max(compared, min(possible, FAITH))

    def _merge(self, one: int, other: int) -> list[tuple[int, int]]:
        """Join two groups under the name of the one with more near it; return the pairs that are now told anew."""
        kept, gone = (one, other) if len(self._sums[one]) >= len(self._sums[other]) else (other, one)
        self._groups[kept] += self._groups.pop(gone)
        self._bounds[kept] = self._bounds[kept].join(self._bounds.pop(gone))
        joined = self._sums[kept]
        del joined[gone]
        anew = []
        for near, told in self._sums.pop(gone).items():
            if near != kept:
                (total, compared), before = _sum(told), _sum(joined.get(near, (0.0, 0)))
                joined[near] = self._sums[near][kept] = (before[0] + total, before[1] + compared)
                del self._sums[near][gone]
                anew.append((near, kept))
        return anew


def _sum(told: float | tuple[float, int]) -> tuple[float, int]:
    return told if isinstance(told, tuple) else (told, 1)


def _form(assertion: Assertion) -> tuple[object, ...]:
    """Return all that a claim is compared by; what differs in nothing of it is always in one group."""
    return (
        assertion.kind, assertion.status, assertion.supplier, assertion.recipient, assertion.technology, assertion.days,
        assertion.figure, assertion.place, assertion.words, assertion.near, assertion.vendors, assertion.deal,
    )  # fmt: skip
