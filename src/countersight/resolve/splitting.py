"""Taking apart what was wrongly judged the same, with what follows for claims and findings shown before."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from countersight.errors import BadJudgement
from countersight.model.clusters import Clusters
from countersight.model.entity import JudgementValue
from countersight.model.finding import Finding
from countersight.model.identity import IdentityJudgement, check_signature
from countersight.resolve.identities import writing
from countersight.resolve.nodes import Nodes
from countersight.store.base import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the clusters that a split leaves."""

    members: tuple[str, ...]
    """The canonical one first."""
    claim_ids: tuple[str, ...]
    """The claims of which a party is one of the members, in order of id."""
    finding_ids: tuple[str, ...]
    """The findings of today that rest on one of those claims."""
    is_moved: bool
    """Whether it is what was named to be moved out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitPlan:
    """What a split does, before it is done."""

    moved: tuple[str, ...]
    taken_back: tuple[IdentityJudgement, ...]
    """The positive judgements between what is moved and what stays."""
    denied: tuple[tuple[str, str], ...]
    """The pairs that are judged not to be the same from now on, if that was asked for."""
    sides: tuple[Side, ...]
    divided: tuple[str, ...]
    """Findings of today that rest on claims of more than one side: the next run makes several of each."""


def plan_split(nodes: Nodes, findings: Iterable[Finding], moved: Sequence[str], *, apart: bool = False) -> SplitPlan:
    """Say what it takes to move nodes, by id, out of the cluster that they are in, and what follows from it.

    What was judged among the moved nodes, and among the others, stays. Every claim stays too: it goes with its party's
    name, or with the organization that the machine takes that name for.

    Raises:
        BadJudgement: the nodes are not all in one cluster, or are the whole of it.
    """
    leaving = frozenset(moved)
    members = _check_cluster(nodes, leaving)
    taken_back = tuple(find_crossing(nodes.clusters, leaving))
    after = nodes.clusters.supposing((link.left, link.right, JudgementValue.NO_JUDGEMENT) for link in taken_back)
    denied = _keep_apart(after, members, leaving) if apart else ()
    after = after.supposing((*pair, JudgementValue.NEGATIVE) for pair in denied)
    claims: dict[str, set[str]] = {after.canonical(member): set() for member in members}
    for appearance in nodes.appearances:
        if nodes.clusters.canonical(appearance.node(nodes.clusters)) == members[0]:
            claims.setdefault(after.canonical(appearance.node(after)), set()).add(appearance.claim_id)
    resting = {finding.id: {*finding.claim_ids} for finding in findings}
    sides = tuple(_side(after.members(node), ids, resting, leaving) for node, ids in claims.items())
    return SplitPlan(
        moved=tuple(sorted(leaving)), taken_back=taken_back, denied=denied, sides=sides, divided=tuple(_divided(sides))
    )


def split_identity(
    store: Store, plan: SplitPlan, *, nodes: Nodes, by: str, reason: str, now: datetime
) -> list[IdentityJudgement]:
    """Do what a plan says: append what takes back, and what keeps the sides apart from now on, if that was planned.

    Raises:
        BadJudgement: nobody is named, there is no reason, or others have judged since the plan was made.
    """
    by, reason = check_signature(by, reason, now)
    with writing(store) as (writer, clusters):
        if tuple(find_crossing(clusters, frozenset(plan.moved))) != plan.taken_back:
            raise BadJudgement("others have judged since this split was planned; look at it once more")
        pairs = [(link.left, link.right, JudgementValue.NO_JUDGEMENT) for link in plan.taken_back]
        pairs += [(*pair, JudgementValue.NEGATIVE) for pair in plan.denied]
        called = {node: nodes.describe(node).name for pair in pairs for node in pair[:2]}
        return [
            writer.judge_identity(one, other, value, by, reason, decided_at=now, names=called)
            for one, other, value in pairs
        ]


def find_crossing(clusters: Clusters, leaving: frozenset[str]) -> Iterator[IdentityJudgement]:
    """Yield the positive judgements between these nodes and others, in order of sequence."""
    for judgement in clusters.standing():
        if judgement.value is JudgementValue.POSITIVE and len({judgement.left, judgement.right} & leaving) == 1:
            yield judgement


def _check_cluster(nodes: Nodes, leaving: frozenset[str]) -> tuple[str, ...]:
    clusters = {nodes.clusters.members(node) for node in leaving}
    if len(clusters) != 1:
        raise BadJudgement(f"only what is in one cluster can be moved out of it; these are in {len(clusters)}")
    members = clusters.pop()
    called = nodes.describe(members[0]).name
    if len(members) == 1:
        raise BadJudgement(f"{called} ({members[0]}) was not judged to be the same as anything")
    if leaving == {*members}:
        raise BadJudgement(f"these are all that was judged to be {called}: name those that are to be moved out")
    return members


def _keep_apart(after: Clusters, members: Sequence[str], leaving: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Return what has to be judged not the same so that what left stays out."""
    gone = dict.fromkeys(after.canonical(node) for node in members if node in leaving)
    left = dict.fromkeys(after.canonical(node) for node in members if node not in leaving)
    return tuple((one, other) for one in gone for other in left)


def _side(
    members: tuple[str, ...], claim_ids: Set[str], resting: Mapping[str, Set[str]], leaving: frozenset[str]
) -> Side:
    return Side(
        members=members,
        claim_ids=tuple(sorted(claim_ids)),
        finding_ids=tuple(sorted(name for name, claims in resting.items() if claims & claim_ids)),
        is_moved=leaving >= {*members},
    )


def _divided(sides: Sequence[Side]) -> Iterator[str]:
    counts = Counter(name for side in sides for name in side.finding_ids)
    return (name for name, count in sorted(counts.items()) if count > 1)
