"""What languages make of territories' names: adjectives, people, cases, and cities in their own words."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from countersight.reference import load_reference
from countersight.values.phrases import PhraseBook, expand_phrase

LANGUAGES = ("es", "fr", "pt", "zh", "ar", "ru", "de", "el")
"""Languages with a file in `reference/territories`; English is part of `territories.yaml`."""

KEYS = ("names", "demonyms", "capitals", "cities")

TerritoryWord = tuple[str | None, str, bool]
"""Code, or none where the words mean no territory; which of `KEYS`; and whether it needs its capital."""


@cache
def territory_book(language: str) -> PhraseBook[TerritoryWord]:
    """Return the words of a language for territories."""
    return PhraseBook(_words(language))


def _words(language: str) -> Iterator[tuple[str, TerritoryWord]]:
    data = load_reference(f"territories/{language}.yaml")
    endings = data.get("endings", {})
    for name in data["not_territories"]:
        yield name, (None, "names", name[0].isupper())
    for key in KEYS:
        for code, phrases in data.get(key, {}).items():
            for spelling in _spellings(language, phrases, endings):
                yield spelling, (str(code), key, spelling[0].isupper())
    for code, entry in load_reference("territories.yaml")["territories"].items():
        for key in ("names", "capitals"):
            for name in entry.get(key, ()):
                for form in _inflect(language, name):
                    yield form, (str(code), key, name[0].isupper())


def _spellings(language: str, phrases: Iterable[str], endings: dict[str, Any]) -> Iterator[str]:
    for phrase in phrases:
        for spelling in expand_phrase(phrase, endings):
            yield spelling
            if language == "ar" and spelling.startswith("ال"):
                yield "لل" + spelling[2:]


def _inflect(language: str, name: str) -> Iterator[str]:
    """Yield further forms of a name of `territories.yaml`: Russian cases, the German genitive, Arabic as folded."""
    if language == "ru" and "а" <= name[-1] <= "я" and " " not in name:
        yield from _russian_cases(name)
    if language == "de" and name.isalpha() and name.isascii() and len(name) > 3 and name[-1] not in "sxz":
        yield name + "s"
    if language == "ar" and "؀" <= name[0] <= "ۿ":
        yield from _spellings("ar", [name.replace("(", "").replace(")", "")], {})
    if language == "zh" and "一" <= name[0] <= "鿿":
        yield name


def _russian_cases(name: str) -> Iterator[str]:
    """Decline a name by its end, as regular nouns are; indeclinable ones (-и, -о, -у, -э) stay."""
    for end, others in (
        ("ия", ("ии", "ию", "ией")),
        ("а", ("и" if name[-2] in "гкхжчшщ" else "ы", "е", "у", "ой")),
        ("я", ("и", "е", "ю", "ей")),
        ("й", ("я", "ю", "ем", "е")),
        ("ь", ("я", "ю", "ем", "е", "и", "ью")),
    ):
        if name.endswith(end):
            yield from (name.removesuffix(end) + other for other in others)
            return
    if name[-1] not in "аеёиоуыэюя":
        yield from (name + other for other in ("а", "у", "ом", "е"))
