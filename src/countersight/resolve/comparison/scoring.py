"""The calibrated probability that two names are of one organization or person."""

from functools import cache
from math import exp
from operator import mul

from countersight.reference import load_reference
from countersight.resolve.comparison.features import Features, compare_forms
from countersight.resolve.comparison.forms import NameForms, prepare_name
from countersight.resolve.comparison.spelling import consonants_of, sound_of


def score_names(one: NameForms, other: NameForms) -> float:
    """Return the probability that the two names are of one organization or person: 0 to 1, the same both ways.

    A logistic combination of the features, fitted and calibrated by `training.names.fit`. 0 where a name has no words.
    """
    if not one.words or not other.words:
        return 0.0
    top, weights = name_weights()
    features, _ = compare_forms(one, other)
    return 1.0 / (1.0 + exp(sum(map(mul, features, weights)) - top))


@cache
def name_weights() -> tuple[float, tuple[float, ...]]:
    """Return the log odds of two names without any difference, and what each feature takes from them."""
    fitted = load_reference("names/weights.yaml")
    return float(fitted["top"]), tuple(float(fitted["weights"][name]) for name in Features._fields)


def name_threshold() -> float:
    """Return the probability from which two names are best taken for one, as chosen on pairs that were held out."""
    return float(load_reference("names/weights.yaml")["threshold"])


def forget_names() -> None:
    """Forget every prepared name and word, as a measurement of the time has to."""
    prepare_name.cache_clear()
    sound_of.cache_clear()
    consonants_of.cache_clear()
