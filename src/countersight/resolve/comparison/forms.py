"""The forms of a name that are compared, prepared once."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

from countersight.resolve.comparison.legal_forms import LegalForm, take_form, take_unspaced_form
from countersight.resolve.comparison.readings import (
    cyrillic_readings,
    read_greek,
    read_hangul,
    read_hebrew,
    with_geresh_read,
)
from countersight.resolve.comparison.words import (
    INITIAL_WEIGHT,
    NUMBER_WEIGHT,
    UNKNOWN_WEIGHT,
    Role,
    Word,
    english_of,
    known_words,
    particles,
    unspaced_words,
)
from countersight.values.folding import fold
from countersight.values.names import fold_spelling

LONGEST_NAME = 500
"""Characters of a name that are read; the longest legal names have some 300."""
MOST_WORDS = 40
"""Words of a name that are compared, so that no name takes long whatever is written in it."""
PREPARED = 1 << 12
"""How many prepared names are remembered, the latest; each takes about a kilobyte."""

_BLANKED = bytes(code if chr(code).isalnum() else 32 for code in range(128)) + bytes(range(128, 256))
"""Every ASCII character that is neither letter nor figure becomes a space."""
_NOT_WORD = re.compile(r"[\W_]+")
_DOTTED = re.compile(r"\b(?:[a-z0-9]\.){2,}(?:[a-z0-9]\b)?")


SHORTEST_WITH_ARTICLE = 4
"""Letters of an Arabic word above which "al-" at its start is an article."""


class NameKind(StrEnum):
    """What a name is known or seen to be of."""

    ORGANIZATION = "organization"
    PERSON = "person"
    VESSEL = "vessel"
    UNKNOWN = "unknown"


class Script(StrEnum):
    """How a name was written, as far as it matters for comparing."""

    LATIN = "latin"
    HAN = "han"
    HANGUL = "hangul"
    ABJAD = "abjad"
    """Arabic: vowels are not written."""
    HEBREW = "hebrew"
    """The same, and some letters are stops or fricatives."""
    KANA = "kana"
    """Japanese as it sounds: between all consonants there are vowels."""
    CYRILLIC = "cyrillic"
    GREEK = "greek"
    OTHER = "other"
    SOUNDED = "sounded"
    """Korean read as it sounds: the same as kana."""


class NameForms(NamedTuple):
    """A name in the forms that are compared. A named tuple: a million of them are made in a run."""

    name: str
    words: tuple[str, ...]
    """Small Latin letters, without legal form and particles; shortened words in full."""
    weights: tuple[float, ...]
    """How much each word tells, 0 to 1."""
    roles: tuple[Role, ...]
    native: tuple[str, ...]
    """The words in their own script; those above for Latin."""
    joined: str
    """All letters of the name without spaces and legal form."""
    repeats: bool
    """Whether a word stands twice in it."""
    form: LegalForm | None
    kind: NameKind
    script: Script


@lru_cache(maxsize=PREPARED)
def prepare_name(name: str, *, kind: NameKind | None = None) -> NameForms:
    """Return the forms of `name` that are compared; `kind` where it is known what it is a name of."""
    read = name[:LONGEST_NAME]
    if read.isascii():
        return _latin_forms(name, _words_of(read.lower()), kind)
    folded = fold_spelling(read)
    if folded.isascii():
        return _latin_forms(name, folded.split(), kind)
    return _other_forms(name, read, folded, kind)


def _words_of(lowered: str) -> list[str]:
    """Return the words of a name in small ASCII letters. As bytes: three times as fast as as characters."""
    if "." in lowered:
        lowered = _DOTTED.sub(_undotted, lowered)
    if "&" in lowered or "+" in lowered:
        lowered = lowered.replace("&", " and ").replace("+", " plus ")
    return lowered.encode().translate(_BLANKED, b"'`").decode().split()


def _undotted(dotted: re.Match[str]) -> str:
    return dotted.group().replace(".", "") + " "


def _latin_forms(
    name: str,
    spelt: list[str],
    kind: NameKind | None,
    *,
    script: Script = Script.LATIN,
    form: LegalForm | None = None,
    native: tuple[str, ...] | None = None,
) -> NameForms:
    core, taken = take_form(spelt[:MOST_WORDS])
    form = form or taken
    known, skipped = known_words(), particles()
    found = [known.get(word) or _unknown(word) for word in core if word not in skipped]
    if not found:
        found = [Word(Role.NAME, UNKNOWN_WEIGHT, word) for word in core]
    roles, weights, words = zip(*found, strict=True) if found else ((), (), ())
    if kind is None:
        organized = form is not None or Role.COMMON in roles or Role.GENERAL in roles
        kind = NameKind.ORGANIZATION if organized else NameKind.UNKNOWN
    if Role.NUMBER in roles and kind in (NameKind.PERSON, NameKind.UNKNOWN):
        roles = tuple([_unless_named(role, word, core) for role, word in zip(roles, words, strict=True)])
    joined = "".join(core)
    repeats = len(set(words)) < len(words)
    return NameForms(name, words, weights, roles, native or words, joined, repeats, form, kind, script)


def _unless_named(role: Role, word: str, core: list[str]) -> Role:
    """Return the role of a word of a person's name, where a number not in figures is a name: "Xi"."""
    return Role.NAME if role is Role.NUMBER and word not in core else role


def _unknown(word: str) -> Word:
    if len(word) == 1 and word.isalpha():
        return Word(Role.INITIAL, INITIAL_WEIGHT, word)
    if word.isalpha():
        return Word(Role.NAME, UNKNOWN_WEIGHT, word)
    figure = word[:-2] if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th") else word
    numbered = figure[0].isdigit() or figure[-1].isdigit()
    return Word(Role.NUMBER if numbered else Role.NAME, NUMBER_WEIGHT, figure)


def _other_forms(name: str, read: str, folded: str, kind: NameKind | None) -> NameForms:
    script = _script_of(folded)
    form: LegalForm | None = None
    if script is Script.HEBREW and with_geresh_read(read) != read:
        folded = fold_spelling(with_geresh_read(read))
    if script is Script.KANA:  # folding takes the marks off that tell "po" from "ho"
        folded = _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", read).casefold())
    elif script in (Script.HAN, Script.HANGUL):
        folded = fold(folded).text
    if script in (Script.HAN, Script.HANGUL, Script.KANA):
        folded, form = take_unspaced_form(folded)
        folded = unspaced_words().sub(r" \1 ", folded)
    core, taken = take_form(folded.split()[:MOST_WORDS])
    form = form or taken
    spelt = [english_of(word) or _in_latin(word) for word in core]
    return _latin_forms(name, " ".join(spelt).split(), kind, script=script, form=form, native=tuple(core))


@lru_cache(maxsize=PREPARED)
def readings_of(forms: NameForms) -> tuple[NameForms, ...]:
    """Return what a name may be besides, in Latin letters, where it was written in another script: see `readings`."""
    kind = None if forms.kind is NameKind.UNKNOWN else forms.kind
    script = _READ_AS.get(forms.script, Script.LATIN)
    found: dict[tuple[str, ...], NameForms] = {}
    for words in _readings(forms.native, forms.script):
        reading = _latin_forms(forms.name, " ".join(words).split(), kind, script=script, form=forms.form)
        if reading.words != forms.words:
            found.setdefault(reading.words, reading)
    return tuple(found.values())


_READ_AS = {Script.HEBREW: Script.HEBREW, Script.HANGUL: Script.SOUNDED}
_READERS = {Script.GREEK: read_greek, Script.HEBREW: read_hebrew, Script.HANGUL: read_hangul}


def _readings(core: tuple[str, ...], script: Script) -> Iterator[Iterable[str]]:
    if script is Script.CYRILLIC:
        yield from cyrillic_readings(core)
    elif script in _READERS:
        yield [english_of(word) or _READERS[script](word) for word in core]


def _in_latin(word: str) -> str:
    """Return a word in Latin letters: Chinese in pinyin, Arabic and Hebrew without their vowels and article."""
    if word.startswith("ال") and len(word) > SHORTEST_WITH_ARTICLE:
        word = word[2:]
    return " ".join(_words_of(anyascii(word).lower()))


def _script_of(folded: str) -> Script:
    char = next(char for char in folded if not char.isascii())
    if "\u0370" <= char <= "\u052f":
        return Script.GREEK if char < "\u0400" else Script.CYRILLIC
    if "\u0590" <= char <= "\u08ff":
        return Script.HEBREW if char < "\u0600" else Script.ABJAD
    if "\uac00" <= char <= "\ud7a3" or "\u1100" <= char <= "\u11ff":
        return Script.HANGUL
    if "\u3040" <= char <= "\u9fff":
        return Script.HAN if any("\u3400" <= other <= "\u9fff" for other in folded) else Script.KANA
    return Script.OTHER
