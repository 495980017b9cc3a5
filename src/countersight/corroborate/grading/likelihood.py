"""The words of ICD 203 for how likely something is."""

from typing import Final

BANDS: Final = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""Upper ends and words of the bands (Intelligence Community Directive 203, as given at
github.com/wesinator/ICD203-intel-analysis). The other row of words that it allows is never mixed in."""


def name_likelihood(probability: float) -> str:
    """Return the words for a probability; one that stands between two bands has those of the lower."""
    return next(words for end, words in BANDS if probability <= end)
