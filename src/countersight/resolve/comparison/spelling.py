"""How alike two words are spelt or sound, across transliterations, misspellings and errors of scanning."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA, JaroWinkler

KNOWN_WORDS = 200_000
"""How many words are remembered; each takes some hundred bytes."""

_SOUNDS = (
    ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("kh", "h"), ("gh", "g"),
    ("th", "t"), ("dh", "d"), ("ph", "f"), ("ck", "k"), ("cz", "c"), ("dj", "j"), ("ts", "c"), ("tz", "c"),
    ("qu", "k"), ("x", "ks"),
    ("q", "k"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ie", "i"), ("ei", "i"), ("ey", "i"), ("iy", "i"),
    ("yy", "i"), ("ay", "ai"), ("j", "i"), ("y", "i"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("ae", "e"), ("ue", "u"),
    ("oe", "o"), ("h", ""), ("ii", "i"),
)  # fmt: skip
"""Spellings of one sound in the usual Latin transliterations, in the order in which they are taken together."""

_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiouyvwh'")
_HARD = str.maketrans("kgqcpbdtzs", "kkkkbbttss")
"""Consonants that scripts without vowel signs and their transliterations take one for another."""

_SCANNED = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b", "6": "b"})


@lru_cache(maxsize=KNOWN_WORDS)
def sound_of(word: str) -> str:
    """Return `word`, in small Latin letters, as it roughly sounds: spellings of one sound become one."""
    for written, sound in _SOUNDS:
        if written in word:
            word = word.replace(written, sound)
    return _DOUBLED.sub(r"\1", word)


@lru_cache(maxsize=KNOWN_WORDS)
def consonants_of(word: str) -> str:
    """Return the consonants of `word`, those alike taken together: what scripts without vowels write."""
    return _DOUBLED.sub(r"\1", sound_of(word).translate(_VOWELS).translate(_HARD))


def scanned(word: str) -> str:
    """Return `word` with letters and digits that optical character recognition takes for one another made one."""
    return word.translate(_SCANNED).replace("rn", "m").replace("vv", "w")


def spelling_cost(one: str, other: str) -> float:
    """Return how far two words are apart: 0 for the same, 1 for nothing alike.

    The share of letters that differ (optimal string alignment: insertions, deletions, substitutions, neighbors
    swapped), less where the words sound alike or differ as scanning errs.
    """
    longest = max(len(one), len(other))
    cost = OSA.distance(one, other) / longest
    if cost > 0.7:
        return 1.0
    sounding, sounding_other = sound_of(one), sound_of(other)
    if sounding == sounding_other:
        return min(cost, 0.08)
    if scanned(one) == scanned(other):
        return min(cost, 0.08)
    if sounding and sounding_other:
        cost = min(cost, 0.04 + OSA.distance(sounding, sounding_other) / max(len(sounding), len(sounding_other)))
    return cost


def vowelless_cost(one: str, other: str) -> float:
    """Return how far two words are apart by their consonants alone, where one comes from a script without vowels."""
    first, second = consonants_of(one), consonants_of(other)
    if not first or not second:
        return 0.3 if first == second else 1.0
    if first == second:
        return 0.05
    return min(1.0, 0.1 + 1.0 - JaroWinkler.similarity(first, second))
