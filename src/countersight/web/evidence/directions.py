"""Which way a text runs, by its language and by its letters."""

import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError

ENOUGH = 2_000
"""Code points of a block that tell its direction."""
_RIGHT = ("R", "AL")


@cache
def language_direction(language: str | None) -> str:
    """Return `rtl` for languages written from right to left, `ltr` for others, `auto` where it is not known."""
    if not language:
        return "auto"
    try:
        return str(Locale.parse(language).text_direction)
    except (ValueError, UnknownLocaleError):
        return "auto"


def block_direction(words: str) -> str | None:
    """Return the direction of most letters (UAX #9, strong types); none where there are no letters."""
    classes = [unicodedata.bidirectional(letter) for letter in words[:ENOUGH]]
    right, left = sum(one in _RIGHT for one in classes), classes.count("L")
    if right == left:
        return None
    return "rtl" if right > left else "ltr"
