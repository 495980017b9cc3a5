"""Tells by the words of a purchase whether it is of the trade: surveillance of people, and not of sewers or diseases.

For tables and releases of procurement, whose lines are short and whose buyer is known: `is_of_the_trade` for a line,
`read_trade_words` for what it stands on. Words and rules are in `reference/procurement/words.yaml`.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import Any

from countersight.reference import load_reference
from countersight.values.cues import find_negations
from countersight.values.folding import Folded, fold
from countersight.values.phrases import PhraseBook, expand_phrase
from countersight.values.technology import Strength, find_technology_folded

LANGUAGES = ("en", "es", "fr", "pt", "de", "ru", "zh", "ar")
"""Languages with words of their own; all others are read with the English ones."""
_ENGLISH = "en"
_SENTENCE_END = re.compile(r"[.!?;。！？；؟\n]+")
_AFTER_NEGATION = re.compile(r"\s+(?:\w+\s+)?")
_NEGATIONS_NEAR = 4
"""Between a word and the negation that denies it stands one other word, which may be negations too."""
_COUNT = re.compile(r"\d\s*no$", re.IGNORECASE)
"""`56 No cameras` are fifty-six."""
_COUNT_LENGTH = 20
"""Characters before the end of `No` within which its figures are looked for."""
_SHADOWED = frozenset({"spyware"})
"""Labels whose products and makers bear everyday names, such as a surgical robot's: they count as unclear."""


class Weight(StrEnum):
    """How much a word says of the trade in a purchase."""

    CLEAR = "clear"
    UNCLEAR = "unclear"
    """It is of the trade only where the buyer is a body of security, or a code says so."""
    OTHER = "other"
    """It is of another trade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeWord:
    """Words of a purchase, at `start` to `end` in Unicode code points, with the label that they speak of."""

    label: str
    """Empty for a word of another trade."""
    start: int
    end: int
    weight: Weight


@dataclass(frozen=True, slots=True)
class _Meaning:
    label: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class _Lexicon:
    words: PhraseBook[_Meaning]
    vague: frozenset[str]
    beside: Mapping[str, PhraseBook[str]]
    security: PhraseBook[str]


def is_of_the_trade(words: str, language: str | None, *, buyer: str = "") -> bool:
    """Whether a line of a purchase (a title, an item) is of the trade by its words alone.

    Args:
        language: ISO 639-1; English is read with any.
        buyer: its name. In the hands of police, prisons or borders words count that are unclear in others'.
    """
    weights = {word.weight for word in read_trade_words(words, language)}
    return Weight.CLEAR in weights or (Weight.UNCLEAR in weights and is_security_body(buyer, language))


def read_trade_words(words: str, language: str | None) -> tuple[TradeWord, ...]:
    """Return the words of the trade and of other trades in a line, in order, never overlapping."""
    lexicon, folded = _lexicon(_known(language)), fold(words)
    if not folded.text:
        return ()
    found = sorted(
        [*_own(lexicon, folded), *_of_the_taxonomy(lexicon, words, folded, language)],
        key=lambda word: (word.start, -word.end),
    )
    negated = sorted(cue.end for cue in find_negations(words, _known(language))) if found else []
    kept = [word for word in _apart(found) if not any(_denies(words, end, word.start) for end in _near(negated, word))]
    return tuple(_settle(lexicon, words, kept))


def is_security_body(name: str, language: str | None) -> bool:
    """Whether a name is of police, a prison, a border guard, an army, a service of intelligence or a prosecutor."""
    return bool(name) and any(_lexicon(_known(language)).security.find(fold(name)))


def _known(language: str | None) -> str:
    essence = (language or "").replace("_", "-").split("-")[0].lower()
    return essence if essence in LANGUAGES else _ENGLISH


def _near(negated: list[int], word: TradeWord) -> list[int]:
    """Return where the last negations before a word end."""
    before = bisect_left(negated, word.start)
    return negated[max(0, before - _NEGATIONS_NEAR) : before]


def _denies(words: str, end: int, start: int) -> bool:
    """Whether a negation that ends at `end` is of the word at `start`: "no working CCTV", but not "56 No cameras"."""
    return (
        end < start
        and bool(_AFTER_NEGATION.fullmatch(words, end, start))
        and not _COUNT.search(words, max(0, end - _COUNT_LENGTH), end)
    )


def _own(lexicon: _Lexicon, folded: Folded) -> Iterator[TradeWord]:
    for meaning, begin, stop in lexicon.words.find(folded):
        start, end = folded.span(begin, stop)
        yield TradeWord(label=meaning.label, start=start, end=end, weight=meaning.weight)


def _of_the_taxonomy(lexicon: _Lexicon, words: str, folded: Folded, language: str | None) -> Iterator[TradeWord]:
    for mention in find_technology_folded(words, folded, _known(language)):
        if mention.strength is Strength.AMBIGUOUS:
            continue  # what is ambiguous in news is taken from the words of purchases alone
        is_vague = fold(words[mention.start : mention.end]).text in lexicon.vague or (
            mention.strength is not Strength.TERM and mention.label in _SHADOWED
        )
        weight = Weight.UNCLEAR if is_vague else Weight.CLEAR
        yield TradeWord(label=mention.label, start=mention.start, end=mention.end, weight=weight)


def _apart(found: list[TradeWord]) -> Iterator[TradeWord]:
    """Yield words that do not overlap: one of another trade before those it covers, then the first and longest."""
    others = [word for word in found if word.weight is Weight.OTHER]
    starts = [other.start for other in others]
    longest = max((other.end - other.start for other in others), default=0)
    reached = 0
    for word in found:
        near = others[bisect_left(starts, word.start - longest) : bisect_left(starts, word.end)]
        if word.start < reached or (word.weight is not Weight.OTHER and any(_covers(other, word) for other in near)):
            continue
        reached = word.end
        yield word


def _covers(other: TradeWord, word: TradeWord) -> bool:
    return other.start < word.end and word.start < other.end and other.end - other.start >= word.end - word.start


def _settle(lexicon: _Lexicon, words: str, found: Iterable[TradeWord]) -> Iterator[TradeWord]:
    """Give words to another trade if a word of that trade stands in their sentence."""
    ends = [match.span() for match in _SENTENCE_END.finditer(words)]
    asked: dict[tuple[str, int, int], bool] = {}  # a sentence may have thousands of them, and is read once
    for word in found:
        book = lexicon.beside.get(word.label)
        if book is None or word.weight is Weight.OTHER:
            yield word
            continue
        start, end = _sentence(words, ends, word)
        key = word.label, start, end
        if key not in asked:
            asked[key] = any(book.find(fold(words[start:end])))
        yield replace(word, label="", weight=Weight.OTHER) if asked[key] else word


def _sentence(words: str, ends: list[tuple[int, int]], word: TradeWord) -> tuple[int, int]:
    """Return the sentence in which a word stands, by where what ends sentences begins and ends."""
    before = bisect_right(ends, word.start, key=lambda end: end[1])
    behind = bisect_left(ends, word.end, lo=before, key=lambda end: end[0])
    return (ends[before - 1][1] if before else 0), (ends[behind][0] if behind < len(ends) else len(words))


@cache
def _lexicon(language: str) -> _Lexicon:
    tables = [_table(language)] + ([_table(_ENGLISH)] if language != _ENGLISH else [])
    own = tables[0]
    beside = {label: PhraseBook(_plain(phrases)) for label, phrases in own["beside"].items()}
    return _Lexicon(
        words=PhraseBook(spelling for table in tables for spelling in _spellings(table, is_own=table is own)),
        vague=frozenset(fold(str(words)).text for table in tables for words in table["vague"]),
        beside=beside,
        security=PhraseBook(spelling for table in tables for spelling in _plain(table["security"])),
    )


def _table(language: str) -> dict[str, Any]:
    table: dict[str, Any] = load_reference("procurement/words.yaml")[language]
    return table


def _spellings(table: Mapping[str, Any], *, is_own: bool) -> Iterator[tuple[str, _Meaning]]:
    """Yield each spelling with its meaning; unclear words count in their own language only."""
    for phrase in table["other"]:
        yield from ((spelling, _Meaning("", Weight.OTHER)) for spelling in expand_phrase(str(phrase), {}))
    for weight in (Weight.CLEAR, Weight.UNCLEAR) if is_own else (Weight.CLEAR,):
        for label, phrases in table[weight].items():
            for phrase in phrases:
                for spelling in expand_phrase(str(phrase), {}):
                    yield spelling, _Meaning(label, weight)


def _plain(phrases: Iterable[Any]) -> Iterator[tuple[str, str]]:
    for phrase in phrases:
        yield from ((spelling, spelling) for spelling in expand_phrase(str(phrase), {}))
