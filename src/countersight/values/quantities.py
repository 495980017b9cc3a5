"""Numbers in English text, with their hedge: figures and words, thousands and millions, money."""

import re
from dataclasses import dataclass
from typing import Literal

Hedge = Literal["exact", "over", "under", "about"]

_UNITS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: value for value, word in enumerate(_UNITS)} | {word: 20 + 10 * i for i, word in enumerate(_TENS)}
_SCALES = {
    "hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "m": 10**6, "mn": 10**6, "mln": 10**6, "bn": 10**9, "k": 10**3, "lakh": 10**5, "crore": 10**7,
}  # fmt: skip

_CURRENCY_SIGNS = {
    "US$": "USD", "A$": "AUD", "C$": "CAD", "HK$": "HKD", "R$": "BRL", "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY",
    "₹": "INR", "₽": "RUB", "₦": "NGN", "₪": "ILS", "₩": "KRW", "₱": "PHP", "₫": "VND", "₺": "TRY", "₴": "UAH",
}  # fmt: skip
"""A bare dollar sign is read as the dollar of the United States; `US$` and its like say so themselves."""
_CURRENCY_WORDS = {
    "dollars": "USD", "dollar": "USD", "euros": "EUR", "euro": "EUR", "pounds": "GBP", "yuan": "CNY", "renminbi": "CNY",
    "rmb": "CNY", "rupees": "INR", "rubles": "RUB", "roubles": "RUB", "shekels": "ILS", "naira": "NGN", "won": "KRW",
    "yen": "JPY", "usd": "USD", "eur": "EUR", "gbp": "GBP", "cny": "CNY", "chf": "CHF", "kes": "KES", "ugx": "UGX",
}  # fmt: skip
_CURRENCY_CODES = ("USD", "EUR", "GBP", "CNY", "RMB", "CHF", "KRW", "INR", "JPY", "RUB", "KES", "UGX", "ZAR", "NGN")

_HEDGES: dict[Hedge, tuple[str, ...]] = {
    "over": ("more than", "at least", "over", "no fewer than", "no less than", "upwards of", "in excess of",
             "exceeding",
             "above", "not less than"),
    "under": ("nearly", "almost", "up to", "as many as", "as much as", "fewer than", "less than", "under", "at most",
              "close to", "just under", "no more than", "below"),
    "about": ("approximately", "about", "around", "roughly", "some", "an estimated", "estimated", "circa", "or so"),
}  # fmt: skip
_HEDGE_OF = {phrase: hedge for hedge, phrases in _HEDGES.items() for phrase in phrases}

_LOW = "|".join(sorted(_SMALL, key=len, reverse=True))
_BIG = "hundred|thousand|million|billion"
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_SIGN = "|".join(re.escape(sign) for sign in sorted(_CURRENCY_SIGNS, key=len, reverse=True))
_HEDGE = "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in sorted(_HEDGE_OF, key=len, reverse=True))
_NUMBER = re.compile(
    rf"""
    (?: \b (?P<hedge>{_HEDGE}) \s+ (?:(?:a\s+total\s+of|an?\s+additional|another|the)\s+)? )?
    (?P<sign> {_SIGN} | \b (?:{"|".join(_CURRENCY_CODES)}) \s+ [$€£]? )? \s?
    (?:
        (?<![\w.,-]) (?P<figures> \d{{1,3}}(?:,\d{{3}})+(?:\.\d+)? | \d+(?:\.\d+)? )
        (?: [\s-]* (?P<scale> {_SCALE} ) \b )?
      | \b (?P<words> (?: an?\s+(?:{_BIG}) | (?:{_LOW}) )
             (?: (?:\s+and\s+|[\s-]+) (?:{_LOW}|{_BIG}) \b )* ) \b
    )
    (?: [\s-]+ (?:u\.?s\.?\s+)? (?P<currency> {"|".join(_CURRENCY_WORDS)} ) \b )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PLUS = re.compile(r"\+")
_NOT_A_COUNT = re.compile(r"(?:st|nd|rd|th|s)\b|%|\s?per\s?cent|[-:/]\d|\.\d|-(?:year|day|inch|hour|month|week)")
_MONTH_BEFORE = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?\s*$|\b(?:article|section|no\.|page|chapter|version)\s*$",
    re.IGNORECASE,
)
_MONTH_AFTER = re.compile(
    r"\s+(?:jan(?:uary)?|feb(?:ruary)?|march|april|may|june|july|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberMention:
    """A number as it stands in a text: what it says, how it is hedged, and where."""

    value: float
    hedge: Hedge
    currency: str | None
    """ISO 4217 code where it is money."""
    start: int
    """Of the hedge, or of the number where there is none (Unicode code points)."""
    end: int


def find_quantities(text: str) -> list[NumberMention]:
    """Find the numbers in `text` that count or price something, in order.

    Years, dates, percentages, ordinals, ages and versions are left out. "Dozens" and "hundreds" name no number and
    are left out as well: they are words of the evidence, not a figure.
    """
    found = []
    for match in _NUMBER.finditer(text):
        mention = _read_number(match, text)
        if mention is not None:
            found.append(mention)
    return found


def _read_number(match: re.Match[str], text: str) -> NumberMention | None:
    figures, words = match["figures"], match["words"]
    value = _value_of_figures(figures, match["scale"]) if figures else value_of_words(words)
    currency = _currency_of(match)
    if value is None or (figures and currency is None and _is_no_count(match, text)):
        return None
    end = match.end()
    hedge: Hedge = _HEDGE_OF[" ".join(match["hedge"].lower().split())] if match["hedge"] else "exact"
    if _PLUS.match(text, end):
        hedge, end = "over", end + 1
    elif text[end : end + 6] == " or so":
        hedge, end = "about", end + 6
    start = match.start("hedge") if match["hedge"] else _first_start(match)
    return NumberMention(value=value, hedge=hedge, currency=currency, start=start, end=end)


def _first_start(match: re.Match[str]) -> int:
    return min(match.start(name) for name in ("sign", "figures", "words") if match[name])


def _value_of_figures(figures: str, scale: str | None) -> float:
    return float(figures.replace(",", "")) * (_SCALES[scale.lower()] if scale else 1)


def value_of_words(words: str) -> float | None:
    """Read an English number in words: `three thousand two hundred` is 3200; `None` where the words are no number."""
    total, group = 0, 0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in ("and", "a", "an"):
            continue
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word in _SCALES:
            total, group = total + (group or 1) * _SCALES[word], 0
        else:
            return None
    return float(total + group) or None


def _currency_of(match: re.Match[str]) -> str | None:
    sign = (match["sign"] or "").strip()
    if sign:
        code = sign.rstrip("$€£ ").upper()
        return _CURRENCY_SIGNS.get(sign) or {"RMB": "CNY"}.get(code, code)
    return _CURRENCY_WORDS[match["currency"].lower()] if match["currency"] else None


def _is_no_count(match: re.Match[str], text: str) -> bool:
    after, before = text[match.end() : match.end() + 12], text[max(0, match.start() - 14) : match.start()]
    if _NOT_A_COUNT.match(after) or _MONTH_BEFORE.search(before) or _MONTH_AFTER.match(after):
        return True
    return _looks_like_year(match) or (bool(before) and before[-1] in "-/:[#")


def _looks_like_year(match: re.Match[str]) -> bool:
    figures = match["figures"]
    return figures.isdigit() and len(figures) == 4 and 1900 <= int(figures) <= 2100 and not match["scale"]
