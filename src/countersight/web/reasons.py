"""Reasons and problems, all in English, said in the language of the interface by the translations of their wordings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal
from markupsafe import Markup, escape

from countersight.web.language import Language, plain_words
from countersight.web.problem_words import ACTS, PROBLEMS
from countersight.web.reason_words import FAILURES, SHARED, WORDINGS, Wording

LONGEST: Final = 2_000
"""Code points of a reason that is looked at; a longer one is shown as it is."""
DEEPEST: Final = 4
"""How often a reason may be told within a reason."""

_PLACE = re.compile(r"%\((\w+)\)s")
_ANY = r".{1,500}?"
_CODES = r"[a-z_]+(?:, [a-z_]+)*"

Say = Callable[[str, Language], Markup]
"""Says what stands in a place of a wording."""


@dataclass(frozen=True, slots=True)
class Sort:
    """What may stand in a place of a wording, and how it is said."""

    matches: str
    """A regular expression."""
    say: Say
    is_reason: bool = False
    """Whether it is a reason itself, told by a wording of its own."""


@dataclass(frozen=True, slots=True)
class Told:
    """A reason as it was read: its wording, and what stands in its places."""

    wording: Wording
    places: Mapping[str, str]

    def in_language(self, language: Language) -> str:
        """Return the wording in a language, with its places still open."""
        if len(self.wording) == 1:
            return language.say(self.wording[0])
        return str(language.translations.ngettext(*self.wording, int(self.places["num"])))


def say_reason(reason: object, language: Language) -> Markup:
    """Say a kept reason or an error; one of no known wording stays as it is, marked as English."""
    return _say(str(reason), language)


def plain_reason(reason: str, language: Language) -> str:
    """Say a kept reason without elements, for names, titles and data."""
    return plain_words(_say(reason, language))


def is_known(reason: str, *, depth: int = 0) -> bool:
    """Whether a reason, and each reason within it, has a known wording."""
    told = read_reason(reason)
    if told is None or depth > DEEPEST:
        return False
    inner = (words for name, words in told.places.items() if _sort(name).is_reason)
    return all(is_known(words, depth=depth + 1) for words in inner)


@lru_cache(4096)
def read_reason(reason: str) -> Told | None:
    """Tell a reason by the wording that fits all of it, the longest first; none where no wording does."""
    if len(reason) > LONGEST:
        return None
    for pattern, wording in _patterns():
        if found := pattern.fullmatch(reason):
            return Told(wording, MappingProxyType(found.groupdict()))
    return None


@lru_cache(4096)
def _say(reason: str, language: Language, depth: int = 0) -> Markup:
    told = read_reason(reason) if depth <= DEEPEST else None
    if told is None:
        words = Markup("<bdi>{}</bdi>") if language.code == "en" else Markup('<span lang="en" dir="ltr">{}</span>')
        return words.format(reason)
    said = {
        name: _say(words, language, depth + 1) if _sort(name).is_reason else _sort(name).say(words, language)
        for name, words in told.places.items()
    }
    return escape(told.in_language(language)) % said


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Wording], ...]:
    """Return a pattern for each form of each wording, those with the most words of their own first."""
    forms = {form: wording for wording in (*WORDINGS, *PROBLEMS) for form in wording}
    ordered = sorted(forms, key=lambda form: (-len(_PLACE.sub("", form)), form))
    return tuple((_compile(form), forms[form]) for form in ordered)


def _compile(form: str) -> re.Pattern[str]:
    parts = _PLACE.split(form)  # words of ours and names of places by turns
    fixed, names = map(re.escape, parts[::2]), [f"(?P<{name}>{_sort(name).matches})" for name in parts[1::2]]
    return re.compile("".join(part for pair in zip(fixed, [*names, ""], strict=True) for part in pair), re.DOTALL)


def _sort(name: str) -> Sort:
    return SORTS.get(name, AS_WRITTEN)


def _as_written(words: str, language: Language) -> Markup:
    return Markup("<bdi>{}</bdi>").format(words)


def _plain(words: str, language: Language) -> Markup:
    return escape(words)


def _teller(words: str, language: Language) -> Markup:
    """Say who told something: a document, whoever is quoted, or somebody by name."""
    return _say(words, language) if read_reason(words) else _as_written(words, language)


def _number(words: str, language: Language) -> Markup:
    return escape(format_decimal(float(words), format="0.00", locale=language.locale))


def _percent(words: str, language: Language) -> Markup:
    return escape(language.percent(int(words.removesuffix("%")) / 100))


def _day(words: str, language: Language) -> Markup:
    return escape(format_date(date.fromisoformat(words), format="long", locale=language.locale))


def _row(name: Callable[[Language, str], str], between: str = ", ") -> Say:
    def say(words: str, language: Language) -> Markup:
        return escape(language.listed(name(language, one) for one in words.split(between)))

    return say


def _tongue(words: str, language: Language) -> Markup:
    return escape(language.locale.languages.get(words) or language.word(words))


def _named(names: Mapping[str, tuple[str]]) -> Say:
    return _row(lambda language, name: language.say(*names[name]) if name in names else name)


AS_WRITTEN: Final = Sort(_ANY, _as_written)
SORTS: Mapping[str, Sort] = MappingProxyType({
    **dict.fromkeys(("num", "all", "count", "right", "for", "against"), Sort(r"\d{1,9}", _plain)),
    "digit": Sort(r"[1-6]", _plain),
    "letter": Sort(r"[A-F]", _plain),
    "letters": Sort(r"[A-F](?:, [A-F])*", _row(lambda language, letter: letter)),
    **dict.fromkeys(("value", "low", "high"), Sort(r"\d\.\d\d", _number)),
    **dict.fromkeys(("percent", "other_percent"), Sort(r"\d{1,3}%", _percent)),
    **dict.fromkeys(("one", "other"), Sort(r"[0-9a-f]{8,64}", _as_written)),
    "day": Sort(r"\d{4}-\d\d-\d\d", _day),
    "labels": Sort(_CODES, _row(Language.label)),
    "codes": Sort(_CODES, _row(Language.territory)),
    "slots": Sort(r"[a-z ]+(?:, [a-z ]+)*", _named(SHARED)),
    "kinds": Sort(r"[a-z]+(?: and as [a-z]+)+", _row(Language.word, " and as ")),
    **dict.fromkeys(("role", "state", "precision"), Sort(r"[a-z ]+", _row(Language.word))),
    "act": Sort(r"[a-z_]+", _named(ACTS)),
    "failure": Sort(r"\w{1,80}", _named(FAILURES)),
    **dict.fromkeys(("digits", "count_digits"), Sort(r"\d[\d,]{0,12}", _plain)),
    "language_code": Sort(r"[a-z]{2,3}|unknown", _tongue),
    "teller": Sort(_ANY, _teller),
    **dict.fromkeys(("reason", "meaning", "share", "what"), Sort(_ANY, _plain, is_reason=True)),
})  # fmt: skip
"""By the name of a place; words in any other are shown as they are written."""
