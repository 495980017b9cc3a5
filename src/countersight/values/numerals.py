"""Text made ready for reading figures: digits of every script as ASCII, and marks between them told apart."""

import re
import unicodedata

from countersight.values.folding import Folded, fold

LANGUAGES = ("en", "es", "fr", "pt", "zh", "ar", "ru", "de", "el")
"""Languages whose numbers and times can be read (ISO 639-1)."""

_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_RAISED = re.compile("[²³¹⁰-\u209f\u2460-\u24ff]")
"""Raised, lowered and circled figures: numbers of footnotes, never part of a number beside them."""
_HARD_SPACE = re.compile(r"(?<=\d)[\xa0\u202f\u2009\u2007](?=\d{3}(?!\d))")
_ARABIC_COMMA = re.compile(r"(?<=\d)،(?=\d)")
_LINE_END = re.compile(r"(?<=\d)[\n\r\t\v\f\x85\u2028\u2029](?=\d)")


def known_language(language: str | None) -> str:
    """Return the language to read with: `en-US` is read as `en`, and so is what has no table."""
    base = (language or "en").lower().replace("_", "-").partition("-")[0]
    return base if base in LANGUAGES else "en"


def fold_figures(text: str) -> Folded:
    """Fold `text` for reading figures.

    A hard space inside a number becomes an apostrophe, so that it can never be mistaken for a space between two
    numbers; a line end between two becomes a bar.
    """
    if not text.isascii():
        text = _RAISED.sub("^", text)
        text = _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match[0])), text)
        text = _ARABIC_COMMA.sub(",", text)
        text = _HARD_SPACE.sub("'", text)
    return fold(_LINE_END.sub("|", text))
