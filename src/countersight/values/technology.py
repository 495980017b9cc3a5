"""Words of the technologies of the trade, in the languages that have a dictionary."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from countersight.reference import load_reference
from countersight.values.folding import Folded, fold
from countersight.values.organizations import is_acronym
from countersight.values.phrases import PhraseBook, expand_phrase
from countersight.values.taxonomy import load_taxonomy

LANGUAGES = ("en", "es", "fr", "pt", "zh", "ar", "ru", "de", "el")
"""Languages with a dictionary in `reference/terms`."""


class Strength(StrEnum):
    """How much a word says of the trade by itself."""

    TERM = "term"
    """It speaks of this technology in the hands of a state or its supplier."""
    AMBIGUOUS = "ambiguous"
    """It does so only beside a state's hand."""
    PRODUCT = "product"
    MAKER = "maker"
    """A firm known for this one technology."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyMention:
    """Words for a technology in a text, at `start` to `end` in Unicode code points."""

    label: str
    start: int
    end: int
    strength: Strength


@dataclass(frozen=True, slots=True)
class TechnologyWord:
    """What a spelling stands for."""

    label: str
    strength: Strength
    name: str | None = None
    """Products and makers as written: they count with their capitals only."""


def find_technology(text: str, language: str | None) -> list[TechnologyMention]:
    """Find the words for technologies in `text`, in order, never overlapping, the longest first.

    A language without a dictionary, or none, is read with the English one, whose plain terms count in every language.
    """
    return find_technology_folded(text, fold(text), language)


def find_technology_folded(text: str, folded: Folded, language: str | None) -> list[TechnologyMention]:
    """Do the same where `text` is already folded."""
    mentions = []
    for entry, begin, stop in _book(_known(language)).find(folded):
        start, end = folded.span(begin, stop)
        if entry.name is None or _is_capped(entry.name, text[start:end]):
            mentions.append(TechnologyMention(label=entry.label, start=start, end=end, strength=entry.strength))
    return mentions


def _known(language: str | None) -> str:
    return language if language in LANGUAGES else "en"


def load_terms(language: str) -> dict[str, Any]:
    """Return the dictionary of a language, its phrases in their notation."""
    terms: dict[str, Any] = load_reference(f"terms/{language}.yaml")
    return terms


@cache
def expand_list(language: str, name: str) -> tuple[str, ...]:
    """Return all spellings of one of the plain lists of a language: `states`, `trade`, `users`, `teaching`."""
    terms = load_terms(language)
    return tuple(s for phrase in terms[name] for s in expand_phrase(str(phrase), terms.get("endings", {})))


@cache
def _book(language: str) -> PhraseBook[TechnologyWord]:
    return PhraseBook(technology_words(language))


def technology_words(language: str) -> Iterator[tuple[str, TechnologyWord]]:
    """Yield every spelling of the words of one of `LANGUAGES`, those of English and the names with them.

    Of equal spellings the first counts.
    """
    yield from _own(language)
    yield from _names()
    foreign = load_terms(language).get("foreign", ())
    for spelling, word in _english(ambiguous=language == "en"):
        if spelling not in foreign:
            yield spelling, word


@cache
def _own(language: str) -> tuple[tuple[str, TechnologyWord], ...]:
    return tuple(_expand_terms(language))


def _expand_terms(language: str) -> Iterator[tuple[str, TechnologyWord]]:
    terms = load_terms(language)
    for key, strength in (("terms", Strength.TERM), ("ambiguous", Strength.AMBIGUOUS)):
        for label, phrases in terms[key].items():
            for phrase in phrases:
                for spelling in expand_phrase(str(phrase), terms.get("endings", {})):
                    yield spelling, TechnologyWord(label, strength)


def _names() -> Iterator[tuple[str, TechnologyWord]]:
    for label in load_taxonomy().values():
        for name in label.products:
            yield name, TechnologyWord(label.id, Strength.PRODUCT, name)
        for name in label.makers:
            yield name, TechnologyWord(label.id, Strength.MAKER, name)


def _english(*, ambiguous: bool) -> Iterator[tuple[str, TechnologyWord]]:
    for spelling, word in _own("en"):
        if ambiguous or word.strength is Strength.TERM:
            yield spelling, word
    for label in load_taxonomy().values():
        for term in label.terms:
            yield term, TechnologyWord(label.id, Strength.TERM)
        for term in label.ambiguous if ambiguous else ():
            yield term, TechnologyWord(label.id, Strength.AMBIGUOUS)


def _is_capped(name: str, written: str) -> bool:
    return written == name if is_acronym(name) else not written[0].islower()
