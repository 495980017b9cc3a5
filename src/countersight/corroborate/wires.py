"""Credits to the news agency that a story comes from, as papers print them."""

import re
from functools import cache
from typing import Final

from countersight.reference import load_reference

HEAD: Final = 300
"""Code points at the beginning of a text in which a dateline or credit stands."""
TAIL: Final = 300
"""Code points at the end in which a closing credit stands."""


def find_credit(text: str, *, author: str | None = None) -> str | None:
    """Return the news agency that a text credits at its head or foot, or that is its author, if there is one.

    A credit is a name in brackets, before a dash at the beginning of a line, or alone on a line. An agency that is
    named in a sentence is spoken of, not credited.
    """
    head, tail = text[:HEAD], text[HEAD:][-TAIL:]
    for agency, credit in _credits():
        if any(credit.search(words) for words in (author or "", head, tail)):
            return agency
    return None


@cache
def _credits() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((agency["name"], _credit(agency["forms"])) for agency in load_reference("wire_agencies.yml"))


def _credit(forms: list[str]) -> re.Pattern[str]:
    name = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(
        rf"[(（\[]\s*(?:{name})\s*[)）\]]|^\s*(?:by |source: ?|来源[:：]\s*)?(?:{name})(?:\s+[-–—]\s|\s*$)",
        re.IGNORECASE | re.MULTILINE,
    )
