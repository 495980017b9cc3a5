"""Which word of one name stands for which of the other, and which have none."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from countersight.resolve.comparison.forms import NameForms, Script
from countersight.resolve.comparison.spelling import letters_cost, spelling_cost, vowelless_cost
from countersight.resolve.comparison.words import Role

FARTHEST = 0.5
"""Words that are farther apart than this are two words, not two spellings of one."""
SHORTENED_COST = 0.3
"""What it costs at most that one word is the beginning of the other."""
SYLLABLE_SCALE = 1.6
"""How much more a letter tells where each is a syllable, as in Han and Hangul, or a word, as in acronyms."""
SHORT = 4
"""A name of one word of at most so many letters is taken for an acronym."""
LONGEST_ACRONYM = 7

LATIN, NUMBER = Script.LATIN, Role.NUMBER
OWN_LETTERS = (Script.LATIN, Script.CYRILLIC, Script.GREEK, Script.OTHER, Script.SOUNDED)
"""Scripts that are compared in Latin letters, even with themselves."""
VOWELLESS = (Script.ABJAD, Script.HEBREW, Script.KANA, Script.SOUNDED)
"""Those that write fewer vowels than Latin, or more."""
ALPHABETS = (Script.ABJAD, Script.HEBREW)


MERGED = {
    Script.ABJAD: {"v": "f", "j": "g"},
    Script.HEBREW: {"f": "p"},
    Script.KANA: {"l": "r", "v": "b"},
    Script.SOUNDED: {"l": "r", "v": "b", "f": "p", "j": "z"},
}
"""Sounds that a script writes with one letter, so that names compared with it may have either."""


class Tie(StrEnum):
    """What ties two words that are not the same."""

    SPELLING = "spelling"
    INITIAL = "initial"
    SHORTENED = "shortened"
    ACRONYM = "acronym"
    SPACING = "spacing"


class Pair(NamedTuple):
    """Words of two names taken for one; several words where spaces or an acronym part them."""

    one: str
    other: str
    cost: float
    tie: Tie


class Alignment(NamedTuple):
    """The words of two names side by side. Those that are the same are in none of the lists."""

    pairs: tuple[Pair, ...]
    left: tuple[int, ...]
    """Places of the words of the first name that stand for none of the other."""
    right: tuple[int, ...]


SAME = Alignment((), (), ())


def compared_words(one: NameForms, other: NameForms) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of both names in the form that is compared: their own script where it is one, else Latin."""
    if one.script is LATIN or one.script is not other.script or one.script in OWN_LETTERS:
        return one.words, other.words
    if len(one.native) == len(one.words) and len(other.native) == len(other.words):
        return one.native, other.native
    return one.words, other.words


def align_words(one: NameForms, other: NameForms) -> Alignment:
    """Pair the words of two names: first those that are the same, then greedily the nearest."""
    first, second = compared_words(one, other)
    if first == second:
        return SAME
    left = [place for place, word in enumerate(first) if word not in second]
    right = [place for place, word in enumerate(second) if word not in first]
    if one.repeats:
        left += _beyond(first, second)
    if other.repeats:
        right += _beyond(second, first)
    if not left and not right:
        return SAME
    pairs: list[Pair] = []
    if left and right and (len(left) == 1) is not (len(right) == 1):
        _shorten(first, second, left, right, pairs)
    if left and right:
        for cost, i, j, tie in _near(one, other, left, right):
            if i in left and j in right:
                left.remove(i)
                right.remove(j)
                pairs.append(Pair(first[i], second[j], cost, tie))
        if left and right and (len(left) == 1) is not (len(right) == 1):
            _join(first, second, left, right, pairs)
    return Alignment(tuple(pairs), tuple(left), tuple(right))


def _near(one: NameForms, other: NameForms, left: list[int], right: list[int]) -> list[tuple[float, int, int, Tie]]:
    """Return the words that may stand for each other, the nearest first: cost, place, place, tie."""
    first, second = compared_words(one, other)
    costs = _Costs(one, other, own_script=first is not one.words)
    near = []
    for i in left:
        for j in right:
            cost, tie = costs.of(first[i], second[j], one.roles[i], other.roles[j])
            if cost <= FARTHEST:
                near.append((cost, i, j, tie))
    if len(near) > 1:  # the same both ways: ties are broken by the words, not by whose they are
        near.sort(key=lambda tied: (tied[0], *sorted((first[tied[1]], second[tied[2]])), tied[1] + tied[2]))
    return near


def _beyond(words: tuple[str, ...], others: tuple[str, ...]) -> list[int]:
    """Return the places of words that stand in the other name too, but less often."""
    return [
        place for place, word in enumerate(words) if word in others and words[:place].count(word) >= others.count(word)
    ]


class _Costs:
    """How far words are apart, by the scripts of their names."""

    __slots__ = ("merged", "scale", "short", "vowelless")

    def __init__(self, one: NameForms, other: NameForms, *, own_script: bool) -> None:
        scripts = frozenset((one.script, other.script))
        self.vowelless = one.script is not other.script and (one.script in VOWELLESS or other.script in VOWELLESS)
        self.merged = merged_sounds(scripts) if self.vowelless else {}
        self.short = len(one.joined) <= SHORT and len(other.joined) <= SHORT
        self.scale = SYLLABLE_SCALE if self.short or (own_script and one.script not in ALPHABETS) else 1.0

    def of(self, one: str, other: str, role: Role, other_role: Role) -> tuple[float, Tie]:
        if role is NUMBER or other_role is NUMBER:
            return 1.0, Tie.SPELLING
        if len(one) == 1 or len(other) == 1:
            return (0.0, Tie.INITIAL) if one[0] == other[0] else (1.0, Tie.INITIAL)
        if self.vowelless:
            return vowelless_cost(one, other, merged=self.merged), Tie.SPELLING
        cost = (letters_cost if self.short else spelling_cost)(one, other) * self.scale
        if cost > SHORTENED_COST and (one.startswith(other) or other.startswith(one)):
            return SHORTENED_COST, Tie.SHORTENED
        return cost, Tie.SPELLING


@cache
def merged_sounds(scripts: frozenset[Script]) -> Mapping[int, str]:
    """Return the table that makes one of all sounds that any of the scripts does not tell apart."""
    found: dict[str, str] = {}
    for script in scripts & MERGED.keys():
        found |= MERGED[script]
    return str.maketrans(found)


def _shorten(
    first: tuple[str, ...], second: tuple[str, ...], left: list[int], right: list[int], pairs: list[Pair]
) -> None:
    """Pair an acronym with the words whose initials it has."""
    whole, parts = _whole_and_parts(first, second, left, right)
    if len(parts) > 1 and len(whole) == len(parts) <= LONGEST_ACRONYM and whole == "".join([part[0] for part in parts]):
        _pair(whole, parts, 0.0, Tie.ACRONYM, left, right, pairs)


def _join(
    first: tuple[str, ...], second: tuple[str, ...], left: list[int], right: list[int], pairs: list[Pair]
) -> None:
    """Pair one word with several whose letters it has together."""
    whole, parts = _whole_and_parts(first, second, left, right)
    cost = spelling_cost(whole, "".join(parts))
    if cost <= FARTHEST / 2:
        _pair(whole, parts, cost, Tie.SPACING, left, right, pairs)


def _whole_and_parts(
    first: tuple[str, ...], second: tuple[str, ...], left: list[int], right: list[int]
) -> tuple[str, list[str]]:
    if len(left) == 1:
        return first[left[0]], [second[place] for place in right]
    return second[right[0]], [first[place] for place in left]


def _pair(
    whole: str, parts: list[str], cost: float, tie: Tie, left: list[int], right: list[int], pairs: list[Pair]
) -> None:
    ordered = (whole, " ".join(parts)) if len(left) == 1 else (" ".join(parts), whole)
    pairs.append(Pair(*ordered, cost, tie))
    left.clear()
    right.clear()
