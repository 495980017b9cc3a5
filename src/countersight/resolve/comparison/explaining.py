"""Says in words why two names are probably of one, or not."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from countersight.resolve.comparison.alignment import Alignment, Tie, compared_words
from countersight.resolve.comparison.features import Features
from countersight.resolve.comparison.forms import NameForms, NameKind, Script, prepare_name
from countersight.resolve.comparison.legal_forms import LegalForm, territories_of_form
from countersight.resolve.comparison.scoring import compare_readings, name_weights
from countersight.resolve.comparison.words import Role
from countersight.values.territories import territory_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One thing that counted, or, with weight 0, that a reader should know."""

    name: str
    value: float
    """How much the names differ in it."""
    weight: float
    """What one unit of it takes from the log odds."""
    words: str
    """For a reader who is no programmer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two names compared."""

    one: str
    other: str
    probability: float
    """That both are of one organization or person; calibrated."""
    features: tuple[Feature, ...]
    """What speaks against it, the weightiest first; then what both names have."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a sentence is made from."""

    one: NameForms
    other: NameForms
    features: Features
    alignment: Alignment

    def alone(self, *roles: Role) -> tuple[list[str], list[str]]:
        """Return the words of each name that stand for none of the other, of these roles or of all."""
        first, second = compared_words(self.one, self.other)
        return (
            [first[place] for place in self.alignment.left if not roles or self.one.roles[place] in roles],
            [second[place] for place in self.alignment.right if not roles or self.other.roles[place] in roles],
        )


def explain_names(one: str, other: str, *, kind: NameKind | None = None) -> Comparison:
    """Compare two names as written and say what speaks against their being of one; `kind` where it is known of what."""
    first, second = prepare_name(one, kind=kind), prepare_name(other, kind=kind)
    compared = compare_readings(first, second)
    features = compared.features
    seen = _Seen(compared.one, compared.other, features, compared.alignment)
    _, weights = name_weights()
    against = [
        Feature(name=name, value=value, weight=weight, words=_SENTENCES[name](seen))
        for name, value, weight in zip(features._fields, features, weights, strict=True)
        if value
    ]
    against.sort(key=lambda feature: feature.value * feature.weight, reverse=True)
    return Comparison(
        one=one, other=other, probability=compared.probability, features=(*against, *_known_besides(seen))
    )


def _known_besides(seen: _Seen) -> Iterable[Feature]:
    first, second = compared_words(seen.one, seen.other)
    if not first or not second:
        yield Feature(name="empty", value=0.0, weight=0.0, words="a name without a word tells nothing")
    elif first == second:
        yield Feature(name="shared", value=0.0, weight=0.0, words="all words that count are the same")
    elif shared := [word for word in first if word in second]:
        yield Feature(name="shared", value=0.0, weight=0.0, words=f"both names have {_quoted(shared)}")
    if seen.one.script is not seen.other.script:
        for name in (seen.one, seen.other):
            if name.script is not Script.LATIN:
                words = f"{_quoted([name.name])} was compared in Latin letters and English as {_quoted(name.words)}"
                yield Feature(name="script", value=0.0, weight=0.0, words=words)


def _letters(seen: _Seen) -> str:
    return f"{seen.features.letters:.0%} of all letters differ"


def _spelling(seen: _Seen) -> str:
    pairs = [pair for pair in seen.alignment.pairs if pair.tie in (Tie.SPELLING, Tie.SPACING)]
    parts = [f"“{pair.one}” and “{pair.other}” differ only in spelling" for pair in pairs]
    shortened = [pair for pair in seen.alignment.pairs if pair.tie is Tie.SHORTENED]
    parts += [f"of “{pair.one}” and “{pair.other}” one may shorten the other" for pair in shortened]
    return "; ".join(parts)


def _initials(seen: _Seen) -> str:
    pairs = [pair for pair in seen.alignment.pairs if pair.tie is Tie.INITIAL]
    return "; ".join(f"“{min(pair[:2], key=len)}” may stand for “{max(pair[:2], key=len)}”" for pair in pairs)


def _acronym(seen: _Seen) -> str:
    pair = next(pair for pair in seen.alignment.pairs if pair.tie is Tie.ACRONYM)
    return f"“{min(pair[:2], key=len)}” has the initials of “{max(pair[:2], key=len)}”, and of others perhaps"


def _conflict(seen: _Seen) -> str:
    first, second = seen.alone()
    return f"only the first name has {_quoted(first)}, only the second {_quoted(second)}"


def _extra(seen: _Seen, *roles: Role) -> str:
    first, second = seen.alone(*roles)
    return f"only the {'first' if first else 'second'} name has {_quoted([*first, *second])}"


def _both(what: str, role: Role) -> Callable[[_Seen], str]:
    def words(seen: _Seen) -> str:
        first, second = seen.alone(role)
        return f"the {what} differ: {_quoted(first)} and {_quoted(second)}"

    return words


def _form_conflict(seen: _Seen) -> str:
    return f"one has {_form(seen.one.form)}; the other has {_form(seen.other.form)}"


def _form(form: LegalForm | None) -> str:
    if form is None:
        return "no legal form"
    places = [territory_name(code) for code in territories_of_form(form.words)]
    return f"the legal form “{form.words}”" + (f", known to the law of {', '.join(places)}" if places else "")


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f"“{word}”" for word in words)


_SENTENCES: dict[str, Callable[[_Seen], str]] = {
    "differs": lambda _: "the names are not the same letter by letter",
    "letters": _letters,
    "spelling": _spelling,
    "edits": lambda seen: "more than one or two letters differ: " + _spelling(seen),
    "initials": _initials,
    "acronym": _acronym,
    "conflict": _conflict,
    "conflict_share": lambda seen: f"that is {seen.features.conflict_share:.0%} of what tells of the shorter name",
    "extra_trade": lambda seen: _extra(seen, Role.COMMON) + ", a word of another trade or branch",
    "extra_name": lambda seen: _extra(seen, Role.NAME) + ", as branches and subsidiaries do",
    "indistinct": lambda _: "they share no word that few organizations have",
    "number_conflict": _both("numbers", Role.NUMBER),
    "number_extra": lambda seen: _extra(seen, Role.NUMBER) + ", a number",
    "place_conflict": _both("places", Role.PLACE),
    "place_extra": lambda seen: _extra(seen, Role.PLACE) + ", a place",
    "form_conflict": _form_conflict,
    "order": lambda _: "the same names stand in another order of descent",
}
