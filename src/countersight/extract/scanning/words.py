"""The words that the first look at a text goes by, one automaton a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from countersight.values.organizations import Via, is_acronym, organizations
from countersight.values.phrases import PhraseBook
from countersight.values.technology import LANGUAGES, Strength, expand_list, load_terms, technology_words


class Sign(StrEnum):
    """What a word says of a text."""

    TERM = "term"
    """The trade is spoken of."""
    HINT = "hint"
    """It may be: ambiguous words."""
    CONTEXT = "context"
    """It says so only in a text that is about the trade: `email`, `database`."""
    PRODUCT = "product"
    VENDOR = "vendor"
    """An organization that sells also other things."""
    TEACHING = "teaching"


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its sign; names count as written."""

    sign: Sign
    label: str = ""
    is_common: bool = False
    """An ambiguous word that is an everyday one in this language."""
    name: str | None = None

    def is_meant(self, written: str) -> bool:
        """Whether `written` has the capitals that a name needs."""
        if self.name is None:
            return True
        return written == self.name if is_acronym(self.name) else not written[0].islower()


_SIGNS = {
    Strength.TERM: Sign.TERM,
    Strength.MAKER: Sign.TERM,
    Strength.AMBIGUOUS: Sign.HINT,
    Strength.PRODUCT: Sign.PRODUCT,
}


def known_language(language: str | None) -> str:
    """Return the language whose words are used: itself, or English."""
    return language if language in LANGUAGES else "en"


@cache
def sign_book(language: str) -> PhraseBook[Word]:
    """Return the words whose place is looked for in every text."""
    return PhraseBook(_words(language))


@cache
def near_book(language: str) -> PhraseBook[str]:
    """Return the words looked for near others: `users`, `states`, `trade`; the first list of a word counts."""
    return PhraseBook((word, name) for name in ("users", "states", "trade") for word in expand_list(language, name))


def _words(language: str) -> Iterator[tuple[str, Word]]:
    for sign, name in ((Sign.TEACHING, "teaching"), (Sign.CONTEXT, "context")):
        for spelling in expand_list(language, name):
            yield spelling, Word(sign)
    everyday = load_terms(language)["common"]
    common = frozenset(word for organization in organizations() for word in organization.common_words)
    for spelling, entry in technology_words(language):
        is_plain = entry.strength is Strength.PRODUCT and entry.name not in common
        sign = Sign.TERM if is_plain else _SIGNS[entry.strength]
        yield spelling, Word(sign, entry.label, entry.label in everyday, entry.name)
    for organization in organizations():
        if "vendor" in organization.roles:
            for name, via in organization.names():
                if len(name) > 2 and name not in organization.common_words:
                    yield name, Word(Sign.PRODUCT if via is Via.PRODUCT else Sign.VENDOR, name=name)
