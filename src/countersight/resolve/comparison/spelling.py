"""How alike two words are spelt or sound, across transliterations, misspellings and errors of scanning."""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from rapidfuzz.distance import OSA

FARTHEST_SPELT = 0.65
"""Share of letters beyond which two words are not looked at for their sound."""
FARTHEST_VOWELLESS = 0.26
"""The same for consonants alone, of which fewer tell words apart: one in four may differ."""
ALIKE_COST = 0.08
"""What it costs that two words only sound alike, or that scanning takes one for the other."""
KNOWN_WORDS = 1 << 14
"""How many words are remembered, the latest; each takes some hundred bytes. Names share most of their words, and memory
must not grow with the names that are asked for."""

_SOUNDS = {
    "tsch": "k", "tch": "k", "sch": "s", "sh": "s", "ch": "k", "zh": "z", "kh": "", "gh": "g", "th": "t", "dh": "d",
    "ph": "f", "ck": "k", "cz": "k", "dj": "i", "ts": "k", "tz": "k", "qu": "k", "x": "ks", "ou": "u", "oo": "u",
    "ee": "i", "ie": "i", "ei": "i", "ey": "i", "iy": "i", "yy": "i", "ay": "ai", "ce": "se", "ci": "si", "ae": "e",
    "ue": "u", "oe": "o",
}  # fmt: skip
"""Spellings of one sound in the usual Latin transliterations."""
_SPELT = re.compile("|".join(sorted(_SOUNDS, key=len, reverse=True)))
_LETTERS = str.maketrans({"q": "k", "w": "v", "j": "i", "y": "i", "c": "k", "h": None})

_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = str.maketrans("", "", "aeiouyvwh'")
_HARD = str.maketrans("kgqcpbdtzs", "kkkkbbttss")
"""Consonants that scripts without vowel signs and their transliterations take one for another."""

_LONG = str.maketrans({"o": "w", "u": "w", "v": "w", "i": "y", "j": "y", "a": None, "e": None, "'": None})

_SCANNED = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b", "6": "b"})


@lru_cache(maxsize=KNOWN_WORDS)
def sound_of(word: str) -> str:
    """Return `word`, in small Latin letters, as it roughly sounds: spellings of one sound become one."""
    return _DOUBLED.sub(r"\1", _SPELT.sub(_sound, word).translate(_LETTERS))


def _sound(spelt: re.Match[str]) -> str:
    return _SOUNDS[spelt.group()]


@lru_cache(maxsize=KNOWN_WORDS)
def consonants_of(word: str) -> str:
    """Return the consonants of `word`, those alike taken together: what scripts without vowels write."""
    return _DOUBLED.sub(r"\1", sound_of(word).translate(_VOWELS).translate(_HARD))


def scanned(word: str) -> str:
    """Return `word` with letters and digits that optical character recognition takes for one another made one."""
    return word.translate(_SCANNED).replace("rn", "m").replace("vv", "w")


def letters_cost(one: str, other: str) -> float:
    """Return the share of letters that differ, whatever they sound like: what tells acronyms apart."""
    return float(OSA.normalized_distance(one, other))


def spelling_cost(one: str, other: str) -> float:
    """Return how far two words are apart: 0 for the same, 1 for nothing alike.

    The share of letters that differ (optimal string alignment: insertions, deletions, substitutions, neighbors
    swapped), less where the words sound alike or differ as scanning errs.
    """
    cost = letters_cost(one, other)
    if cost > FARTHEST_SPELT:
        return 1.0
    sound, other_sound = sound_of(one), sound_of(other)
    if sound == other_sound or (_may_be_scanned(one, other) and scanned(one) == scanned(other)):
        return min(cost, ALIKE_COST)
    return min(cost, ALIKE_COST / 2 + float(OSA.normalized_distance(sound, other_sound)))


def _may_be_scanned(one: str, other: str) -> bool:
    return not (one.isalpha() and other.isalpha()) or ("rn" in one) is not ("rn" in other)


def vowelless_cost(one: str, other: str, *, merged: Mapping[int, str] = MappingProxyType({})) -> float:
    """Return how far two words are apart where one comes from a script without vowels, or with too many: kana.

    Compares consonants, and consonants with the letters that stand for long vowels too (matres lectionis). `merged`
    makes one of the letters that one of the scripts does not tell apart; where that is nearer, it counts.
    """
    cost = _apart(one, other)
    if cost and merged:
        cost = min(cost, _apart(one.translate(merged), other.translate(merged)))
    return ALIKE_COST + cost if cost <= FARTHEST_VOWELLESS else 1.0


def _apart(one: str, other: str) -> float:
    first, second = consonants_of(one), consonants_of(other)
    cost = 1.0
    if len(first) > 1 and len(second) > 1:
        cost = float(OSA.normalized_distance(first, second))
    first, second = _long_vowels(one), _long_vowels(other)
    return min(cost, float(OSA.normalized_distance(first, second))) if first and second else cost


def _long_vowels(word: str) -> str:
    """Return `word` without short vowels: what is left of "Huawei" is what is left of its Arabic form."""
    return word.translate(_LONG).translate(_HARD)
