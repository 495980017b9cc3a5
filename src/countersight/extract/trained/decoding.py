"""From the network's numbers to words: which tokens carry a claim, and which fill its slots."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from countersight.extract.trained.labels import BEGIN, INSIDE, OUTSIDE

Scores = NDArray[np.float32]
_FORBIDDEN = -1e9
SHORTEST = 2
"""Tokens of the shortest evidence."""


def softmax(scores: Scores) -> Scores:
    """Turn scores into probabilities along the last axis."""
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(scores: Scores) -> Scores:
    """Turn scores into independent probabilities."""
    return np.asarray(1.0 / (1.0 + np.exp(-scores)), dtype=np.float32)


def tagged_spans(scores: Scores, *, bias: float = 0.0) -> list[tuple[int, int]]:
    """Return the spans of the best sequence of tags, as first and one past the last token.

    Args:
        scores: [tokens, 3], of the tags outside, begin and inside.
        bias: added to the scores of being inside or beginning; above zero more is found.

    The best sequence is Viterbi's, under the one rule that nothing is inside that did not begin.
    """
    logs = np.log(softmax(scores) + 1e-9)
    logs[:, [BEGIN, INSIDE]] += bias
    total = np.array([logs[0, OUTSIDE], logs[0, BEGIN], _FORBIDDEN])
    back = np.zeros((len(logs), 3), dtype=np.int8)
    for token in range(1, len(logs)):
        free = int(total.argmax())
        within = BEGIN if total[BEGIN] >= total[INSIDE] else INSIDE
        back[token] = (free, free, within)
        total = np.array([total[free], total[free], total[within]]) + logs[token]
    tag = int(total.argmax())
    tags = [tag]
    for token in range(len(logs) - 1, 0, -1):
        tag = int(back[token, tag])
        tags.append(tag)
    return list(_spans(tags[::-1]))


def _spans(tags: list[int]) -> Iterator[tuple[int, int]]:
    first = None
    for token, tag in enumerate([*tags, OUTSIDE]):
        if first is not None and tag != INSIDE:
            yield first, token
            first = None
        if tag == BEGIN:
            first = token


def span_probability(scores: Scores, first: int, last: int) -> float:
    """Return the mean probability that the tokens from `first` to before `last` are no outside."""
    return float(1.0 - softmax(scores[first:last])[:, OUTSIDE].mean())
