"""Admiralty's number: how far independent origins bear a finding out, whatever the letters of their sources."""

from collections.abc import Sequence
from math import log
from typing import Final

from countersight.corroborate.grading.votes import Vote
from countersight.model.decision import Verdict
from countersight.model.interest import Interest

WORDS: Final = {
    1: "confirmed by other origins",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
"""Admiralty's numbers, as in MISP's taxonomy `admiralty-scale`, version 5."""

ANY_SOURCE: Final = 0.75
"""The accuracy that every source is given here: the letters have no part in the number."""
CONFIRMED: Final = 1.4
"""Support, in log-odds, from which a finding is confirmed: two quoted outsiders' words that are surely read."""
PROBABLE: Final = 0.8
"""Support from which it is probably true: two words of which each carries half or a little more."""
BALANCED: Final = 0.2
"""Support up to which what speaks against a finding weighs as much as what speaks for it."""
OUTWEIGHED: Final = -0.8
"""Support below which what speaks against it clearly weighs more."""
LEAST_CARRIED: Final = 0.4
"""What a single word must carry to be judged by: half read or half meant is nothing to go by."""


def rate_credibility(
    votes: Sequence[Vote], *, verdict: Verdict | None = None, is_contradicted: bool = False
) -> tuple[int, str]:
    """Return the number of a finding, 1 to 6, and why, in words.

    5 needs origins or a reviewer that speak against the finding: what little is known of is 6, never 5.

    Args:
        votes: one for each origin and side.
        verdict: of a reviewer on the finding.
        is_contradicted: whether its claims contradict one another in a figure or time.
    """
    if verdict is Verdict.REJECT:
        return 5, "a reviewer rejected the finding"
    number, reason = _rate_votes(votes, is_contradicted=is_contradicted)
    if verdict is Verdict.ACCEPT and number != 1:
        return 2, "a reviewer accepted the finding"
    return number, reason


def _rate_votes(votes: Sequence[Vote], *, is_contradicted: bool) -> tuple[int, str]:
    backing = [vote for vote in votes if vote.is_for]
    against = [vote for vote in votes if not vote.is_for]
    support = sum(_support(vote) for vote in votes)
    if not votes:
        return 6, "no claim speaks of it"
    if len({vote.origin for vote in votes}) == 1 and max(vote.carry for vote in votes) < LEAST_CARRIED:
        return 6, "a single origin speaks of it, and its word carries too little to judge by"
    if against:
        return _rate_disputed(support, len(backing), len(against))
    return _rate_backed(support, backing, is_contradicted=is_contradicted)


def _rate_disputed(support: float, backing: int, against: int) -> tuple[int, str]:
    sides = f"{backing} {_origins(backing)} for it, {against} against"
    if support >= CONFIRMED and backing > against:
        return 2, f"{sides}: those for it weigh clearly more"
    if support > BALANCED:
        return 3, f"{sides}: those for it weigh more"
    if support > OUTWEIGHED:
        return 4, f"{sides}: neither side weighs clearly more" if backing else f"{sides}: it is only denied"
    return 5, f"{sides}: those against it weigh clearly more"


def _rate_backed(support: float, backing: Sequence[Vote], *, is_contradicted: bool) -> tuple[int, str]:
    count = len(backing)
    if count == 1:
        return 3, "one origin speaks of it, and none beside it"
    if support < PROBABLE:
        return 3, f"{count} origins, whose words carry little even together"
    if all(vote.testimony.interest is not Interest.OUTSIDER for vote in backing):
        return 2, f"{count} origins, all of them interested"
    if is_contradicted:
        return 2, f"{count} origins, which contradict one another in part"
    if support < CONFIRMED:
        return 2, f"{count} origins, whose words carry only in part"
    return 1, f"{count} independent origins bear one another out"


def _support(vote: Vote) -> float:
    strength = 0.5 + (ANY_SOURCE - 0.5) * vote.carry
    return log(strength / (1.0 - strength)) * (1 if vote.is_for else -1)


def _origins(count: int) -> str:
    return "origin" if count == 1 else "origins"
