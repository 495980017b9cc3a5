"""Spans out of scores."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from countersight.extract.trained.decoding import sigmoid, softmax, span_probability, tagged_spans
from countersight.extract.trained.labels import BEGIN, INSIDE, OUTSIDE

SCORES = st.lists(st.tuples(*[st.floats(-9, 9, width=32)] * 3), min_size=1, max_size=30)


def scores_of(*tags: int) -> np.ndarray:
    return np.array(
        [[5.0 if tag == wanted else -5.0 for tag in (OUTSIDE, BEGIN, INSIDE)] for wanted in tags], np.float32
    )


def test_clear_tags_become_spans() -> None:
    assert tagged_spans(scores_of(0, 1, 2, 2, 0, 1, 0)) == [(1, 4), (5, 6)]


def test_two_spans_may_touch() -> None:
    assert tagged_spans(scores_of(1, 2, 1, 2)) == [(0, 2), (2, 4)]


def test_nothing_is_inside_that_did_not_begin() -> None:
    # The first of the three then has to begin, though inside would suit it better.
    assert tagged_spans(scores_of(0, 2, 2, 2)) == [(1, 4)]


def test_bias_finds_what_is_doubtful() -> None:
    doubtful = np.array([[0.0, -9, -9], [1.0, 0.5, -9], [0.0, -9, -9]], np.float32)
    assert tagged_spans(doubtful) == []
    assert tagged_spans(doubtful, bias=1.0) == [(1, 2)]


@given(SCORES, st.floats(-3, 3))
def test_spans_are_ordered_and_apart(rows: list[tuple[float, float, float]], bias: float) -> None:
    spans = tagged_spans(np.array(rows, np.float32), bias=bias)
    assert all(first < last <= len(rows) for first, last in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@given(SCORES)
def test_the_chosen_tags_score_best(rows: list[tuple[float, float, float]]) -> None:
    scores = np.array(rows[:7], np.float32)
    logs = np.log(softmax(scores) + 1e-9)

    def total(tags: tuple[int, ...]) -> float:
        return float(sum(logs[place, tag] for place, tag in enumerate(tags)))

    def lawful(tags: tuple[int, ...]) -> bool:
        return all(tag != INSIDE or (place and tags[place - 1] != OUTSIDE) for place, tag in enumerate(tags))

    best = max(total(tags) for tags in np.ndindex(*(3,) * len(scores)) if lawful(tags))
    chosen = [OUTSIDE] * len(scores)
    for first, last in tagged_spans(scores):
        chosen[first:last] = [BEGIN] + [INSIDE] * (last - first - 1)
    assert abs(total(tuple(chosen)) - best) < 1e-3


def test_probabilities_are_probabilities() -> None:
    assert np.allclose(softmax(np.array([[1.0, 2.0, 3.0]], np.float32)).sum(), 1.0)
    assert sigmoid(np.array([0.0], np.float32))[0] == 0.5
    assert span_probability(scores_of(1, 2), 0, 2) > 0.99
