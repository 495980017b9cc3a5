"""Says in words why two names are probably of one, or not."""

from dataclasses import dataclass

from countersight.resolve.comparison.alignment import Alignment, Tie
from countersight.resolve.comparison.features import compare_forms
from countersight.resolve.comparison.forms import NameForms, prepare_name
from countersight.resolve.comparison.scoring import name_weights, score_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that counted."""

    name: str
    value: float
    """0 where the names do not differ in it."""
    weight: float
    """What one unit of it takes from the log odds."""
    words: str
    """For a reader who is no programmer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two names compared."""

    one: str
    other: str
    probability: float
    features: tuple[Feature, ...]
    """Those that counted, the weightiest first."""


def explain_names(one: str, other: str) -> Comparison:
    """Compare two names as written and say what speaks against their being of one."""
    first, second = prepare_name(one), prepare_name(other)
    features, alignment = compare_forms(first, second)
    _, weights = name_weights()
    found = [
        Feature(name=name, value=value, weight=weight, words=_words(name, first, second, alignment))
        for name, value, weight in zip(features._fields, features, weights, strict=True)
        if value
    ]
    found.sort(key=lambda feature: feature.value * feature.weight, reverse=True)
    return Comparison(one=one, other=other, probability=score_names(first, second), features=tuple(found))


def _words(name: str, one: NameForms, other: NameForms, alignment: Alignment) -> str:
    spelt = [f"“{pair.one}” and “{pair.other}”" for pair in alignment.pairs if pair.tie is Tie.SPELLING]
    return f"{name}: {', '.join(spelt)}"
