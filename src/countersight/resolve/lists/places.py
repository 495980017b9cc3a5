"""Territories as lists write them: "Korea, North", "Iran (Islamic Republic of)", the last part of an address."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from countersight.values.territories import territory_of

_REGION = re.compile(r"^region:\s*", re.IGNORECASE)
_IN_PARENTHESES = re.compile(r"^(?P<short>[^()]+?)\s*\((?P<long>[^()]+)\)$")


@lru_cache(maxsize=2_048)
def place(text: str) -> str | None:
    """Return the code of the territory that a list's field names; None where it names none that is known."""
    for spelling in _spellings(text.strip()):
        if code := territory_of(spelling):
            return code
    return None


def places(texts: Iterable[str]) -> list[str]:
    """Return the codes of those fields that name a known territory."""
    return [code for text in texts if (code := place(text))]


def address_place(address: str) -> str | None:
    """Return the territory that ends an address, behind its last comma; None where nothing known does."""
    return place(address.rpartition(",")[2].strip(" .;"))


def _spellings(text: str) -> Iterator[str]:
    yield text
    if _REGION.match(text):
        text = _REGION.sub("", text)
        yield text
    if split := _IN_PARENTHESES.match(text):
        yield split["short"]
        yield f"{split['long']} {split['short']}"
        yield split["long"]
    head, comma, tail = text.partition(", ")
    if comma:
        yield f"{tail} {head}"
        yield tail.removesuffix(" Special Administrative Region").removesuffix(" SAR")
    if text.isupper():
        yield text.title()
