"""On whose word a claim stands: its speaker, else the news agency that its text credits, else whoever published it."""

from typing import Final, Protocol

from countersight.model.parties import fold_words
from countersight.model.source import Published, publisher_keys, source_key
from countersight.values.organizations import find_organizations, organization
from countersight.values.wires import find_agency, find_credit

ARTICLES: Final = frozenset({"the", "a", "an"})
MAPPING: Final = "mapping/"
"""What the extractor of a claim begins with that a mapping took from a table; the mapping's name comes after."""


class Credited(Published, Protocol):
    """What tells who published it and what agency it is from, such as a document text."""

    @property
    def author(self) -> str | None: ...

    @property
    def text(self) -> str: ...


def speaker_key(name: str) -> str:
    """Return the key of a speaker: one for all names by which the references know an agency or organization.

    Of nobody in particular (`officials`, `a spokesman`) it is empty: they may be anybody's.
    """
    is_named = any(not word[0].islower() for word in _without_articles(name))
    return named_key(name) if is_named else ""


def named_key(name: str) -> str:
    """Return the key of a speaker by a name that somebody gives for it, however it is written."""
    name = " ".join(_without_articles(name)) or name
    if agency := find_agency(name):
        return fold_words(agency)
    folded = fold_words(name)
    for found in find_organizations(name):
        known = organization(found.entity_id) if found.entity_id else None
        if known is not None and fold_words(found.name) == folded:
            return fold_words(known.name)
    return source_key(name)


def _without_articles(name: str) -> list[str]:
    return [word for word in name.split() if word.casefold() not in ARTICLES]


def agency_key(text: Credited) -> str | None:
    """Return the key of the news agency whose wire a text is: that it credits, or that published it."""
    agency = find_credit(text.text, author=text.author) or find_agency(text.publisher or "")
    return fold_words(agency) if agency else None


def mapping_key(extractor: str) -> str:
    """Return the key of the dataset whose mapping took a claim from a table, by the mapping's name; else nothing."""
    name = extractor.removeprefix(MAPPING).partition("@")[0]
    return fold_words(name) if extractor.startswith(MAPPING) else ""


def word_keys(speaker: str | None, extractor: str, text: Credited) -> frozenset[str]:
    """Return the keys of whose word a claim is.

    Args:
        speaker: who says it, as the claim names it; none where the text speaks itself.
        extractor: of the claim.
        text: that the claim was taken from.
    """
    if speaker is not None:
        return frozenset({speaker_key(speaker)} - {""})
    agency = agency_key(text)
    voice = {agency} if agency else {*publisher_keys(text), speaker_key(text.publisher or "")}
    return frozenset({*voice, mapping_key(extractor)} - {""})
