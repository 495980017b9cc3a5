"""Which claims tell of one deal and which do not, by what named persons judged of pairs of claims."""

from collections.abc import Collection, Iterator, Mapping

from countersight.model.clusters import Clusters
from countersight.model.entity import JudgementValue
from countersight.model.identity import IdentityJudgement


class Deals:
    """What persons judged of claims, which stands above every likeness between them.

    The nodes of these judgements are ids of claims. A claim in place of an edited one inherits what was judged of that.
    """

    def __init__(self, clusters: Clusters | None = None, replacements: Mapping[str, str] | None = None) -> None:
        """Take the clusters of all judgements that stand, and the claim in place of each edited one."""
        standing = clusters.standing() if clusters else ()
        self._judgements = tuple(judgement for judgement in standing if judgement.is_on_claims)
        judged = {node for judgement in self._judgements for node in (judgement.left, judgement.right)}
        self._heir: dict[str, str] = {}
        """The claim that now stands for a judged one."""
        inherited = []
        for node in sorted(judged):
            heir = _follow(node, replacements or {})
            if heir != node and clusters and clusters.answer(node, heir) is not JudgementValue.NEGATIVE:
                self._heir[node] = heir
                inherited.append((node, heir, JudgementValue.POSITIVE))
        self._clusters = Clusters(self._judgements).supposing(inherited) if inherited else Clusters(self._judgements)
        self._judged = judged | {*self._heir.values()}

    def deal(self, claim_id: str) -> str | None:
        """Return what stands for the deal of a claim that was judged; none where nobody judged."""
        return self._clusters.canonical(claim_id) if claim_id in self._judged else None

    def apart_from(self, claim_id: str) -> frozenset[str]:
        """Return the deals that a claim was judged not to tell of."""
        return self._clusters.apart_from(claim_id) if claim_id in self._judged else frozenset()

    def explain(self, claim_ids: Collection[str]) -> Iterator[str]:
        """Say in words what persons judged of a finding with these claims, without their names."""
        for value, words in ((JudgementValue.POSITIVE, _TOGETHER), (JudgementValue.NEGATIVE, _APART)):
            wanted = 2 if value is JudgementValue.POSITIVE else 1
            told: dict[str, list[int]] = {}
            for judgement in self.judgements(claim_ids):
                ends = sum(node in claim_ids for node in (self._now(judgement.left), self._now(judgement.right)))
                if judgement.value is value and ends == wanted:
                    told.setdefault(judgement.reason, []).append(judgement.sequence)
            for reason, numbers in told.items():
                listed = f"judgement {numbers[0]}" if len(numbers) == 1 else f"judgements {_list(numbers)}"
                yield f"{words} by a reviewer ({listed}): {reason}"

    def judgements(self, claim_ids: Collection[str]) -> Iterator[IdentityJudgement]:
        """Yield the judgements that stand on any of these claims, in order of sequence."""
        for judgement in self._judgements:
            if self._now(judgement.left) in claim_ids or self._now(judgement.right) in claim_ids:
                yield judgement

    def _now(self, node: str) -> str:
        return self._heir.get(node, node)


_TOGETHER, _APART = "put together", "kept apart from another finding"


def _follow(claim_id: str, replacements: Mapping[str, str]) -> str:
    seen = {claim_id}
    while claim_id in replacements and replacements[claim_id] not in seen:
        claim_id = replacements[claim_id]
        seen.add(claim_id)
    return claim_id


def _list(numbers: list[int]) -> str:
    return (
        f"{numbers[0]} to {numbers[-1]}"
        if numbers[-1] - numbers[0] == len(numbers) - 1
        else ", ".join(map(str, numbers))
    )
