"""Decides whether what is bought is of the trade, by codes and words, and on which words that rests."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from countersight.extract.procurement.codes import CodeMeaning, Family
from countersight.extract.procurement.layout import Words
from countersight.values.trade import TradeWord, Weight, read_trade_words

FEW_CODES = 3
"""Codes of one purchase among which each tells what it is mainly about."""
SHORT = 12
"""Words of a description that is but a title."""


class Ground(StrEnum):
    """Why a purchase is of the trade."""

    TITLE = "a word of the trade in the title or an item"
    CODE = "a code of the trade"
    DESCRIPTION = "a word of the trade in the description, and a code of security"
    SHORT_DESCRIPTION = "a word of the trade in a description of a few words"
    SECURITY = "an unclear word, bought by a body of security or under a code of security"


class Reason(StrEnum):
    """Why a purchase in which such a word stands is not."""

    OTHER_TRADE = "a word of another trade"
    BY_THE_WAY = "a word of the trade by the way"


@dataclass(frozen=True, slots=True)
class Code:
    """A code that says something of the trade, with its words."""

    meaning: CodeMeaning
    words: Words
    is_main: bool


@dataclass(frozen=True, slots=True)
class Purchase:
    """What is bought: a tender, one of its lots, or an award or contract that stands alone."""

    titles: tuple[Words, ...]
    """Of itself and of its items."""
    descriptions: tuple[Words, ...]
    codes: tuple[Code, ...]
    count_of_codes: int


@dataclass(frozen=True, slots=True)
class Technology:
    """A label with the words it rests on, and the value that they stand in."""

    label: str
    start: int
    end: int
    home: Words


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided of a purchase."""

    technology: tuple[Technology, ...] = ()
    """Empty where it is not of the trade."""
    ground: Ground | None = None
    reason: Reason | None = None
    """Of a purchase that is not, though such a word stands in it."""
    quote: str = ""


_Found = tuple[TradeWord, Words]


def decide(purchase: Purchase, language: str | None, *, is_security: bool) -> Decision:
    """Decide whether a purchase is of the trade. `is_security` tells that its buyer is a body of security."""
    titles = list(_find(purchase.titles, language))
    descriptions = list(_find(purchase.descriptions, language))
    clear, other = _of(titles, Weight.CLEAR), _of(titles, Weight.OTHER)
    told = _of(descriptions, Weight.CLEAR)
    near = any(code.meaning.family in (Family.TRADE, Family.NEAR) for code in purchase.codes)
    is_other = bool(other) and not clear
    if clear and (near or is_security or not _is_of_another(purchase.codes)):
        return Decision(tuple(_technologies(clear)), Ground.TITLE)
    codes = list(_telling(purchase))
    if codes and not is_other:
        found = _technologies([*told, *_of(titles, Weight.UNCLEAR)]) if told else codes
        return Decision(tuple(found), Ground.CODE)
    if told and not is_other:
        if near:
            return Decision(tuple(_technologies(told)), Ground.DESCRIPTION)
        short = [one for one in told if len(one[1].text.split()) <= SHORT]
        if short and not _is_of_another(purchase.codes):
            return Decision(tuple(_technologies(short)), Ground.SHORT_DESCRIPTION)
    unclear = _of(titles, Weight.UNCLEAR)
    if unclear and not is_other and (near or is_security):
        return Decision(tuple(_technologies(unclear)), Ground.SECURITY)
    return _refuse([*titles, *descriptions])


def _refuse(found: Sequence[_Found]) -> Decision:
    for weight, reason in ((Weight.OTHER, Reason.OTHER_TRADE), (Weight.CLEAR, Reason.BY_THE_WAY)):
        for word, home in found:
            if word.weight is weight:
                return Decision(reason=reason, quote=home.text[max(0, word.start - 80) : word.end + 80].strip())
    return Decision()


def _find(words: Iterable[Words], language: str | None) -> Iterator[_Found]:
    for home in words:
        yield from ((word, home) for word in read_trade_words(home.text, language))


def _of(found: Iterable[_Found], weight: Weight) -> list[_Found]:
    return [one for one in found if one[0].weight is weight]


def _technologies(found: Iterable[_Found]) -> Iterator[Technology]:
    """Yield each label once, where it first stands."""
    seen = set()
    for word, home in found:
        if word.label not in seen:
            seen.add(word.label)
            yield Technology(word.label, home.start + word.start, home.start + word.end, home)


def _telling(purchase: Purchase) -> Iterator[Technology]:
    """Yield the labels of codes that tell what is mainly bought."""
    seen = set()
    for code in purchase.codes:
        label = code.meaning.label
        if label and label not in seen and (code.is_main or purchase.count_of_codes <= FEW_CODES):
            seen.add(label)
            yield Technology(label, code.words.start, code.words.end, code.words)


def _is_of_another(codes: Sequence[Code]) -> bool:
    """Whether the main code, or all of several, are of another trade."""
    main = [code for code in codes if code.is_main] or list(codes)
    return bool(main) and all(code.meaning.family is Family.OTHER for code in main)
