"""Names compared without what does not tell organizations apart: case, accents, punctuation, legal forms."""

import re
import unicodedata
from functools import cache

LEGAL_FORMS = (
    "a s", "ab", "ag", "aps", "as", "asa", "b v", "bhd", "bv", "bvba", "co", "co kg", "co ltd", "company", "corp",
    "corporation", "cv", "d o o", "dd", "doo", "eood", "fzco", "fze", "fz llc", "gmbh", "gmbh and co kg", "inc",
    "incorporated", "jsc", "k k", "kft", "kg", "kk", "l l c", "limited", "limited liability company", "llc",
    "llp", "lp", "ltd", "ltda", "n v", "nv", "ojsc", "ooo", "ood", "oy", "oyj", "pjsc", "plc", "private limited",
    "pte ltd", "pty ltd", "pvt ltd", "s a", "s a r l", "s a s", "s l", "s p a", "s r l", "s r o", "sa",
    "sa de cv", "saa", "sarl", "sas", "sasu", "sdn bhd", "se", "sl", "slu", "sp z o o", "spa", "srl", "sro", "ug",
    "zao", "zrt", "股份有限公司", "有限责任公司", "有限公司", "株式会社", "주식회사",
)  # fmt: skip
"""Legal forms as they stand after a folded name; most are in GLEIF's Entity Legal Forms list 1.4.1."""

LEADING_FORMS = ("ооо", "оао", "зао", "пао", "ао", "тов", "пт", "شركة", "the", "株式会社")
"""Legal forms and articles that stand before a name."""

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "&": " and "}
)
"""Letters that Unicode does not decompose, and the ampersand."""

_DOTTED = re.compile(r"\b(?:\w\.){2,}(?:\w\b)?")
"""An acronym with points: `F.B.I.`, `S.p.A.`"""
_APOSTROPHES = re.compile(r"['’ʼ`´״׳]")
_POSSESSIVE = re.compile(r"['’]s$")
_NOT_WORD = re.compile(r"[\W_]+")


def fold_spelling(name: str) -> str:
    """Return `name` in lower case, without accents, punctuation and possessive, but with its legal form."""
    spelt = _POSSESSIVE.sub("", unicodedata.normalize("NFKC", name).strip()).casefold().translate(_LETTERS)
    spelt = _DOTTED.sub(lambda dotted: dotted.group().replace(".", ""), spelt)
    plain = "".join(_without_marks(_APOSTROPHES.sub("", spelt)))
    return " ".join(_NOT_WORD.sub(" ", unicodedata.normalize("NFC", plain)).split())


def fold_name(name: str) -> str:
    """Return `name` in the form that equal names share; empty if nothing but a legal form or punctuation is in it.

    Lower case, without accents, punctuation, article, possessive and legal form; `&` counts as "and".
    """
    words = fold_spelling(name)
    while words and (shorter := _without_form(words)) != words:
        words = shorter
    return words


def same_name(one: str, other: str) -> bool:
    """Whether two names differ only in what `fold_name` takes away."""
    folded = fold_name(one)
    return bool(folded) and folded == fold_name(other)


def has_legal_form(name: str) -> bool:
    """Whether a legal form, an article or a possessive stands in `name` beside the name itself."""
    return fold_name(name) != fold_spelling(name)


def _without_marks(text: str) -> list[str]:
    """Drop accents, Hebrew points and Arabic vowel signs; keep what makes letters of Cyrillic and Indic scripts."""
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", text):
        mark = unicodedata.combining(char)
        if not mark:
            base = char
        if not mark or mark in (7, 9) or "\u0400" <= base <= "\u04ff":
            kept.append(char)
    return kept


def _without_form(words: str) -> str:
    for form in _forms():
        if (
            words.endswith(form)
            and (shorter := words.removesuffix(form))
            and (shorter[-1] == " " or not form.isascii())
        ):
            return shorter.strip()
    for form in LEADING_FORMS:
        if words.startswith(form + " "):
            return words[len(form) + 1 :]
    return words


@cache
def _forms() -> tuple[str, ...]:
    return tuple(sorted(LEGAL_FORMS, key=len, reverse=True))
