"""How much the evidence of a finding can carry, apart from how likely it is: GRADE's levels, and each step down."""

from collections.abc import Iterator, Sequence
from typing import Final

from countersight.corroborate.grading.testimonies import Testimony
from countersight.corroborate.grading.votes import Vote
from countersight.model.finding import EvidenceLevel
from countersight.model.interest import Interest
from countersight.model.source import Reliability

LEVELS: Final = (EvidenceLevel.HIGH, EvidenceLevel.MODERATE, EvidenceLevel.LOW, EvidenceLevel.VERY_LOW)
"""From the top down: GRADE's levels (Fretheim et al., BMC Medicine 2012, 10:33, table 1) and grounds for a step down
(nhmrc.gov.au/node/5126). What meets each ground here is ours, as GRADE speaks of trials."""
SURELY_READ: Final = 0.5
"""Confidence from which a claim is likelier read right than not."""
UNTRUSTED: Final = frozenset({Reliability.D, Reliability.E, Reliability.F})
"""Letters of sources that cannot be leaned on."""


def rate_evidence(
    votes: Sequence[Vote], told: Sequence[Testimony], *, contradictions: Sequence[str] = ()
) -> tuple[EvidenceLevel, tuple[str, ...]]:
    """Return the level of a finding's evidence, and the reason for each step down from high, in words.

    Args:
        votes: one for each origin and side.
        told: the claims that speak of the finding, without those rejected as misread.
        contradictions: between its claims, other than denials, in words.
    """
    if not votes:
        return EvidenceLevel.VERY_LOW, ("evidence: no claim that stands speaks of it",)
    steps = tuple(f"evidence, one step down: {reason}" for reason in _steps(votes, told, contradictions))
    return LEVELS[min(len(steps), len(LEVELS) - 1)], steps


def _steps(votes: Sequence[Vote], told: Sequence[Testimony], contradictions: Sequence[str]) -> Iterator[str]:
    if len({vote.origin for vote in votes}) == 1:
        yield "a single origin"
    yield from _bias(votes)
    yield from _indirectness(votes)
    yield from _inconsistency(votes, contradictions)
    yield from _imprecision([one for one in told if not one.is_denial])
    if all(vote.carry < SURELY_READ and vote.testimony.confidence < SURELY_READ for vote in votes):
        surest = max(vote.testimony.confidence for vote in votes)
        yield f"misreading, no claim is surely read (at best {surest:.2f}): one that a reviewer accepts counts whole"


def _bias(votes: Sequence[Vote]) -> Iterator[str]:
    if all(vote.testimony.interest is not Interest.OUTSIDER for vote in votes):
        yield "risk of bias, only speakers with a stake in it"
    elif all(vote.standing.letter in UNTRUSTED for vote in votes):
        letters = sorted({vote.standing.letter.value for vote in votes})
        yield f"risk of bias, no source that can be leaned on ({', '.join(letters)})"


def _indirectness(votes: Sequence[Vote]) -> Iterator[str]:
    if not any(vote.testimony.is_firsthand for vote in votes):
        yield "indirectness, all of it repeated from others"
    elif all(vote.testimony.is_hedged or not vote.testimony.is_firsthand for vote in votes):
        yield "indirectness, what is not repeated is hedged"


def _inconsistency(votes: Sequence[Vote], contradictions: Sequence[str]) -> Iterator[str]:
    sides = {vote.is_for for vote in votes}
    if len(sides) > 1:
        yield "inconsistency, some assert it and some deny it"
    elif contradictions:
        yield f"inconsistency, {contradictions[0]}"


def _imprecision(told: Sequence[Testimony]) -> Iterator[str]:
    if told and not any(one.is_dated for one in told):
        yield "imprecision, no claim tells when"
    elif any(one.is_vague for one in told):
        yield "imprecision, a figure is told only roughly"
