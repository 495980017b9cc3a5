"""The calibrated probability that two names are of one organization or person."""

from functools import cache
from math import exp

from countersight.reference import load_reference
from countersight.resolve.comparison.features import Features, compare_forms
from countersight.resolve.comparison.forms import NameForms


def score_names(one: NameForms, other: NameForms) -> float:
    """Return the probability that the two names are of one organization or person: 0 to 1, the same both ways.

    A logistic combination of the features, fitted and calibrated by `training.names.fit`.
    """
    top, weights = name_weights()
    features, _ = compare_forms(one, other)
    against = sum([value * weight for value, weight in zip(features, weights, strict=True) if value])
    return 1.0 / (1.0 + exp(against - top))


@cache
def name_weights() -> tuple[float, tuple[float, ...]]:
    """Return the log odds of two names without any difference, and what each feature takes from them."""
    fitted = load_reference("names/weights.yaml")
    return float(fitted["top"]), tuple(float(fitted["weights"][name]) for name in Features._fields)
