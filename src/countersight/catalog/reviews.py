"""What reviewers' decisions make of claims and findings, as a release counts them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from countersight.catalog.query import ReviewState
from countersight.model.decision import Verdict
from countersight.model.echoes import find_uncounted
from countersight.model.outline import ClaimOutline
from countersight.model.verdicts import weigh_verdicts
from countersight.release.dataset import Review
from countersight.release.gather import review_claim, review_finding
from countersight.store.base import View

_STATES = {
    None: ReviewState.REJECTED,
    Review.ACCEPTED: ReviewState.ACCEPTED,
    Review.UNSURE: ReviewState.UNSURE,
    Review.UNREVIEWED: ReviewState.UNREVIEWED,
}


@dataclass(frozen=True, slots=True)
class Reviews:
    """What verdicts count for now."""

    _counted: Mapping[str, Verdict]
    _uncounted: Collection[str]

    @classmethod
    def weigh(
        cls,
        groups: Mapping[str, Sequence[str]],
        verdicts: Mapping[str, Verdict],
        decided: Mapping[str, Sequence[str]],
        uncounted: Collection[str] = frozenset(),
    ) -> "Reviews":
        """Take the same as `model.verdicts.weigh_verdicts`, of all findings or of those that a decision touches.

        `uncounted` are the claims in whose place others stand: see `model.echoes.find_uncounted`.
        """
        return cls(weigh_verdicts(groups, verdicts, decided).counted, uncounted)

    def claim(self, claim_id: str, finding_id: str | None) -> ReviewState:
        """Return what stands of a claim."""
        if claim_id in self._uncounted:
            return ReviewState.SET_ASIDE
        return _STATES[review_claim(self._counted, claim_id, finding_id)]

    def finding(self, finding_id: str, claim_ids: Sequence[str]) -> tuple[ReviewState, int]:
        """Return what stands of a finding, and how many of its claims were rejected."""
        reviews = [review_claim(self._counted, claim_id, finding_id) for claim_id in claim_ids]
        standing = {review for review in reviews if review is not None}
        if not standing:
            return ReviewState.REJECTED, len(reviews)
        return _STATES[review_finding(self._counted.get(finding_id), standing)], reviews.count(None)


def set_aside(view: View, verdicts: Mapping[str, Verdict]) -> frozenset[str]:
    """Return the claims in whose place others stand, of the documents in which any claim was decided on."""
    decided = [name for name in verdicts if not name.startswith("fnd-")]
    if not decided:
        return frozenset()
    documents = {outline.document_id for outline in view.outlines(ClaimOutline, decided)}
    replacements = view.replacements()
    found: set[str] = set()
    for document_id in sorted(documents):
        found |= find_uncounted(list(view.claims(document_id=document_id)), verdicts, replacements)
    return frozenset(found)
