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
    credit, agencies = _credits()
    for words in (author or "", text[:HEAD], text[HEAD:][-TAIL:]):
        if match := credit.search(words):
            return agencies[match.group(match.lastindex or 0).casefold()]
    return None


def find_agency(name: str) -> str | None:
    """Return the news agency that a name as written means: `Reuters`, `the Associated Press`."""
    return _credits()[1].get(name.casefold().strip().removeprefix("the "))


@cache
def _credits() -> tuple[re.Pattern[str], dict[str, str]]:
    """Return the form of a credit, and the agency that each name in it means."""
    agencies = {form: agency["name"] for agency in load_reference("wire_agencies.yaml") for form in agency["forms"]}
    name = "|".join(map(re.escape, sorted(agencies, key=len, reverse=True)))
    credit = rf"[(（\[]\s*({name})\s*[)）\]]|^\s*(?:by |source: ?|来源[:：]\s*)?({name})(?:\s+[-–—]\s|\s*$)"
    return re.compile(credit, re.IGNORECASE | re.MULTILINE), agencies
