"""What speaks against two names being of one: each feature is 0 for the same name and grows with the difference."""

from typing import NamedTuple

from rapidfuzz.distance import Indel

from countersight.resolve.comparison.alignment import SAME, Alignment, Tie, align_words, compared_words
from countersight.resolve.comparison.forms import NameForms, NameKind
from countersight.resolve.comparison.words import UNKNOWN_WEIGHT, Role

FEW_EDITS = 1.5
MOST_EDITS = 5.0
"""Letters beyond which it makes no difference how many differ."""


class Features(NamedTuple):
    """What speaks against two names being of one. Field by field the columns that the weights are fitted on."""

    differs: float = 0.0
    """1 where anything but case, marks, spaces, legal form and particles differs."""
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
    extra_most: float = 0.0
    """Share of the longer name that the other does not have, above a half."""
    extra_trade: float = 0.0
    """Weight of the common words that only one of two organizations has: "Trust", "Systems"."""
    indistinct: float = 0.0
    """1 where the words that both have are all common ones: "Trading Company"."""
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


class _Spelling(NamedTuple):
    """What the pairs of words come to."""

    worst: float
    edits: float
    initials: float
    acronym: float


def compare_forms(one: NameForms, other: NameForms) -> tuple[Features, Alignment]:
    """Return what speaks against two names being of one, and the alignment of their words."""
    form_conflict = _form_conflict(one, other)
    first, second = compared_words(one, other)
    if first == second or (one.joined == other.joined and first is one.words):
        return Features(form_conflict=form_conflict), SAME
    alignment = align_words(one, other)
    left, right = alignment.left, alignment.right
    spelling = _spelling(alignment)
    person = one.kind is NameKind.PERSON or other.kind is NameKind.PERSON
    names_left, number_left, place_left = _unmatched(one, left, person=person)
    names_right, number_right, place_right = _unmatched(other, right, person=person)
    conflict = min(names_left, names_right)
    if conflict and _initials_differ(one, other, alignment):
        conflict = max(conflict, UNKNOWN_WEIGHT)
    extra = max(0.0, names_left + names_right - 2 * conflict)
    all_left, all_right = sum(one.weights), sum(other.weights)
    organization = one.kind is NameKind.ORGANIZATION or other.kind is NameKind.ORGANIZATION
    found = Features(
        differs=1.0,
        letters=0.0 if spelling.acronym else _letters(one, other, first, second),
        spelling=spelling.worst,
        edits=max(0.0, min(spelling.edits, MOST_EDITS) - FEW_EDITS),
        initials=spelling.initials,
        acronym=spelling.acronym,
        conflict=conflict,
        conflict_share=conflict / min(all_left, all_right) if conflict else 0.0,
        extra_most=max(0.0, extra / max(all_left, all_right) - 0.5) if extra else 0.0,
        extra_trade=_trades(one, left) + _trades(other, right) if organization and extra and not conflict else 0.0,
        indistinct=1.0 if (left or right) and (_is_indistinct(one, left) or _is_indistinct(other, right)) else 0.0,
        number_conflict=1.0 if number_left and number_right else 0.0,
        number_extra=1.0 if number_left is not number_right else 0.0,
        place_conflict=1.0 if place_left and place_right else 0.0,
        place_extra=1.0 if place_left is not place_right else 0.0,
        form_conflict=form_conflict,
        order=1.0 if alignment is SAME and _reversed(one, other) else 0.0,
    )
    return found, alignment


def _spelling(alignment: Alignment) -> _Spelling:
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
    return _Spelling(worst, edits, initials, acronym)


def _letters(one: NameForms, other: NameForms, first: tuple[str, ...], second: tuple[str, ...]) -> float:
    alike = Indel.normalized_similarity(one.joined, other.joined)
    if len(first) > 1 and alike < 1.0:
        alike = max(alike, Indel.normalized_similarity("".join(sorted(first)), "".join(sorted(second))))
    return 1.0 - alike


def _unmatched(name: NameForms, places: tuple[int, ...], *, person: bool) -> tuple[float, bool, bool]:
    """Return the weight of the unmatched words, and whether numbers and places are among them; persons have none."""
    if not places:
        return 0.0, False, False
    names, number, where = 0.0, False, False
    for place in places:
        role = name.roles[place]
        if role is Role.NUMBER and not person:
            number = True
        elif role is Role.PLACE and not person:
            where = True
        else:
            names += name.weights[place]
    return names, number, where


def _trades(name: NameForms, places: tuple[int, ...]) -> float:
    return sum([name.weights[place] for place in places if name.roles[place] is Role.COMMON])


def _is_indistinct(name: NameForms, alone: tuple[int, ...]) -> bool:
    """Whether every word of its own that a name has is one that the other has not."""
    return name.roles.count(Role.NAME) == sum([name.roles[place] is Role.NAME for place in alone])


def _initials_differ(one: NameForms, other: NameForms, alignment: Alignment) -> bool:
    return any(one.roles[place] is Role.INITIAL for place in alignment.left) and any(
        other.roles[place] is Role.INITIAL for place in alignment.right
    )


def _form_conflict(one: NameForms, other: NameForms) -> float:
    if one.form is None or other.form is None or one.form.kind == other.form.kind:
        return 0.0
    return 0.5 if "CO" in (one.form.kind, other.form.kind) else 1.0


def _reversed(one: NameForms, other: NameForms) -> bool:
    """Whether the same words stand in an order that is not a rotation of the other: "A son of B", "B son of A"."""
    if Role.DESCENT not in one.roles or len(one.words) != len(other.words):
        return False
    start = other.words.index(one.words[0])
    return other.words[start:] + other.words[:start] != one.words
