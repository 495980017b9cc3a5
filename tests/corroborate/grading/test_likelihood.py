"""Tests of the words of ICD 203."""

import pytest

from countersight.corroborate.grading.likelihood import name_likelihood


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (0.01, "almost no chance"),
        (0.05, "almost no chance"),
        (0.2, "very unlikely"),
        (0.44, "unlikely"),
        (0.5, "roughly even chance"),
        (0.7, "likely"),
        (0.95, "very likely"),
        (0.99, "almost certain"),
    ],
)
def test_band_has_its_words(probability: float, words: str) -> None:
    assert name_likelihood(probability) == words
