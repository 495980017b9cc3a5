"""The probability that a finding is so, from the votes of independent origins, with an honest interval."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from countersight.corroborate.grading.accuracies import Accuracy, letter_accuracy
from countersight.corroborate.grading.votes import Vote
from countersight.model.decision import Verdict
from countersight.model.source import Reliability

HEAVIEST: Final = 0.95
"""What one vote can be right with, however good its source: its weight is capped, so that no source decides alone."""
FLOOR: Final = 0.01
CEILING: Final = 0.99
"""Where ICD 203's first band begins and its last one ends: documents alone make nothing surer."""
DRAWS: Final = 1_000
"""Draws of the sources' accuracies. The ends of an interval differ by about .01 from those of ten times as many."""
DIGITS: Final = 4
"""Digits that are kept: finer ones differ between machines and mean nothing."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Posterior:
    """A probability with its 90% interval."""

    probability: float
    low: float
    high: float


class _Ballot(NamedTuple):
    """A vote as its numbers."""

    right: float
    wrong: float
    carry: float
    is_for: bool
    source: int
    """Votes of one source have one number: they are right or wrong about their source together."""


def fuse_votes(votes: Iterable[Vote], *, verdict: Verdict | None = None) -> Posterior:
    """Return the probability that what the votes are about is so.

    Without any vote it is even. Each vote adds its log-odds, capped (naive Bayes over independent origins; with the
    accuracies integrated out this is exact for one finding). A source no better than a coin is ignored, never reversed.
    The interval holds the middle 90% of what the probability would be if it were known how often each source is right,
    and which words carry: of draws from their Beta distributions, in which each word carries all or nothing, as often
    as its share says, each draw weighted by how well it explains the votes. The draws are seeded, so that the same
    votes give the same interval.

    Args:
        votes: one for each origin and side; their order makes no difference.
        verdict: of a reviewer on the finding itself, which counts as a vote of the best letter.
    """
    ballots = _number_ballots([vote for vote in votes if vote.strength > 0.5])
    if verdict in (Verdict.ACCEPT, Verdict.REJECT):
        best = letter_accuracy(Reliability.A)
        ballots += (_Ballot(best.right, best.wrong, 1.0, verdict is Verdict.ACCEPT, len(ballots)),)
    return _fuse(ballots)


def _number_ballots(votes: Sequence[Vote]) -> tuple[_Ballot, ...]:
    rows = sorted(
        (_figures(vote.standing.accuracy), round(vote.carry, 3), vote.is_for, vote.standing.source) for vote in votes
    )
    numbers: dict[str, int] = {}
    return tuple(
        _Ballot(*accuracy, carry, is_for, numbers.setdefault(source, len(numbers)))
        for accuracy, carry, is_for, source in rows
    )


def _figures(accuracy: Accuracy) -> tuple[float, float]:
    return accuracy.right, accuracy.wrong


@lru_cache(maxsize=65_536)
def _fuse(ballots: tuple[_Ballot, ...]) -> Posterior:
    if not ballots:
        return Posterior(0.5, FLOOR, CEILING)
    odds = sum(_log_odds(ballot) for ballot in ballots)
    probability = min(max(1.0 / (1.0 + exp(-odds)), FLOOR), CEILING)
    low, high = _interval(ballots)
    return Posterior(*(round(end, DIGITS) for end in (probability, min(low, probability), max(high, probability))))


def _log_odds(ballot: _Ballot) -> float:
    mean = ballot.right / (ballot.right + ballot.wrong)
    strength = min(0.5 + (mean - 0.5) * ballot.carry, HEAVIEST)
    return log(strength / (1.0 - strength)) * (1 if ballot.is_for else -1)


def _interval(ballots: tuple[_Ballot, ...]) -> tuple[float, float]:
    if_so, if_not = np.zeros(DRAWS), np.zeros(DRAWS)
    for place, ballot in enumerate(ballots):
        accuracy = np.clip(_draw(ballot.right, ballot.wrong, ballot.source), FLOOR, CEILING)
        drawn = np.where(_draw_carried(place) < ballot.carry, accuracy, 0.5)
        hit, miss = np.log(drawn), np.log1p(-drawn)
        if_so += hit if ballot.is_for else miss
        if_not += miss if ballot.is_for else hit
    probabilities = 1.0 / (1.0 + np.exp(if_not - if_so))
    shift = max(if_so.max(), if_not.max())
    weights = np.exp(if_so - shift) + np.exp(if_not - shift)
    order = np.argsort(probabilities)
    share = np.cumsum(weights[order])
    ends = np.searchsorted(share, np.array([0.05, 0.95]) * share[-1])
    low, high = probabilities[order][np.minimum(ends, DRAWS - 1)]
    return float(np.clip(low, FLOOR, CEILING)), float(np.clip(high, FLOOR, CEILING))


@lru_cache(maxsize=4_096)
def _draw(right: float, wrong: float, source: int) -> Floats:
    return np.random.default_rng(source).beta(right, wrong, DRAWS)


@lru_cache(maxsize=4_096)
def _draw_carried(place: int) -> Floats:
    return np.random.default_rng([place, DRAWS]).random(DRAWS)
