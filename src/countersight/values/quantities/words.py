"""Numbers in words, in the languages whose words for numbers add up and multiply from left to right."""

from collections.abc import Iterable, Mapping

HUNDREDS = 1000
"""Scales below this multiply what stands right before them; those above, all since the scale before."""


def value_of_parts(parts: Iterable[str], small: Mapping[str, float], scales: Mapping[str, float]) -> float | None:
    """Return the value of words for numbers in their order: two, thousand, seven, hundred is 2700.

    `None` where one of them is no number, or all are zero.
    """
    total = group = 0.0
    for part in parts:
        if part in small:
            group += small[part]
        elif part not in scales:
            return None
        elif scales[part] < HUNDREDS:
            group = _hundreds(group, scales[part])
        else:
            total, group = _scaled(total, group, scales[part])
    return total + group or None


def _hundreds(group: float, scale: float) -> float:
    """Multiply the last digit only: one thousand (five) hundred."""
    return group - group % scale + (group % scale or 1) * scale


def _scaled(total: float, group: float, scale: float) -> tuple[float, float]:
    """Multiply the group; of a second scale right after a first one, all: two hundred thousand million."""
    if not group and 0 < total < scale:
        return total * scale, 0.0
    return total + (group or 1) * scale, 0.0
