"""Territories named in text: countries, their people, capitals, cities and parts, as FollowTheMoney's codes."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from ahocorasick_rs import AhoCorasick, Implementation

from countersight.reference import load_reference
from countersight.values.boundaries import is_bounded, same_length_fold, word_after, word_before
from countersight.values.folding import fold
from countersight.values.territory_forms import LANGUAGES, territory_book


class Form(StrEnum):
    """By which kind of word a territory is named."""

    NAME = "name"
    DEMONYM = "demonym"
    CAPITAL = "capital"
    """A capital, or a seat of government such as the Kremlin."""
    CITY = "city"
    SUBDIVISION = "subdivision"
    ORGANIZATION = "organization"
    """A union of states that has a code: the European Union, the United Nations."""


RULES: Mapping[Form, str] = MappingProxyType(
    {
        Form.CAPITAL: "capital for its government",
        Form.CITY: "city for its state",
        Form.SUBDIVISION: "part of a state for the state",
    }
)
"""The rule that leads from each indirect form to the territory; the other forms state it."""

NEARBY = 120
"""Code points within which other names of a state decide what a shared name means."""


SHORT = 3
"""Names of so few code points count only as they are written, capitals and all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryMention:
    """A territory named in a text: `name == text[start:end]`, in Unicode code points."""

    code: str
    start: int
    end: int
    name: str
    form: Form


@dataclass(frozen=True, slots=True)
class _Word:
    """One way of naming a territory; no code where the words mean none."""

    text: str
    code: str | None
    form: Form


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: tuple[_Word, ...]
    automaton: AhoCorasick
    ambiguous: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    shared: Mapping[str, str]


_FORM_OF = {"names": Form.NAME, "demonyms": Form.DEMONYM, "capitals": Form.CAPITAL, "cities": Form.CITY}


def find_territories(text: str, language: str | None = None) -> list[TerritoryMention]:
    """Find the territories named in `text`, in order, never overlapping, the longest name first.

    Names are matched with their capitals: `US` and not `us`, `Turkey` and not `turkey`. A name that is also a person's
    (`Chad`, `Jordan`) counts only where no other name stands beside it, and `Georgia` near cities and states of the USA
    is the state. Anything still in doubt, such as `Congo` alone, is left out.

    Names in many languages and English demonyms are always looked for; adjectives, cases and cities of another
    language where `language` (ISO 639-1) names one of `territory_forms.LANGUAGES`.
    """
    lexicon = _lexicon()
    folded = same_length_fold(text)
    found = [
        mention
        for word, start, end in _longest(lexicon, folded)
        if (mention := _mention(lexicon, text, word, start, end))
    ]
    found = [_settle(lexicon, found, index) for index in range(len(found))]
    return _join(found, text, language) if language in LANGUAGES else found


def _join(found: list[TerritoryMention], text: str, language: str) -> list[TerritoryMention]:
    """Add the words of a language to what is `found`: of those that overlap the first, the longest, theirs."""
    folded = fold(text)
    spans: list[tuple[int, int, int, TerritoryMention | None]] = [(m.start, -m.end, 1, m) for m in found]
    for (code, key, needs_capital), begin, stop in territory_book(language).find(folded):
        start, end = folded.span(begin, stop)
        if needs_capital and text[start].islower():
            continue
        form = Form.ORGANIZATION if _territories().get(code or "", {}).get("organization") else _FORM_OF[key]
        mention = TerritoryMention(code=code, start=start, end=end, name=text[start:end], form=form) if code else None
        spans.append((start, -end, 0, mention))
    joined, reached = [], 0
    for start, minus_end, _, mention in sorted(spans, key=lambda span: span[:3]):
        if start >= reached:
            reached = -minus_end
            joined.extend([mention] if mention else [])
    return joined


def territory_of(name: str) -> str | None:
    """Return the code of the territory that `name` is a name of, or none.

    Takes names in many languages, demonyms, parts of states, and ISO 3166-1 codes of two or three capital letters.
    """
    key = " ".join(same_length_fold(name).split())
    index = _index()
    for form in (key, key.removeprefix("the "), key.removeprefix("The ")):
        if form in index:
            return index[form]
    return index.get(key.casefold()) if len(key) > SHORT else None


def territory_name(code: str) -> str:
    """Return the English name of the territory `code`; of one that is not known, the code itself."""
    entry = _territories().get(code)
    return str(entry["name"]) if entry else code


def _territories() -> dict[str, dict[str, Any]]:
    territories: dict[str, dict[str, Any]] = load_reference("territories.yaml")["territories"]
    return territories


def _entry_words(code: str, entry: dict[str, Any]) -> Iterator[_Word]:
    form = Form.ORGANIZATION if entry.get("organization") else Form.NAME
    for name in [entry["name"], *entry.get("names", ())]:
        yield _Word(name, code, form)
    for key, kind in (
        ("demonyms", Form.DEMONYM),
        ("capitals", Form.CAPITAL),
        ("cities", Form.CITY),
        ("subdivisions", Form.SUBDIVISION),
    ):
        for name in entry.get(key, ()):
            yield _Word(name, code, kind)


def _all_words() -> Iterator[_Word]:
    data = load_reference("territories.yaml")
    for phrases in data["not_territories"]:
        for phrase in phrases:
            yield _Word(phrase, None, Form.NAME)
    for code, entry in _territories().items():
        yield from _entry_words(code, entry)
    for code, names in data["governments"].items():
        for name in names:
            yield _Word(name, code, Form.CAPITAL)


def _variants(word: _Word) -> Iterator[str]:
    """Yield how a name may be spelt in a text: as it is, without accents, in capitals, with an Arabic preposition."""
    spelt = same_length_fold(word.text)
    yield spelt
    if spelt.startswith("ال"):
        yield "لل" + spelt[2:]
    if not spelt[0].isascii() and not unicodedata.name(spelt[0], "").startswith("LATIN"):
        return
    plain = "".join(c for c in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(c))
    if len(spelt) > 4:
        yield plain
    if len(spelt) > 3 and word.form not in (Form.CITY, Form.SUBDIVISION):
        yield spelt.upper()
        yield plain.upper()


@cache
def _lexicon() -> _Lexicon:
    data = load_reference("territories.yaml")
    words: dict[str, _Word] = {}
    for word in _all_words():
        for spelt in _variants(word):
            words.setdefault(spelt, word)
    return _Lexicon(
        words=tuple(words.values()),
        automaton=AhoCorasick(list(words), implementation=Implementation.ContiguousNFA),
        ambiguous=frozenset(data["ambiguous"]),
        before=frozenset(data["before_territory"]),
        after=frozenset(data["after_territory"]),
        shared=data["shared"],
    )


@cache
def _index() -> dict[str, str]:
    index: dict[str, str] = {}
    stated = (Form.NAME, Form.DEMONYM, Form.SUBDIVISION, Form.ORGANIZATION)
    words = [word for word in _all_words() if word.code and word.form in stated]
    for word in words:
        index.setdefault(same_length_fold(word.text), str(word.code))
    for word in words:
        if len(word.text) > SHORT:
            index.setdefault(same_length_fold(word.text).casefold(), str(word.code))
    for code, entry in _territories().items():
        for iso in (code.upper(), entry.get("iso3")):
            if iso:
                index.setdefault(iso, code)
    return index


def _longest(lexicon: _Lexicon, text: str) -> Iterator[tuple[_Word, int, int]]:
    """Yield bounded matches, leftmost first, of those that overlap the longest."""
    matches: Iterable[tuple[int, int, int]] = lexicon.automaton.find_matches_as_indexes(text, overlapping=True)
    reached = 0
    for which, start, end in sorted(matches, key=lambda match: (match[1], -match[2])):
        if start >= reached and is_bounded(text, start, end):
            reached = end
            yield lexicon.words[which], start, end


def _mention(lexicon: _Lexicon, text: str, word: _Word, start: int, end: int) -> TerritoryMention | None:
    name = text[start:end]
    if word.code is None or (word.text in lexicon.ambiguous and not _stands_alone(lexicon, text, start, end)):
        return None
    if name == "US" and len(before := word_before(text, start)) > SHORT - 1 and before.isupper():
        return None  # "CONTACT US"
    return TerritoryMention(code=word.code, start=start, end=end, name=name, form=word.form)


def _stands_alone(lexicon: _Lexicon, text: str, start: int, end: int) -> bool:
    before, after = word_before(text, start), word_after(text, end)
    return (not before[:1].isupper() or before in lexicon.before or territory_of(before) is not None) and (
        not after[:1].isupper() or after in lexicon.after
    )


def _settle(lexicon: _Lexicon, found: list[TerritoryMention], index: int) -> TerritoryMention:
    """Decide a name that a country shares with a part of another state by its neighbors in the text."""
    mention = found[index]
    rival = lexicon.shared.get(mention.name)
    if rival is None:
        return mention
    for other in (*found[max(0, index - 1) : index], *found[index + 1 : index + 2]):
        near = max(mention.start - other.end, other.start - mention.end) <= NEARBY
        if near and other.code == rival and other.form in (Form.CITY, Form.SUBDIVISION):
            return TerritoryMention(
                code=rival, start=mention.start, end=mention.end, name=mention.name, form=Form.SUBDIVISION
            )
    return mention
