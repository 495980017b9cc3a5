"""Which word of one name stands for which of the other, and which have none."""

from enum import StrEnum
from typing import NamedTuple

from countersight.resolve.comparison.forms import NameForms, Script
from countersight.resolve.comparison.spelling import spelling_cost, vowelless_cost
from countersight.resolve.comparison.words import Role

FARTHEST = 0.5
"""Words that are farther apart than this are two words, not two spellings of one."""
SHORTENED_COST = 0.3
"""What it costs at most that one word is the beginning of the other."""
SYLLABLE_SCALE = 1.6
"""How much more a letter tells where each is a syllable: Han, Hangul."""
LONGEST_ACRONYM = 7

LATIN, ABJAD = Script.LATIN, Script.ABJAD


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
    if one.script is LATIN or one.script is not other.script or one.script is Script.OTHER:
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
    if left and right:
        vowelless = (one.script is ABJAD) is not (other.script is ABJAD)
        scale = SYLLABLE_SCALE if first is not one.words and one.script is not ABJAD else 1.0
        near: list[tuple[float, int, int, Tie]] = []
        for i in left:
            for j in right:
                cost, tie = _cost(first[i], second[j], one.roles[i], other.roles[j], vowelless=vowelless)
                cost *= scale
                if cost <= FARTHEST:
                    near.append((cost, i, j, tie))
        near.sort()
        for cost, i, j, tie in near:
            if i in left and j in right:
                left.remove(i)
                right.remove(j)
                pairs.append(Pair(first[i], second[j], cost, tie))
        if left and right and (len(left) == 1 or len(right) == 1) and len(left) != len(right):
            _join(first, second, left, right, pairs)
    return Alignment(tuple(pairs), tuple(left), tuple(right))


def _beyond(words: tuple[str, ...], others: tuple[str, ...]) -> list[int]:
    """Return the places of words that stand in the other name too, but less often."""
    return [
        place for place, word in enumerate(words) if word in others and words[:place].count(word) >= others.count(word)
    ]


def _cost(one: str, other: str, role: Role, other_role: Role, *, vowelless: bool) -> tuple[float, Tie]:
    if role is Role.NUMBER or other_role is Role.NUMBER:
        return 1.0, Tie.SPELLING
    if len(one) == 1 or len(other) == 1:
        return (0.0, Tie.INITIAL) if one[0] == other[0] else (1.0, Tie.INITIAL)
    cost = vowelless_cost(one, other) if vowelless else spelling_cost(one, other)
    if cost > SHORTENED_COST and (one.startswith(other) or other.startswith(one)):
        return SHORTENED_COST, Tie.SHORTENED
    return cost, Tie.SPELLING


def _join(
    first: tuple[str, ...], second: tuple[str, ...], left: list[int], right: list[int], pairs: list[Pair]
) -> None:
    """Pair one word with several: its letters with theirs, or an acronym with their initials."""
    whole, parts = (first[left[0]], [second[j] for j in right]) if len(left) == 1 else (
        second[right[0]], [first[i] for i in left]
    )  # fmt: skip
    if len(whole) <= LONGEST_ACRONYM and whole == "".join(part[0] for part in parts):
        tie, cost = Tie.ACRONYM, 0.0
    else:
        tie, cost = Tie.SPACING, spelling_cost(whole, "".join(parts))
        if cost > FARTHEST / 2:
            return
    one, other = (whole, " ".join(parts)) if len(left) == 1 else (" ".join(parts), whole)
    pairs.append(Pair(one, other, cost, tie))
    left.clear()
    right.clear()
