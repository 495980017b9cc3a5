"""What the model reads in windows of text: pieces of evidence, and for each its kind, status, technology and roles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod
from typing import Protocol

import numpy as np

from countersight.extract.trained.decoding import SHORTEST, Scores, sigmoid, softmax, span_probability, tagged_spans
from countersight.extract.trained.features import Window
from countersight.extract.trained.labels import KINDS, NONE, ROLES, STATUSES, TECHNOLOGIES

_EDGES = ' \t\n\r,.;:，。；：、،؛“”"«»()（）[]'
"""Marks that belong to the sentence around a name, not to the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How sure the model has to be; chosen on held-out folds and kept beside the weights."""

    evidence: float = 0.0
    """Bias towards finding evidence; see `tagged_spans`."""
    claim: float = 0.5
    """Least probability that the evidence carries a claim."""
    second_kind: float = 0.35
    """Least probability of a further kind told by the same words."""
    technology: float = 0.4
    roles: dict[str, float] = field(default_factory=lambda: dict.fromkeys(ROLES, 0.0))
    """Bias towards filling each slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSpan:
    """Words that fill a slot, as code points of the window."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One claim as the model reads it. Places are code points of the window."""

    start: int
    end: int
    kind: str
    probability: float
    """Of this kind, with these parties, in these words: the product of what the network gives each."""
    status: str
    technologies: tuple[str, ...]
    """Most probable first, at least one."""
    roles: dict[str, tuple[RoleSpan, ...]]
    """By role, in order of their place."""


Asked = tuple[Window, Scores, tuple[int, int]]
"""A window, its hidden states [tokens, width], and the tokens of the evidence asked about."""


class Model(Protocol):
    """The two halves of the network, whatever runs them."""

    def find(self, windows: Sequence[Window]) -> list[tuple[Scores, Scores]]:
        """Return for each window its hidden states [tokens, width] and tags of evidence [tokens, 3]."""
        ...

    def read(self, items: Sequence[Asked]) -> list[tuple[Scores, Scores, Scores, Scores]]:
        """Return for each piece of evidence the scores of roles, kind, status and technology."""
        ...


def read_windows(windows: Sequence[Window], model: Model, thresholds: Thresholds) -> list[list[Reading]]:
    """Return what the model reads in each window, in order of place."""
    found = model.find(windows)
    items = [
        (number, span)
        for number, (_, tags) in enumerate(found)
        for span in tagged_spans(tags, bias=thresholds.evidence)
        if _is_wordy(windows[number], span)
    ]
    answers = model.read([(windows[number], found[number][0], span) for number, span in items])
    readings: list[list[Reading]] = [[] for _ in windows]
    for (number, span), scores in zip(items, answers, strict=True):
        words = span_probability(found[number][1], *span)
        readings[number] += _readings(windows[number], span, words, scores, thresholds)
    return readings


def _is_wordy(window: Window, span: tuple[int, int]) -> bool:
    """Whether a span lies between the opening and the closing piece and is no mere mark."""
    first, last = span
    return first > 0 and last < len(window.pieces) and last - first >= SHORTEST


def _readings(
    window: Window,
    span: tuple[int, int],
    words: float,
    scores: tuple[Scores, Scores, Scores, Scores],
    thresholds: Thresholds,
) -> list[Reading]:
    """Return the claims that one span carries; `words` is the probability of its tags."""
    roles, kind, status, technology = scores
    kinds = softmax(kind)
    claim = 1.0 - float(kinds[KINDS.index(NONE)])
    if claim < thresholds.claim:
        return []
    start, end = _trim(window.text, int(window.starts[span[0]]), int(window.ends[span[1] - 1]))
    labels = sigmoid(technology)
    order = np.argsort(-labels)
    chosen = [number for number in order if labels[number] >= thresholds.technology] or [order[0]]
    filled = {
        role: _role_spans(window, roles[:, 3 * number : 3 * number + 3], thresholds.roles[role])
        for number, role in enumerate(ROLES)
    }
    parties = prod(max((s.probability for s in filled[role]), default=1.0) for role in ("supplier", "recipient"))
    ranked = [number for number in np.argsort(-kinds) if KINDS[number] != NONE]
    told = [ranked[0], *(number for number in ranked[1:2] if kinds[number] >= thresholds.second_kind)]
    return [
        Reading(
            start=start,
            end=end,
            kind=KINDS[number],
            probability=float(kinds[number]) * words * parties,
            status=STATUSES[int(status.argmax())],
            technologies=tuple(TECHNOLOGIES[label] for label in chosen),
            roles=filled,
        )
        for number in told
    ]


def _role_spans(window: Window, tags: Scores, bias: float) -> tuple[RoleSpan, ...]:
    spans = []
    for first, last in tagged_spans(tags, bias=bias):
        start, end = _trim(window.text, *_whole_words(window, first, last))
        if start < end:
            spans.append(RoleSpan(start=start, end=end, probability=span_probability(tags, first, last)))
    return tuple(spans)


def _whole_words(window: Window, first: int, last: int) -> tuple[int, int]:
    """Widen tokens to whole words where the script has spaces."""
    start, end = int(window.starts[first]), int(window.ends[last - 1])
    text = window.text
    while start > 0 and start < end and _joins(text[start - 1], text[start]):
        start -= 1
    while start < end < len(text) and _joins(text[end - 1], text[end]):
        end += 1
    return start, end


def _joins(left: str, right: str) -> bool:
    return left.isalnum() and right.isalnum() and ord(left) < 0x2E80 and ord(right) < 0x2E80


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out marks and spaces at the edges, but not a bracket whose partner is inside."""
    while start < end and text[start] in _EDGES:
        start += 1
    while start < end and text[end - 1] in _EDGES:
        if text[end - 1] in ")）]" and any(mark in text[start : end - 1] for mark in "(（["):
            break
        end -= 1
    return start, end
