"""The Poisson binomial distribution."""

from itertools import product
from math import comb, prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.analyze.counting import count_distribution, count_interval

probabilities = st.lists(st.floats(0, 1), max_size=9)


@given(probabilities)
def test_every_outcome_is_counted_once(chances: list[float]) -> None:
    expected = np.zeros(len(chances) + 1)
    for outcome in product((0, 1), repeat=len(chances)):
        expected[sum(outcome)] += prod(
            chance if so else 1 - chance for so, chance in zip(outcome, chances, strict=True)
        )
    assert count_distribution(chances) == pytest.approx(expected)


def test_equal_chances_give_the_binomial() -> None:
    expected = [comb(40, count) * 0.3**count * 0.7 ** (40 - count) for count in range(41)]
    assert count_distribution([0.3] * 40) == pytest.approx(expected)


@given(probabilities, st.sampled_from([0.5, 0.8, 0.9, 0.99]))
def test_interval_holds_at_least_its_level(chances: list[float], level: float) -> None:
    low, high = count_interval(chances, level)
    assert 0 <= low <= high <= len(chances)
    assert count_distribution(chances)[low : high + 1].sum() >= level - 1e-9


@given(probabilities.filter(bool))
def test_interval_leaves_little_on_either_side(chances: list[float]) -> None:
    low, high = count_interval(chances, 0.9)
    distribution = count_distribution(chances)
    assert distribution[:low].sum() <= 0.05 + 1e-9
    assert distribution[high + 1 :].sum() <= 0.05 + 1e-9


def test_certain_things_have_no_interval() -> None:
    assert count_interval([1.0, 1.0, 0.0], 0.9) == (2, 2)


def test_nothing_counts_as_none() -> None:
    assert count_interval([], 0.9) == (0, 0)


def test_many_chances_stay_a_distribution() -> None:
    distribution = count_distribution([0.001, 0.5, 0.999] * 1_000)
    assert distribution.sum() == pytest.approx(1.0)
    assert distribution.min() >= 0.0
