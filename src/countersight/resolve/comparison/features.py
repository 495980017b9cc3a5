"""What speaks against two names being of one: each feature is 0 for the same name and grows with the difference."""

from typing import NamedTuple

from rapidfuzz.distance import Indel

from countersight.resolve.comparison.alignment import SAME, Alignment, Tie, align_words, compared_words
from countersight.resolve.comparison.forms import NameForms, NameKind
from countersight.resolve.comparison.words import UNKNOWN_WEIGHT, Role


class Features(NamedTuple):
    """What speaks against two names being of one. Field by field the columns that the weights are fitted on."""

    differs: float = 0.0
    """1 where anything but case, marks, spaces, legal form and particles differs."""
    spelling_worst: float = 0.0
    """Cost of the pair of words that are spelt most differently."""
    spelling_all: float = 0.0
    """Costs of all such pairs together."""
    spelling_alone: float = 0.0
    """The worst cost where little else is the same."""
    edits: float = 0.0
    """Letters that differ in such pairs."""
    edits_many: float = 0.0
    """Those beyond one or two."""
    conflict: float = 0.0
    """Weight of the words that differ, each name having its own."""
    conflict_share: float = 0.0
    """The same, as a share of the shorter name."""
    extra: float = 0.0
    """Weight of the words that only one name has."""
    extra_share: float = 0.0
    """The same, as a share of the longer name."""
    extra_organization: float = 0.0
    """That share, where the names are of organizations: one word more often makes it another one."""
    extra_person: float = 0.0
    """That share, where the names are of persons."""
    extra_most: float = 0.0
    """What of that share is above a half."""
    extra_trade: float = 0.0
    """Weight of the common words that only one of two organizations has: "Trust", "Systems"."""
    number_conflict: float = 0.0
    number_extra: float = 0.0
    place_conflict: float = 0.0
    place_extra: float = 0.0
    form_conflict: float = 0.0
    order: float = 0.0
    initials: float = 0.0
    acronym: float = 0.0
    scripts: float = 0.0
    letters: float = 0.0
    """Share of letters that differ, spaces left out."""
    first_letter: float = 0.0


NOTHING = Features()


def compare_forms(one: NameForms, other: NameForms) -> tuple[Features, Alignment]:
    """Return what speaks against two names being of one, and the alignment of their words."""
    form_conflict = _form_conflict(one, other)
    scripts = 0.0 if one.script is other.script else 1.0
    first, second = compared_words(one, other)
    if first == second or (one.joined == other.joined and first is one.words):
        return Features(form_conflict=form_conflict, scripts=scripts), SAME
    alignment = align_words(one, other)
    worst = total = edits = initials = acronym = first_letter = 0.0
    for pair in alignment.pairs:
        if pair.tie is Tie.INITIAL:
            initials += 1.0
        elif pair.tie is Tie.ACRONYM:
            acronym = 1.0
        else:
            total += pair.cost
            edits += pair.cost * max(len(pair.one), len(pair.other))
            if pair.cost > worst:
                worst = pair.cost
            if pair.one[0] != pair.other[0]:
                first_letter = 1.0
    person = one.kind is NameKind.PERSON or other.kind is NameKind.PERSON
    organization = one.kind is NameKind.ORGANIZATION or other.kind is NameKind.ORGANIZATION
    all_left, all_right = sum(one.weights), sum(other.weights)
    names_left, numbers_left, places_left = _unmatched(one, alignment.left, person=person)
    names_right, numbers_right, places_right = _unmatched(other, alignment.right, person=person)
    conflict = min(names_left, names_right)
    if conflict and _initials_differ(one, other, alignment):
        conflict = max(conflict, UNKNOWN_WEIGHT)
    extra = max(0.0, names_left + names_right - 2 * conflict)
    extra_share = extra / max(all_left, all_right)
    same = max(0.0, min(all_left, all_right) - len(alignment.pairs) - max(names_left, names_right))
    letters = 0.0 if acronym else 1.0 - Indel.normalized_similarity(one.joined, other.joined)
    if letters and len(first) > 1:
        ordered = Indel.normalized_similarity("".join(sorted(first)), "".join(sorted(second)))
        letters = min(letters, 1.0 - ordered)
    extra_trade = 0.0
    if organization and not conflict and extra:
        extra_trade = sum([one.weights[place] for place in alignment.left if one.roles[place] is Role.COMMON])
        extra_trade += sum([other.weights[place] for place in alignment.right if other.roles[place] is Role.COMMON])
    found = Features(
        differs=1.0,
        spelling_worst=worst,
        spelling_all=total,
        spelling_alone=worst / (1.0 + same),
        edits=min(edits, 5.0),
        edits_many=max(0.0, min(edits, 5.0) - 1.5),
        conflict=conflict,
        conflict_share=conflict / min(all_left, all_right),
        extra=extra,
        extra_share=extra_share,
        extra_organization=extra_share if organization else 0.0,
        extra_person=extra_share if person else 0.0,
        extra_most=max(0.0, extra_share - 0.5),
        extra_trade=extra_trade,
        number_conflict=1.0 if numbers_left and numbers_right else 0.0,
        number_extra=1.0 if bool(numbers_left) != bool(numbers_right) else 0.0,
        place_conflict=1.0 if places_left and places_right else 0.0,
        place_extra=1.0 if bool(places_left) != bool(places_right) else 0.0,
        form_conflict=form_conflict,
        order=1.0 if alignment is SAME and _reversed(one, other) else 0.0,
        initials=initials,
        acronym=acronym,
        scripts=scripts,
        letters=letters,
        first_letter=first_letter,
    )
    return found, alignment


def _unmatched(name: NameForms, places: tuple[int, ...], *, person: bool) -> tuple[float, float, float]:
    """Return the weights of the unmatched words: of names, of numbers and of places, of which persons have none."""
    names = numbers = where = 0.0
    for place in places:
        role = name.roles[place]
        if role is Role.NUMBER and not person:
            numbers += name.weights[place]
        elif role is Role.PLACE and not person:
            where += name.weights[place]
        else:
            names += name.weights[place]
    return names, numbers, where


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
