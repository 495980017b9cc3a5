"""The words that the first look at a text goes by, one automaton a language."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from countersight.values.organizations import Via, is_acronym, organizations
from countersight.values.phrases import PhraseBook
from countersight.values.technology import LANGUAGES, Strength, expand_list, technology_words


class Sign(StrEnum):
    """What a word says of a text."""

    TERM = "term"
    """The trade is spoken of."""
    HINT = "hint"
    """It may be: ambiguous words."""
    PRODUCT = "product"
    VENDOR = "vendor"
    """An organization that sells also other things."""
    TEACHING = "teaching"


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its sign; names count as written."""

    sign: Sign
    label: str = ""
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
    for spelling, entry in technology_words(language):
        yield spelling, Word(_SIGNS[entry.strength], entry.label, entry.name)
    for spelling in expand_list(language, "teaching"):
        yield spelling, Word(Sign.TEACHING)
    for organization in organizations():
        if "vendor" in organization.roles:
            for name, via in organization.names():
                if len(name) > 2 and name not in organization.common_words:
                    yield name, Word(Sign.PRODUCT if via is Via.PRODUCT else Sign.VENDOR, name=name)
