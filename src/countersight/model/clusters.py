"""Who is the same as whom, by all that named persons have judged."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from countersight.model.entity import JudgementValue
from countersight.model.identity import IdentityJudgement, is_name_node, is_wikidata_item, judge_pair

SAME, APART, UNSURE = JudgementValue.POSITIVE, JudgementValue.NEGATIVE, JudgementValue.UNSURE
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Cluster:
    nodes: set[str]
    canonical: str


class Clusters:
    """The connected components of what was judged positive; every other node is alone.

    Only judgements of persons go in: what a machine answered stands in the claims' own judgements, and yields to these.
    The last judgement on a pair, by sequence, stands, so that the order in which they are given makes no difference.
    To see an earlier state, give the judgements of that time.
    """

    def __init__(self, judgements: Iterable[IdentityJudgement] = ()) -> None:
        self._last: dict[tuple[str, str], IdentityJudgement] = {}
        self._edges: dict[JudgementValue, dict[str, dict[str, IdentityJudgement]]] = {
            value: defaultdict(dict) for value in JudgementValue
        }
        """By value and both nodes; each stands there in both directions."""
        self._clusters: dict[str, _Cluster] = {}
        last = {(judgement.left, judgement.right): judgement for judgement in sorted(judgements, key=_sequence)}
        for judgement in last.values():
            self.add(judgement)

    def add(self, judgement: IdentityJudgement) -> None:
        """Take in one further judgement; only the clusters that it is about change."""
        left, right = pair = (judgement.left, judgement.right)
        before = self._last.get(pair)
        if before is not None:
            if before.sequence >= judgement.sequence:
                return
            del self._edges[before.value][left][right], self._edges[before.value][right][left]
            if before.value is SAME:
                self._regather(left, right)
        self._last[pair] = judgement
        self._edges[judgement.value][left][right] = self._edges[judgement.value][right][left] = judgement
        if judgement.value is SAME:
            self._merge(left, right)

    def canonical(self, node: str) -> str:
        """Return the node that stands for all that are the same, `node` itself if it is alone.

        It is a Wikidata item, else an organization that Countersight maintains, else the smallest id; nomenklatura's
        `NK-` ids, which need not name anything, only where no other organization is there, and names last. Of several
        items it is the greatest as text, which is the one that nomenklatura's `Resolver` takes (4.17).
        """
        cluster = self._clusters.get(node)
        return node if cluster is None else cluster.canonical

    def members(self, node: str) -> tuple[str, ...]:
        """Return all that are the same as `node`, itself among them, the canonical one first."""
        return tuple(sorted(self._nodes(node), key=_rank))

    def judgement(self, one: str, other: str) -> IdentityJudgement | None:
        """Return what stands on just this pair; what was taken back does not stand."""
        last = self._last.get((min(one, other), max(one, other)))
        return None if last is None or last.value is JudgementValue.NO_JUDGEMENT else last

    def standing(self) -> Iterator[IdentityJudgement]:
        """Yield every judgement that stands, in order of sequence."""
        for judgement in sorted(self._last.values(), key=_sequence):
            if judgement.value is not JudgementValue.NO_JUDGEMENT:
                yield judgement

    def answer(self, one: str, other: str) -> JudgementValue:
        """Return what follows for a pair from all judgements: B is not C where A is B and A is not C."""
        if other in self._nodes(one):
            return SAME
        blocking = self._blocking(one, other)
        return JudgementValue.NO_JUDGEMENT if blocking is None else blocking.value

    def apart_from(self, node: str) -> frozenset[str]:
        """Return, each by its canonical node, those that persons judged not to be the same as `node`."""
        denied = self._edges[APART]
        return frozenset(self.canonical(other) for own in self._nodes(node) for other in denied.get(own, ()))

    def explain(self, one: str, other: str) -> tuple[IdentityJudgement, ...]:
        """Return the chain of judgements from `one` to `other` that makes them the same, or that keeps them apart.

        Empty where nothing that was judged connects the two.
        """
        if other in self._nodes(one):
            return self._path(one, other)
        blocking = self._blocking(one, other)
        if blocking is None:
            return ()
        near, far = blocking.left, blocking.right
        if near not in self._nodes(one):
            near, far = far, near
        return (*self._path(one, near), blocking, *self._path(far, other))

    def opposing(self, one: str, other: str, value: JudgementValue) -> tuple[IdentityJudgement, ...]:
        """Return the chain of judgements that `value` on this pair would contradict; empty if none.

        What stands on the pair itself counts: whoever means the opposite has it taken back first.
        """
        return self.explain(one, other) if {value, self.answer(one, other)} == {SAME, APART} else ()

    def conflict(self, one: str, other: str, value: JudgementValue) -> str | None:
        """Tell the chain of judgements that `value` on this pair would contradict, who said each and when, if any."""
        chain = self.opposing(one, other, value)
        return "; ".join(map(tell_judgement, chain)) if chain else None

    def supposing(self, judged: Iterable[tuple[str, str, JudgementValue]]) -> "Clusters":
        """Return the clusters as they would be if these pairs were judged so, one after the other."""
        links = list(self.standing())
        for one, other, value in judged:
            last = links[-1] if links else None
            links.append(judge_pair(one, other, value, by="", reason="", decided_at=_NEVER, after=last))
        return Clusters(links)

    def _nodes(self, node: str) -> set[str]:
        cluster = self._clusters.get(node)
        return {node} if cluster is None else cluster.nodes

    def _merge(self, one: str, other: str) -> None:
        small, large = sorted((self._of(one), self._of(other)), key=lambda cluster: len(cluster.nodes))
        if small is not large:
            large.nodes |= small.nodes
            large.canonical = min(small.canonical, large.canonical, key=_rank)
            self._clusters.update(dict.fromkeys(small.nodes, large))

    def _of(self, node: str) -> _Cluster:
        return self._clusters.setdefault(node, _Cluster({node}, node))

    def _regather(self, left: str, right: str) -> None:
        """Compute the clusters of two nodes that are no longer judged the same."""
        for node in (left, right):
            nodes = set(self._reach(node))
            self._clusters.update(dict.fromkeys(nodes, _Cluster(nodes, min(nodes, key=_rank))))

    def _reach(self, start: str, goal: str | None = None) -> dict[str, IdentityJudgement | None]:
        """Return every node that positive judgements lead to, up to `goal`, with the judgement that leads there.

        The nearest come first, and of those as near the ones judged earlier.
        """
        came: dict[str, IdentityJudgement | None] = {start: None}
        waiting = deque([start])
        while waiting and goal not in came:
            edges = self._edges[SAME].get(waiting.popleft(), {})
            for node, judgement in sorted(edges.items(), key=lambda edge: _sequence(edge[1])):
                if node not in came:
                    came[node] = judgement
                    waiting.append(node)
        return came

    def _path(self, one: str, other: str) -> tuple[IdentityJudgement, ...]:
        came, chain, node = self._reach(other, goal=one), [], one
        while (judgement := came[node]) is not None:
            chain.append(judgement)
            node = judgement.left if judgement.right == node else judgement.right
        return tuple(chain)

    def _blocking(self, one: str, other: str) -> IdentityJudgement | None:
        """Return the first judgement that keeps two clusters apart, or else the first that leaves them open."""
        small, large = sorted((self._nodes(one), self._nodes(other)), key=len)
        for value in (APART, UNSURE):
            edges = self._edges[value]
            found = [edges[node][far] for node in small if node in edges for far in edges[node].keys() & large]
            if found:
                return min(found, key=_sequence)
        return None


def tell_judgement(judgement: IdentityJudgement) -> str:
    """Tell one judgement in words: what, who and when."""
    left = _tell_node(judgement.left, judgement.left_name)
    right = _tell_node(judgement.right, judgement.right_name)
    words = _OF_DEALS if judgement.is_on_claims else _OF_NAMES
    said = words.get(judgement.value)
    what = f"{left} {said} {right}" if said else f"what was said of {left} and {right} is taken back"
    at = judgement.decided_at.astimezone(UTC)
    return f"{what} (judgement {judgement.sequence} by {judgement.by}, {at:%Y-%m-%d %H:%M} UTC)"


_OF_NAMES = {SAME: "is the same as", APART: "is not the same as", UNSURE: "may be the same as"}
_OF_DEALS = {SAME: "tells of the same deal as", APART: "tells of another deal than", UNSURE: "may tell of the deal of"}


def _tell_node(node: str, name: str) -> str:
    if not name:
        return node
    return f"“{name}”" if is_name_node(node) else f"“{name}” ({node})"


def _sequence(judgement: IdentityJudgement) -> int:
    return judgement.sequence


def _rank(node: str) -> tuple[int, tuple[int, ...], str]:
    """Order nodes by how well they stand for a cluster; items of Wikidata by falling order of text."""
    if is_wikidata_item(node):
        return 0, tuple(-ord(char) for char in node), node
    kinds = (node.startswith("cs-"), not (node.startswith("NK-") or is_name_node(node)), node.startswith("NK-"))
    return 1 + (kinds.index(True) if any(kinds) else len(kinds)), (), node
