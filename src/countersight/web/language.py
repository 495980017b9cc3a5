"""The languages of the interface: which one a request gets, and its strings, dates and numbers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations
from markupsafe import Markup
from starlette.requests import Request

from countersight.reference import load_reference
from countersight.values.taxonomy import label_name, load_taxonomy
from countersight.values.territories import territory_name
from countersight.web.words import WORDS


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


FOLDER = Path(__file__).parent / "translations"
COOKIE = "language"
LANGUAGES = {"en": "English", "es": "Español", "fr": "Français", "ar": "العربية"}
"""The interface can be had in these, each named by itself."""
TERRITORY_ALONE = "territory:"
"""What the id of a party begins with that is told by its territories alone, before their codes."""


_TAG = re.compile(r"<[^<>]*>")


def plain_words(said: Markup) -> str:
    """Return words without their elements, for names, titles and data; a space that must not break stays one."""
    return unescape(_TAG.sub("", said))


@dataclass(frozen=True, slots=True)
class Language:
    """One language of the interface."""

    code: str
    translations: NullTranslations
    locale: Locale

    @property
    def direction(self) -> str:
        """`rtl` for scripts written from right to left."""
        return self.locale.text_direction

    def say(self, words: str) -> str:
        """Put English words of the interface into this language; words that it does not know stay English."""
        return str(self.translations.gettext(words))

    def word(self, value: object) -> str:
        """Say a fixed word of the model, such as a kind or status."""
        return self.say(WORDS.get(str(value), str(value).replace("_", " ")))

    def party(self, party_id: str, name: str) -> str:
        """Name a party of the catalog: territories alone as this language does, organizations by their own name."""
        _, alone, codes = party_id.rpartition(TERRITORY_ALONE)
        return self.listed(map(self.territory, codes.split(","))) if alone else name

    def label(self, label: str) -> str:
        """Name a label of the taxonomy; one that the taxonomy does not have is named by itself."""
        return label_name(label, self.code) if label in load_taxonomy() else label.replace("_", " ")

    def definition(self, label: str) -> str:
        """Define a label of the taxonomy; in English where this language has no definition.

        Raises:
            KeyError: the taxonomy has no such label.
        """
        known = load_taxonomy()[label]
        return known.definitions.get(self.code, known.definition)

    def listed(self, names: Iterable[str]) -> str:
        """Put names in a row, with the comma of this language's script between them."""
        return self.say(_(", ")).join(names)

    def number(self, value: float) -> str:
        """Write a number with all its digits, grouped as this language groups them."""
        return str(format_decimal(value, locale=self.locale, decimal_quantization=False))

    def percent(self, value: float) -> str:
        """Write a share of one as a percentage."""
        return str(format_percent(value, locale=self.locale))

    def territory(self, code: str) -> str:
        """Name a territory as this language does; in English, and where CLDR has no name for it, as the reference."""
        named = None if self.code == "en" else self.locale.territories.get(code.upper())
        return named or self.say(territory_name(code))


def asked_language(request: Request) -> Language:
    """Return the language that the address asks for, else the one chosen before, else what the browser prefers."""
    asked = [request.query_params.get("lang", ""), request.cookies.get(COOKIE, "")]
    for code in (*asked, *_preferred(request.headers.get("accept-language", ""))):
        if code in LANGUAGES:
            return language(code)
    return language("en")


@cache
def territory_codes() -> Mapping[str, str]:
    """Return the codes of territories by their names in every language of the interface, casefolded; English first."""
    codes = load_reference("territories.yaml")["territories"]
    pairs = [(language(tongue).territory(code).casefold(), code) for tongue in reversed(LANGUAGES) for code in codes]
    return dict(pairs)


@cache
def language(code: str) -> Language:
    """Read a language's strings; English ones are in the templates."""
    path = FOLDER / f"{code}.po"
    return Language(code, _translations(path) if path.exists() else NullTranslations(), Locale.parse(code))


class _Wordings(Translations):
    """Strings by their English words, one that has a plural among them by its singular too, in every Python alike."""

    def gettext(self, message: str) -> str:
        """Say a string; `gettext` of Python before 3.11.5 does not look among those that have a plural."""
        told = super().gettext(message)
        return self.ngettext(message, message, 1) if told == message else told

    ugettext = gettext  # by which Jinja asks


def _translations(path: Path) -> NullTranslations:
    with path.open("rb") as source:
        catalog = read_po(source)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return _Wordings(compiled)


def _preferred(header: str) -> list[str]:
    """Order the languages of an Accept-Language header (RFC 9110, 12.5.4) by their weight."""
    weighed = []
    for part in header.split(","):
        tag, _, weight = part.strip().partition(";q=")
        try:
            weighed.append((-float(weight or 1), tag.split("-")[0].lower()))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighed, key=lambda pair: pair[0])]
