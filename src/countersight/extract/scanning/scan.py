"""Which stretches of a text deserve a close look: those in which its words speak of the trade."""

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
    near = NEAR_BY_LANGUAGE.get(language, NEAR)
    terms = [one for one in found if one.word.sign is Sign.TERM]
    is_steeped = len(terms) >= STEEPED
    kept = []
    for number, one in enumerate(found):
        if one.word.sign is Sign.TERM or _is_backed(folded, found, number, language, near, is_steeped=is_steeped):
            kept.append(one)
    return kept


def _is_backed(
    folded: Folded, found: Sequence[_Found], number: int, language: str, near: int, *, is_steeped: bool
) -> bool:
    """Whether what stands near a word that may mean other things says that it means the trade."""
    one = found[number]
    beside = {
        (other.word.sign, other.word.label)
        for other in (*found[max(0, number - 3) : number], *found[number + 1 : number + 4])
        if max(one.start - other.end, other.start - one.end) <= near
    }
    signs = {sign for sign, _ in beside}
    if Sign.TERM in signs:
        return True
    around = folded.text[max(0, one.start - near) : one.end + near]
    words = {name for name, _, _ in near_book(language).find(Folded(around))}
    has_state = bool(words & {"states", "users"})
    if one.word.sign is Sign.TEACHING:
        return "users" in words and is_steeped
    if one.word.sign is Sign.PRODUCT:
        return has_state or Sign.HINT in signs
    if one.word.sign is Sign.VENDOR:
        return has_state and (Sign.HINT in signs or "trade" in words)
    return has_state and (is_steeped or "trade" in words)
