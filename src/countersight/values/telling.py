"""Tells organizations from persons by the name alone, for the lists that do not say whom they list.

What is not surely an organization is left out: a list of denied persons mixes companies with private people, and
Countersight keeps none of those. Measured on lists that do say (`benchmarks/lists.py --telling`).
"""

import re
from functools import cache

from countersight.reference import load_reference
from countersight.values.names import LEGAL_FORMS, fold_spelling

_NUMBERED = re.compile(r"(?:^|\s)(?:no\.?\s*)?\d+(?:st|nd|rd|th)?(?:\s|$)", re.IGNORECASE)
_DOTTED_FORM = re.compile(
    r"\b(?:S\.\s?A\.|S\.\s?A\.\s?S\.|S\.\s?C\.\s?S\.|C\.\s?A\.|S\.\s?R\.\s?L\.|S\.\s?P\.\s?A\.)(?:\s|$)", re.IGNORECASE
)
_SURNAME_LAST = re.compile(r"(?:[A-ZÀ-Ý][a-zà-ÿ’'-]+\s+){1,3}[A-ZÀ-Ý][A-ZÀ-Ý’'-]{2,}$")
_SHORT = 3
"""Letters of a legal form that may be part of a person's name too: it counts only where no given names stand before."""


def tells_organization(name: str) -> bool:
    """Whether a name is surely an organization's: by a legal form, a word such as "bank", or a number."""
    folded = fold_spelling(name)
    words = folded.split()
    known, unspaced, endings = _lexicon()
    if any(word in known or word.endswith(endings) for word in words) or any(part in folded for part in unspaced):
        return True
    if _NUMBERED.search(name) or _DOTTED_FORM.search(name) or any(_mixed(word) for word in words):
        return True
    return any(folded.endswith(form) and _closes(name, form) for form in _forms())


def passes_for_person(name: str) -> bool:
    """Whether a name is written as the EU writes persons': given names, then the surname in capitals."""
    return bool(_SURNAME_LAST.match(name)) and not tells_organization(name)


def _closes(name: str, form: str) -> bool:
    """Whether a legal form closes an organization's name: in "Orbex, Ivan Ag" a comma stands before given names."""
    return len(form.strip()) > _SHORT or "," not in name[: -len(form)].rstrip(" ,")


def _mixed(word: str) -> bool:
    """Whether letters and figures stand in one word: `s2ba`, but not `2nd`."""
    return any(char.isdigit() for char in word) and any(char.isalpha() for char in word)


@cache
def _lexicon() -> tuple[frozenset[str], tuple[str, ...], tuple[str, ...]]:
    """Return words, parts of unspaced names, and ends of words that tell an organization."""
    data = load_reference("organization_words.yaml")
    return frozenset(data["words"]), tuple(data["unspaced"]), tuple(data["endings"])


@cache
def _forms() -> tuple[str, ...]:
    """Legal forms as they stand behind a name, the short ones that are also parts of persons' names left out."""
    return tuple(f" {form}" if form.isascii() else form for form in LEGAL_FORMS if form not in {"sa", "se", "as", "dd"})
