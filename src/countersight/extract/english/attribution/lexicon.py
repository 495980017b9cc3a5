"""The English words of saying, thinking, wanting, deciding and showing, with what they take as content."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from countersight.extract.english.lexicon import inflect_noun, inflect_verb
from countersight.reference import load_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What one word takes as the content that it attributes: the keys are explained in `attribution_en.yaml`."""

    takes: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    """Prepositions after an affected object: accuse someone *of*, describe someone *as*."""

    def joined(self, other: "Pattern") -> "Pattern":
        """Return what either takes."""
        return Pattern(
            takes=self.takes | other.takes,
            prepositions=self.prepositions | other.prepositions,
            marks=self.marks | other.marks,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CueWords:
    """All cue words of English, by form in lower case."""

    verbs: dict[str, Pattern]
    particles: dict[tuple[str, str], Pattern]
    """Verbs with a particle or preposition: (`pointed`, `out`)."""
    adjectives: dict[str, Pattern]
    nouns: dict[str, Pattern]
    statements: frozenset[str]
    """Forms of verbs that may stand beside a quotation."""
    light_verbs: frozenset[str]
    empty_objects: frozenset[str]
    documents: frozenset[str]
    viewpoints: frozenset[str]


@cache
def load_cue_words() -> CueWords:
    """Read `attribution_en.yaml` once and inflect its words."""
    data = load_reference("attribution_en.yaml")
    irregular: dict[str, list[str]] = data["irregular"]
    verbs: dict[str, Pattern] = {}
    particles: dict[tuple[str, str], Pattern] = {}
    for entry in data["verbs"]:
        pattern = _pattern(entry)
        for verb in entry["verbs"]:
            base, _, rest = verb.partition(" ")
            for form in inflect_verb(base, irregular):
                if rest:
                    _join(particles, (form, rest), pattern)
                else:
                    _join(verbs, form, pattern)
    return CueWords(
        verbs=verbs,
        particles=particles,
        adjectives=_by_form(data["adjectives"], str.split),
        nouns=_by_form(data["nouns"], inflect_noun),
        statements=frozenset(
            form
            for entry in data["verbs"]
            if entry.get("speech", False)
            for verb in entry["verbs"]
            for form in inflect_verb(verb.partition(" ")[0], irregular)
        ),
        light_verbs=frozenset(form for verb in data["light_verbs"] for form in inflect_verb(verb, irregular)),
        empty_objects=frozenset(form for noun in data["empty_objects"] for form in inflect_noun(noun)),
        documents=frozenset(form for noun in data["documents"] for form in inflect_noun(noun)),
        viewpoints=frozenset(data["viewpoint_nouns"]),
    )


def _pattern(entry: dict[str, Any]) -> Pattern:
    return Pattern(
        takes=frozenset(entry.get("takes", ())),
        prepositions=frozenset(entry.get("prepositions", ())),
        marks=frozenset(entry.get("marks", ())),
    )


def _by_form(entries: Iterable[dict[str, Any]], inflect: Any) -> dict[str, Pattern]:
    found: dict[str, Pattern] = {}
    for entry in entries:
        for word in entry["words"]:
            for form in inflect(word):
                _join(found, form, _pattern(entry))
    return found


def _join(table: dict[Any, Pattern], key: Any, pattern: Pattern) -> None:
    table[key] = table[key].joined(pattern) if key in table else pattern
