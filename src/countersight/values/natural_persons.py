"""Tells suppliers that are private people from firms, so that tables and releases of purchases name none of them.

A firm is known by a legal form, a word of its trade, an identifier of a register of firms, or as a known organization.
What is left and is written as people are, in two to four words, is taken for a person: rather a firm too few than a
person too many.
"""

import re
from functools import cache

from countersight.reference import load_reference
from countersight.values.names import fold_spelling, has_legal_form
from countersight.values.organizations import find_organizations
from countersight.values.persons import is_titled

_FEWEST_WORDS, _MOST_WORDS = 2, 4
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]*)*\.?")
_TRADING_AS = re.compile(r"(?:^|\s)(?:t/a|t/as|d/b/a|dba|trading as)(?:\s|$)", re.IGNORECASE)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_MOST_UNSPACED = 4
"""Characters of a person's name in Chinese, Japanese or Korean."""


def is_natural_person(name: str, *, scheme: str = "", kind: str = "") -> bool:
    """Whether a supplier is, or may be, a private person.

    Args:
        scheme: of its identifier: `GB-COH`, `MX-CURP`.
        kind: what the publisher says it is, if anything: `Persona Natural`.
    """
    words = _words()
    if _says(scheme, words["person"]) or _says(kind, words["person"]):
        return True
    if _says(scheme, words["register"]) or not (_is_written_as_people_are(name) or is_titled(name, frozenset())):
        return False
    return not _is_firm(name)


def _is_written_as_people_are(name: str) -> bool:
    if _UNSPACED.search(name):
        return 1 < len(name.strip()) <= _MOST_UNSPACED
    parts = name.replace(",", " ").split()
    return _FEWEST_WORDS <= len(parts) <= _MOST_WORDS and all(_WORD.fullmatch(part) for part in parts)


def _is_firm(name: str) -> bool:
    if _TRADING_AS.search(name):
        return True
    if _UNSPACED.search(name):
        return any(part in name for part in load_reference("organization_words.yaml")["unspaced"])
    parts = set(fold_spelling(name).split()) | set(name.casefold().split())
    if parts & _firm_words() or any(part.endswith(_endings()) for part in parts):
        return True
    return has_legal_form(name) or bool(find_organizations(name))  # the costly ones last


def _says(told: str, words: tuple[str, ...]) -> bool:
    folded = f" {' '.join(re.split(r'[^a-z0-9а-яáéíóúüñçãõ]+', told.casefold()))} "
    return any(f" {word} " in folded for word in words)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {key: tuple(map(str, words)) for key, words in load_reference("procurement/suppliers.yaml").items()}


@cache
def _firm_words() -> frozenset[str]:
    known = load_reference("organization_words.yaml")["words"]
    return frozenset(map(str, known)) | frozenset(_words()["firm"]) | frozenset(_words()["joining"])


@cache
def _endings() -> tuple[str, ...]:
    return tuple(load_reference("organization_words.yaml")["endings"])
