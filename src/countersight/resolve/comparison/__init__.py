"""Compares two written names: how probable it is that they name one organization or person, and why."""

from countersight.resolve.comparison.explaining import Comparison, Feature, explain_names
from countersight.resolve.comparison.forms import NameForms, NameKind, prepare_name, readings_of
from countersight.resolve.comparison.scoring import forget_names, name_threshold, score_names, sound_the_same

__all__ = [
    "Comparison",
    "Feature",
    "NameForms",
    "NameKind",
    "explain_names",
    "forget_names",
    "name_threshold",
    "prepare_name",
    "readings_of",
    "score_names",
    "sound_the_same",
]
