"""What speaks against two names being of one: each feature is 0 for the same name and grows with the difference."""

from typing import NamedTuple

from rapidfuzz.distance import Indel

from countersight.resolve.comparison.alignment import SAME, VOWELLESS, Alignment, Tie, align_words, compared_words
from countersight.resolve.comparison.forms import NameForms, NameKind
from countersight.resolve.comparison.words import UNKNOWN_WEIGHT, Role

FEW_EDITS = 1.5
MOST_EDITS = 5.0
"""Letters beyond which it makes no difference how many differ."""
REORDERED = 0.2
"""Share of letters that differ from which it is looked whether the words stand in another order."""

PERSON, ORGANIZATION = NameKind.PERSON, NameKind.ORGANIZATION
NAME, COMMON, NUMBER, PLACE, INITIAL = Role.NAME, Role.COMMON, Role.NUMBER, Role.PLACE, Role.INITIAL
# Bound here, because looking a member up in its enumeration costs as much as comparing two words.


class Features(NamedTuple):
    """What speaks against two names being of one. Field by field the columns that the weights are fitted on."""

    differs: float = 0.0
    """1 where anything but case, marks, spaces, legal form, particles and the order of words differs."""
    letters: float = 0.0
    """Share of all letters that differ, words in any order."""
    spelling: float = 0.0
    """Cost of the pair of words that are spelt most differently, 0 to 0.5."""
    edits: float = 0.0
    """Letters that differ in such pairs, beyond one or two."""
    initials: float = 0.0
    """How many words stand as an initial in the other name."""
    acronym: float = 0.0
    """1 where one name has the initials of words of the other."""
    conflict: float = 0.0
    """Weight of the words that differ, each name having its own."""
    conflict_share: float = 0.0
    """The same, as a share of the name that has less."""
    extra_trade: float = 0.0
    """Weight of the words of trades that only one of two organizations has: "Trust", "Systems"."""
    extra_name: float = 0.0
    """Weight of the other words that only one of two organizations has."""
    indistinct: float = 0.0
    """1 where they share no word but common ones: "Trading Company"."""
    number_conflict: float = 0.0
    """1 where each name has a number that the other has not."""
    number_extra: float = 0.0
    """1 where only one has such a number."""
    place_conflict: float = 0.0
    """1 where each name has a place that the other has not."""
    place_extra: float = 0.0
    """1 where only one has such a place."""
    form_conflict: float = 0.0
    """1 where the legal forms are of two classes, a half where one is of any class."""
    order: float = 0.0
    """1 where the same words tell of another descent: "A son of B", "B son of A"."""


NOTHING = Features()
WITHOUT_WORDS = Features(differs=1.0, letters=1.0)
ALL_MATCHED = (0.0,) * 9


def compare_forms(one: NameForms, other: NameForms) -> tuple[Features, Alignment]:
    """Return what speaks against two names being of one, and the alignment of their words."""
    first, second = compared_words(one, other)
    if not first or not second:
        return WITHOUT_WORDS, SAME
    if first == second or (one.joined == other.joined and first is one.words):
        return (NOTHING if one.form == other.form else Features(form_conflict=_form_conflict(one, other))), SAME
    alignment = align_words(one, other)
    if alignment is SAME:
        order = 1.0 if _reversed(one, other) else 0.0
        return Features(form_conflict=_form_conflict(one, other), order=order), SAME
    worst, edits, initials, acronym = _spelling(alignment)
    letters = 0.0 if acronym or _vowels_miss(one, other, alignment) else _letters(one, other, first, second)
    rest = _unmatched(one, other, alignment) if alignment.left or alignment.right else ALL_MATCHED
    form_conflict = _form_conflict(one, other)
    return Features._make((1.0, letters, worst, edits, initials, acronym, *rest, form_conflict, 0.0)), alignment


def _spelling(alignment: Alignment) -> tuple[float, float, float, float]:
    """Return the features of the pairs of words: `spelling`, `edits`, `initials`, `acronym`."""
    worst = edits = initials = acronym = 0.0
    for one, other, cost, tie in alignment.pairs:
        if tie is Tie.INITIAL:
            initials += 1.0
        elif tie is Tie.ACRONYM:
            acronym = 1.0
        else:
            edits += cost * max(len(one), len(other))
            if cost > worst:
                worst = cost
    return worst, max(0.0, min(edits, MOST_EDITS) - FEW_EDITS), initials, acronym


def _vowels_miss(one: NameForms, other: NameForms, alignment: Alignment) -> bool:
    """Whether letters differ for the scripts alone: all words are paired, and only one name has its vowels written."""
    between = one.script is not other.script and (one.script in VOWELLESS or other.script in VOWELLESS)
    return between and not alignment.left and not alignment.right


def _letters(one: NameForms, other: NameForms, first: tuple[str, ...], second: tuple[str, ...]) -> float:
    apart = float(Indel.normalized_distance(one.joined, other.joined))
    if apart > REORDERED and (len(first) > 1 or len(second) > 1):
        return min(apart, float(Indel.normalized_distance("".join(sorted(first)), "".join(sorted(second)))))
    return apart


def _unmatched(one: NameForms, other: NameForms, alignment: Alignment) -> tuple[float, ...]:
    """Return the features of the words without a match, from `conflict` to `place_extra`."""
    left, right = alignment.left, alignment.right
    person = one.kind is PERSON or other.kind is PERSON
    names_left, number_left, place_left = _sorted_out(one, left, person=person)
    names_right, number_right, place_right = _sorted_out(other, right, person=person)
    conflict = min(names_left, names_right)
    if conflict and _has_initial(one, left) and _has_initial(other, right):
        conflict = max(conflict, UNKNOWN_WEIGHT)
    more = (names_left or names_right) and not conflict and (one.kind is ORGANIZATION or other.kind is ORGANIZATION)
    return (
        conflict,
        conflict / min(sum(one.weights), sum(other.weights)),
        _weight_of(COMMON, one, left) + _weight_of(COMMON, other, right) if more else 0.0,
        _weight_of(NAME, one, left) + _weight_of(NAME, other, right) if more else 0.0,
        1.0 if _is_indistinct(one, left) or _is_indistinct(other, right) else 0.0,
        1.0 if number_left and number_right else 0.0,
        1.0 if number_left is not number_right else 0.0,
        1.0 if place_left and place_right else 0.0,
        1.0 if place_left is not place_right else 0.0,
    )


def _sorted_out(name: NameForms, places: tuple[int, ...], *, person: bool) -> tuple[float, bool, bool]:
    """Return the weight of the words without a match, and whether numbers and places are among them.

    Of persons, a number is an initial or a name ("Xi"), and a place a name.
    """
    names, number, where = 0.0, False, False
    for place in places:
        role = name.roles[place]
        if role is NUMBER and not person:
            number = True
        elif role is PLACE and not person:
            where = True
        else:
            names += name.weights[place]
    return names, number, where


def _has_initial(name: NameForms, places: tuple[int, ...]) -> bool:
    return any(name.roles[place] is INITIAL for place in places)


def _weight_of(role: Role, name: NameForms, places: tuple[int, ...]) -> float:
    return sum([name.weights[place] for place in places if name.roles[place] is role])


def _is_indistinct(name: NameForms, alone: tuple[int, ...]) -> bool:
    """Whether every word of its own that a name has is one that the other has not."""
    return name.roles.count(NAME) == sum([name.roles[place] is NAME for place in alone])


def _form_conflict(one: NameForms, other: NameForms) -> float:
    if one.form is None or other.form is None or one.form.kind == other.form.kind:
        return 0.0
    return 0.5 if "CO" in (one.form.kind, other.form.kind) else 1.0


def _reversed(one: NameForms, other: NameForms) -> bool:
    """Whether the same words stand in an order that is not a rotation of the other: "A son of B", "B son of A"."""
    if Role.DESCENT not in one.roles or len(one.words) != len(other.words):
        return False
    twice, size = other.words * 2, len(one.words)
    return not any(twice[start : start + size] == one.words for start in range(size))
