"""Which stretches of a text deserve a close look: those in which its words speak of the trade."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from countersight.extract.scanning.sentences import split_sentences
from countersight.extract.scanning.windows import Window, open_windows
from countersight.extract.scanning.words import Sign, Word, known_language, near_book, sign_book
from countersight.values.folding import Folded, fold

NEAR = 120
"""Code points on either side in which a state's hand or a deal decides what an ambiguous word means."""
NEAR_BY_LANGUAGE = {"zh": 40}
STEEPED = 3
"""Plain signs in a text that is about the trade: there two sentences around each are looked at, and every hint."""

_NUMBER = re.compile(r"\d\d")


@dataclass(frozen=True, slots=True)
class _Found:
    word: Word
    start: int
    end: int


def scan(text: str, language: str | None) -> list[Window]:
    """Return the windows of `text` that deserve a close look, in order and apart; none of a text off the subject.

    Each holds whole sentences: those with a credible sign of the trade and what stands around them.
    """
    known = known_language(language)
    folded = fold(text)
    found = [
        _Found(word, start, end)
        for word, start, end in sign_book(known).find(folded)
        if word.name is None or word.is_meant(text[slice(*folded.span(start, end))])
    ]
    credible = _credible(folded, found, known) if found else []
    if not credible:
        return []
    sentences = split_sentences(text, known)
    starts = [sentence.start for sentence in sentences]
    places = {folded.span(one.start, one.end)[0] for one in credible}
    wanted = {max(0, bisect_right(starts, place) - 1) for place in places}
    around = 2 if len(credible) >= STEEPED else 1
    return open_windows(sentences, wanted, around=around, language=known)


def _credible(folded: Folded, found: list[_Found], language: str) -> list[_Found]:
    """Keep what speaks of the trade: terms by themselves, the others by what stands near them."""
    terms = sum(one.word.sign is Sign.TERM for one in found)
    if not terms and all(one.word.sign is Sign.CONTEXT for one in found):
        return []
    near = NEAR_BY_LANGUAGE.get(language, NEAR)
    return [
        one
        for number, one in enumerate(found)
        if one.word.sign is Sign.TERM
        or ((terms or one.word.sign is not Sign.CONTEXT) and _is_backed(folded, found, number, language, near, terms))
    ]


def _is_backed(folded: Folded, found: Sequence[_Found], number: int, language: str, near: int, terms: int) -> bool:
    """Whether what stands near a word that may mean other things says that it means the trade."""
    one = found[number]
    sign = one.word.sign
    if terms >= STEEPED and sign is Sign.HINT:
        return True
    beside = {
        other.word.sign
        for other in (*found[max(0, number - 3) : number], *found[number + 1 : number + 4])
        if max(one.start - other.end, other.start - one.end) <= near and other.word != one.word
    }
    if Sign.TERM in beside:
        return True
    reach = near // 3 if sign is Sign.TEACHING else near
    around = folded.text[max(0, one.start - reach) : one.end + reach]
    words = {name for name, _, _ in near_book(language).find(Folded(around))}
    has_state = bool(words & {"states", "users"})
    has_deal = "trade" in words
    if sign is Sign.TEACHING:
        return "users" in words
    if sign is Sign.CONTEXT:
        return has_state and (terms >= STEEPED or has_deal)
    if sign is Sign.VENDOR:
        return has_state and Sign.HINT in beside
    if sign is Sign.HINT and one.word.is_common:
        return has_state and (has_deal or Sign.HINT in beside or _is_counted(folded.text, one.start))
    return has_state or Sign.HINT in beside or (sign is Sign.PRODUCT and Sign.CONTEXT in beside)


def _is_counted(text: str, start: int) -> bool:
    """Whether a number of two digits or more stands right before: `some 150 new cameras`."""
    return _NUMBER.search(text, max(0, start - 16), start) is not None
