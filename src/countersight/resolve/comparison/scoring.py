"""The calibrated probability that two names are of one organization or person."""

from collections.abc import Iterator
from functools import cache
from math import exp
from operator import mul
from typing import NamedTuple

from countersight.reference import load_reference
from countersight.resolve.comparison.alignment import VOWELLESS, Alignment, Tie
from countersight.resolve.comparison.features import NOTHING, Features, compare_forms
from countersight.resolve.comparison.forms import NameForms, Script, prepare_name, readings_of
from countersight.resolve.comparison.spelling import ALIKE_COST, consonants_of, sound_of

LATIN, CYRILLIC = Script.LATIN, Script.CYRILLIC
SAME_SOUND = 5
"""Letters from which two names that sound the same are one."""
SAME_CONSONANTS = 5
"""The same where only consonants can be compared."""


class Compared(NamedTuple):
    """Two names in those of their readings that are most alike."""

    probability: float
    one: NameForms
    other: NameForms
    features: Features
    alignment: Alignment


def score_names(one: NameForms, other: NameForms) -> float:
    """Return the probability that the two names are of one organization or person: 0 to 1, the same both ways.

    A logistic combination of the features, fitted and calibrated by `training.names.fit`. 0 where a name has no words.
    A name in another script counts in that of its readings which is most like the other name.
    """
    if one.script is not LATIN or other.script is not LATIN:
        return compare_readings(one, other).probability
    if not one.words or not other.words:
        return 0.0
    return _probability(compare_forms(one, other)[0])


def compare_readings(one: NameForms, other: NameForms) -> Compared:
    """Return the two names in those of their readings that are most alike, and how alike they are.

    Two names in one script are compared as written; in Cyrillic by their readings too, as one may be another case.
    """
    best = _compared(one, other)
    if best.features == NOTHING:
        return best
    for first, second in _read_otherwise(one, other):
        if (compared := _compared(first, second)).probability > best.probability:
            best = compared
    return best


def sound_the_same(one: NameForms, other: NameForms) -> bool:
    """Whether two names, of which one at least is in another script than Latin, differ as transcriptions do, if at all.

    Not where they are too short for that to tell anything, nor names in one script without spaces, as it has no sounds.
    """
    if one.script is other.script and one.script in (LATIN, Script.HAN, Script.HANGUL):
        return False
    return any(_sound(first, second) for first, second in ((one, other), *_read_otherwise(one, other)))


def _read_otherwise(one: NameForms, other: NameForms) -> Iterator[tuple[NameForms, NameForms]]:
    if one.script is other.script and one.script is not CYRILLIC:
        return
    yield from ((reading, other) for reading in readings_of(one))
    yield from ((one, reading) for reading in readings_of(other))


def _sound(one: NameForms, other: NameForms) -> bool:
    if min(len(one.joined), len(other.joined)) < SAME_SOUND:
        return False
    features, alignment = compare_forms(one, other)
    if alignment.left or alignment.right:
        return False
    if features._replace(differs=0.0, letters=0.0, spelling=0.0, edits=0.0) != NOTHING:
        return False
    if any(pair.cost > ALIKE_COST or pair.tie not in (Tie.SPELLING, Tie.SPACING) for pair in alignment.pairs):
        return False
    if one.script is not other.script and (one.script in VOWELLESS or other.script in VOWELLESS):
        return min(len("".join(map(consonants_of, name.words))) for name in (one, other)) >= SAME_CONSONANTS
    return min(len(one.joined), len(other.joined)) >= SAME_SOUND


def _compared(one: NameForms, other: NameForms) -> Compared:
    if not one.words or not other.words:
        return Compared(0.0, one, other, *compare_forms(one, other))
    features, alignment = compare_forms(one, other)
    return Compared(_probability(features), one, other, features, alignment)


def _probability(features: Features) -> float:
    top, weights = name_weights()
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
    readings_of.cache_clear()
    sound_of.cache_clear()
    consonants_of.cache_clear()
