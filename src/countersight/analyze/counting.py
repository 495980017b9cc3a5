"""How many of several uncertain things are so: the Poisson binomial distribution, exactly."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

ROUNDING = 1e-12
"""Slack for sums of probabilities that should be a round number."""


def count_distribution(probabilities: Sequence[float]) -> NDArray[np.float64]:
    """Return the probability of each count from 0 to `len(probabilities)`.

    The things are independent of one another and each has a probability of its own; the distribution is the
    convolution of theirs, taken by halves (Y. Hong, "On computing the distribution function for the Poisson binomial
    distribution", 2013, compares the ways).
    """
    if len(probabilities) == 0:
        return np.ones(1)
    if len(probabilities) == 1:
        return np.array([1.0 - probabilities[0], probabilities[0]])
    middle = len(probabilities) // 2
    return np.convolve(count_distribution(probabilities[:middle]), count_distribution(probabilities[middle:]))


def count_interval(probabilities: Sequence[float], level: float) -> tuple[int, int]:
    """Return the central interval that holds the count with a probability of at least `level`."""
    cumulative = np.cumsum(count_distribution(probabilities))
    outside = (1.0 - level) / 2.0
    low = int(np.searchsorted(cumulative, outside + ROUNDING, side="right"))
    high = int(np.searchsorted(cumulative, 1.0 - outside - ROUNDING, side="left"))
    return min(low, high), high
