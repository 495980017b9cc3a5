"""The order of the names that the index found: how probable it is that each is what the one looked for means."""

from collections.abc import Mapping, Sequence
from math import exp, log
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from countersight.resolve.comparison import NameForms, score_names
from countersight.resolve.registry.forms import NameForm
from countersight.resolve.registry.terms import sound_of

LEAST_SIMILARITY = 0.7
"""Of two words that may be one, misspelt."""
SAME_SOUND = 0.8
"""What two words count that begin or sound the same, but are spelt otherwise."""
LEAST_ODDS, LEAST_BLEND, LEAST_INITIALS = 1e-4, 2, 3


class Likeness(NamedTuple):
    """What speaks for a name's being the one looked for."""

    compared: float
    """Log odds by `score_names`, which knows what kinds of words differ but not how rare they are."""
    covered: float
    """Share of the weight of what was looked for that the index has under this name."""
    spelling: float
    """Similarity of both as wholes, letter for letter."""
    part: float
    """1 where only a part of the name was looked for: without its parentheses."""
    initials: float
    """1 where one is among the words of the other as its acronym."""
    blend: float
    """1 where one is made of the beginnings of the other's words: Interpol."""
    words_asked: float
    """Share of the words looked for that are in the name, rare ones counting more, misspelt ones less."""
    words_named: float
    """Share of the name's words that were looked for, in the same way."""


WEIGHTS = Likeness(0.15, 2.32, 3.32, -0.64, 1.21, 1.37, 3.11, 0.52)
TOP = -4.81
"""Fitted by `benchmarks/screening_fit.py` to put the right one first among noisy names and the aliases of all lists but
OFAC's, and so that a score of 0.8 is right four times in five where one name in four has nothing in the registry."""


class Prepared(NamedTuple):
    """A name that is compared."""

    forms: NameForms
    latin: str
    """All its words in Latin letters."""


def preview_name(form: NameForm, latin: str, words: Sequence[str], covered: float) -> float:
    """Tell which names are worth a full comparison: the higher, the more."""
    initials = _has_initials(form.words, latin) or _has_initials(words, form.latin)
    blend = _is_blend(form.words, words) or _is_blend(words, form.words)
    spelling = max(fuzz.ratio(form.latin, latin), fuzz.token_sort_ratio(form.latin, latin)) / 100
    return WEIGHTS.covered * covered + WEIGHTS.spelling * spelling + WEIGHTS.initials * initials + WEIGHTS.blend * blend


def score_likeness(likeness: Likeness) -> float:
    """Return the probability, 0 to 1, that what was looked for is meant by a name of this likeness."""
    return 1.0 / (1.0 + exp(-TOP - sum([value * weight for value, weight in zip(likeness, WEIGHTS, strict=True)])))


def compare_names(
    wanted: Prepared, found: Prepared, covered: float, rarity: Mapping[str, float], *, is_part: bool
) -> Likeness:
    """Return what speaks for `found`.

    Args:
        covered: share of the weight of `wanted` that the index has under `found`.
        rarity: weight of every word of both.
        is_part: whether only a part of the name is looked for.
    """
    asked, named = wanted.forms.words, found.forms.words
    probability = min(max(score_names(wanted.forms, found.forms), LEAST_ODDS), 1 - LEAST_ODDS)
    words_asked, words_named = _shared_words(asked, named, rarity)
    return Likeness(
        compared=log(probability / (1 - probability)),
        covered=covered,
        spelling=fuzz.ratio(wanted.latin, found.latin) / 100,
        part=float(is_part),
        initials=float(_has_initials(asked, found.latin) or _has_initials(named, wanted.latin)),
        blend=float(_is_blend(asked, named) or _is_blend(named, asked)),
        words_asked=words_asked,
        words_named=words_named,
    )


def _shared_words(asked: Sequence[str], named: Sequence[str], rarity: Mapping[str, float]) -> tuple[float, float]:
    """Weigh the words of each name that the other has too.

    Soft TF-IDF (W. W. Cohen, P. Ravikumar and S. E. Fienberg, "A comparison of string distance metrics for
    name-matching tasks", 2003), with the share of each side kept apart.
    """
    of_asked, of_named = [0.0] * len(asked), [0.0] * len(named)
    for place, word in enumerate(asked):
        for other_place, other in enumerate(named):
            similarity = 1.0 if word == other else _word_similarity(word, other)
            if similarity > of_asked[place]:
                of_asked[place] = similarity
            if similarity > of_named[other_place]:
                of_named[other_place] = similarity
    return _weighed(asked, of_asked, rarity), _weighed(named, of_named, rarity)


def _weighed(words: Sequence[str], shares: Sequence[float], rarity: Mapping[str, float]) -> float:
    weights = [rarity[word] for word in words]
    return sum([weight * share for weight, share in zip(weights, shares, strict=True)]) / (sum(weights) or 1.0)


def _word_similarity(one: str, other: str) -> float:
    similarity = Indel.normalized_similarity(one, other)
    if similarity >= LEAST_SIMILARITY:
        return similarity
    if len(one) > 2 and len(other) > 2 and (one.startswith(other) or other.startswith(one)):
        return SAME_SOUND
    sound = sound_of(one)
    return SAME_SOUND if len(sound) > 1 and sound == sound_of(other) else 0.0


def _has_initials(words: Sequence[str], other: str) -> bool:
    """Whether the acronym of `words` is a word of `other`."""
    return len(words) >= LEAST_INITIALS and "".join([word[0] for word in words]) in other.split()


def _is_blend(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether a single word is put together from beginnings of two or more of `words`, in their order."""
    if len(short) != 1 or len(words) < 2 or not 2 * LEAST_BLEND <= len(short[0]) <= 20:
        return False
    blend = short[0]
    reached = {0: 0}
    for word in words:
        for start, count in list(reached.items()):
            for end in range(start + 1, len(blend) + 1):
                if end - start > len(word) or blend[end - 1] != word[end - start - 1]:
                    break
                if end - start >= LEAST_BLEND:
                    reached[end] = max(reached.get(end, 0), count + 1)
    return reached.get(len(blend), 0) > 1
