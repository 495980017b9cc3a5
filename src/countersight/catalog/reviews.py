"""What reviewers' decisions make of claims and findings, as a release counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from countersight.catalog.query import ReviewState
from countersight.model.decision import Verdict
from countersight.model.verdicts import weigh_verdicts
from countersight.release.dataset import Review
from countersight.release.gather import review_claim, review_finding

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

    @classmethod
    def weigh(
        cls,
        groups: Mapping[str, Sequence[str]],
        verdicts: Mapping[str, Verdict],
        decided: Mapping[str, Sequence[str]],
    ) -> "Reviews":
        """Take the same as `model.verdicts.weigh_verdicts`, of all findings or of those that a decision touches."""
        return cls(weigh_verdicts(groups, verdicts, decided).counted)

    def claim(self, claim_id: str, finding_id: str | None) -> ReviewState:
        """Return what stands of a claim."""
        return _STATES[review_claim(self._counted, claim_id, finding_id)]

    def finding(self, finding_id: str, claim_ids: Sequence[str]) -> tuple[ReviewState, int]:
        """Return what stands of a finding, and how many of its claims were rejected."""
        reviews = [review_claim(self._counted, claim_id, finding_id) for claim_id in claim_ids]
        standing = {review for review in reviews if review is not None}
        if not standing:
            return ReviewState.REJECTED, len(reviews)
        return _STATES[review_finding(self._counted.get(finding_id), standing)], reviews.count(None)
