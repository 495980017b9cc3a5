"""Classes of counts for shading: few, whole-numbered, and the same for every drawing of the same counts."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

MOST = 5
"""Shades that an eye can tell apart on a map."""


def quantile_breaks(counts: Iterable[int], *, classes: int = 4) -> tuple[int, ...]:
    """Return the least count of each class, so that the classes hold about as many territories each.

    Counts below 1 are no count. Fewer classes come out where many counts are alike.
    """
    ranked = sorted(count for count in counts if count > 0)
    starts = {ranked[len(ranked) * place // classes] for place in range(classes)} if ranked else set()
    return tuple(sorted(starts))


def shade_of(count: int, breaks: Sequence[int]) -> int:
    """Return the class of a count, from 1; what lies below the first break belongs to the first class."""
    return max(1, bisect_right(breaks, count))


def shade_label(place: int, breaks: Sequence[int]) -> str:
    """Say which counts the class at `place` (from 0) holds: `1`, `2–4`, `5+`."""
    low = breaks[place]
    if place == len(breaks) - 1:
        return f"{low:,}+"
    high = breaks[place + 1] - 1
    return f"{low:,}" if high == low else f"{low:,}–{high:,}"
