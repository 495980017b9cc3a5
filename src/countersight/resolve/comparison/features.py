"""What speaks against two names being of one: each feature is 0 for the same name and grows with the difference."""

from typing import NamedTuple

from rapidfuzz.distance import Indel

from countersight.resolve.comparison.alignment import SAME, Alignment, Tie, align_words
from countersight.resolve.comparison.forms import NameForms, NameKind
from countersight.resolve.comparison.words import Role


class Features(NamedTuple):
    """What speaks against two names being of one. Field by field the columns that the weights are fitted on."""

    spelling_worst: float = 0.0
    """Cost of the pair of words that are spelt most differently."""
    spelling_all: float = 0.0
    """Costs of all such pairs together."""
    spelling_alone: float = 0.0
    """The worst cost where little else is the same."""
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
    if one.joined == other.joined or one.words == other.words:
        return Features(form_conflict=form_conflict, scripts=scripts), SAME
    alignment = align_words(one, other)
    pairs, left, right = alignment
    worst = total = initials = acronym = first_letter = 0.0
    for pair in pairs:
        if pair.tie is Tie.INITIAL:
            initials += 1.0
        elif pair.tie is Tie.ACRONYM:
            acronym = 1.0
        else:
            total += pair.cost
            if pair.cost > worst:
                worst = pair.cost
            if pair.one[0] != pair.other[0]:
                first_letter = 1.0
    all_left, all_right = sum(one.weights), sum(other.weights)
    names_left, numbers_left, places_left = _unmatched(one, left)
    names_right, numbers_right, places_right = _unmatched(other, right)
    conflict = min(names_left, names_right)
    extra = names_left + names_right - 2 * conflict
    extra_share = extra / max(all_left, all_right)
    same = max(0.0, min(all_left, all_right) - len(pairs) - max(names_left, names_right))
    organization = one.kind is NameKind.ORGANIZATION or other.kind is NameKind.ORGANIZATION
    letters = 0.0 if acronym else 1.0 - Indel.normalized_similarity(one.joined, other.joined)
    if letters and alignment is not SAME and len(one.words) > 1:
        letters = min(
            letters, 1.0 - Indel.normalized_similarity("".join(sorted(one.words)), "".join(sorted(other.words)))
        )
    found = Features(
        worst, total, worst / (1.0 + same), conflict, conflict / min(all_left, all_right), extra, extra_share,
        extra_share if organization else 0.0,
        1.0 if numbers_left and numbers_right else 0.0,
        1.0 if bool(numbers_left) != bool(numbers_right) else 0.0,
        1.0 if places_left and places_right else 0.0,
        1.0 if bool(places_left) != bool(places_right) else 0.0,
        form_conflict, 1.0 if alignment is SAME and _reversed(one, other) else 0.0,
        initials, acronym, scripts, letters, first_letter,
    )  # fmt: skip
    return found, alignment


def _unmatched(name: NameForms, places: tuple[int, ...]) -> tuple[float, float, float]:
    """Return the weights of the unmatched words: of names, of numbers and of places."""
    names = numbers = where = 0.0
    for place in places:
        role = name.roles[place]
        if role is Role.NUMBER:
            numbers += name.weights[place]
        elif role is Role.PLACE:
            where += name.weights[place]
        else:
            names += name.weights[place]
    return names, numbers, where


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
