"""What is known of words in names: how much each tells, numbers, places, particles, legal forms."""

import re
from collections.abc import Iterator
from enum import IntEnum
from functools import cache
from typing import Any, NamedTuple

from countersight.reference import load_reference
from countersight.values.folding import fold
from countersight.values.names import fold_spelling

UNKNOWN_WEIGHT = 1.0
"""What a word tells that is in no table."""
PLACE_WEIGHT = 0.7
SAME_WEIGHT = 0.6
NUMBER_WEIGHT = 0.8
DESCENT_WEIGHT = 0.3
INITIAL_WEIGHT = 0.3
TITLE_WEIGHT = 0.2
SHORTEST_PLACE = 4
"""Shorter words of names of places are articles or other words more often."""


class Role(IntEnum):
    """What a word is in a name."""

    NAME = 0
    COMMON = 1
    """One that many organizations share."""
    NUMBER = 2
    PLACE = 3
    INITIAL = 4
    TITLE = 5
    """"Mr", "Dr": tells nothing of who is meant."""
    GENERAL = 7
    """One that says only that it is an organization: "Group"."""
    DESCENT = 6
    """"bin", "ibn", "abu": ties names of a person together."""


class Word(NamedTuple):
    """One known word."""

    role: Role
    weight: float
    same: str
    """What it is compared as: a number in figures, else the word."""


@cache
def particles() -> frozenset[str]:
    """Return the words that tell nothing: articles, prepositions, "No."."""
    return frozenset(_tables()["particles"])


@cache
def known_words() -> dict[str, Word]:
    """Return every word of which something is known, by its folded form."""
    tables = _tables()
    words = {place: Word(Role.PLACE, PLACE_WEIGHT, place) for place in _places() - set(tables["no_places"])}
    for weight, entries in load_reference("names/common_words.yaml").items():
        for entry in entries:
            role = words[entry].role if entry in words else Role.COMMON
            words[entry] = Word(role, float(weight), entry)
    for written, meant in (*tables["same"].items(), *_translated()):
        known = words.get(meant) or words.get(written) or Word(Role.COMMON, SAME_WEIGHT, meant)
        words[written] = words[meant] = Word(Role.COMMON, known.weight, meant)
    for word in tables["general"]:
        known = words.get(word) or Word(Role.GENERAL, SAME_WEIGHT, word)
        words[word] = known._replace(role=Role.GENERAL)
    words.update((word, Word(Role.TITLE, TITLE_WEIGHT, word)) for word in tables["titles"])
    words.update((word, Word(Role.DESCENT, DESCENT_WEIGHT, word)) for word in tables["descent"])
    for value, entries in tables["numbers"].items():
        words.update((word, Word(Role.NUMBER, NUMBER_WEIGHT, str(value))) for word in entries)
    return words


@cache
def translations() -> dict[str, str]:
    """Return what words of names mean that are written in scripts other than Latin, in English."""
    return {written: meant for written, meant in _translated() if not written.isascii()}


@cache
def unspaced_words() -> re.Pattern[str]:
    """Return a pattern of the words that end other words in scripts that write none between them: Han, Hangul, kana."""
    words = [written for written in translations() if written[0] >= "\u3040"]
    words += [name for name in _territories_by_name() if name[0] >= "\u3040"]
    words += load_reference("names/translations.yaml")["places_han"]
    return re.compile("(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")")


def _translated() -> Iterator[tuple[str, str]]:
    for meant, words in load_reference("names/translations.yaml").items():
        if meant != "places_han":
            for written in words:
                yield written, meant


def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = load_reference("names/words.yaml")
    return tables


def _places() -> set[str]:
    """Return the words of the names of territories, capitals, cities and parts of states in Latin script."""
    found: set[str] = set()
    for entry in load_reference("territories.yaml")["territories"].values():
        names = [entry["name"]]
        for key in ("names", "demonyms", "capitals", "cities", "subdivisions"):
            names += entry.get(key, ())
        for name in names:
            folded = fold_spelling(str(name))
            if folded.isascii():
                found.update(word for word in folded.split() if len(word) >= SHORTEST_PLACE)
    return found


@cache
def _territories_by_name() -> dict[str, str]:
    """Return the English name of each territory by its names in scripts other than Latin, folded."""
    found: dict[str, str] = {}
    for entry in load_reference("territories.yaml")["territories"].values():
        for name in entry.get("names", ()):
            folded = fold(fold_spelling(str(name))).text
            if not folded.isascii() and " " not in folded and len(folded) > 1:
                found[folded] = fold_spelling(entry["name"])
    return found


def english_of(word: str) -> str | None:
    """Return what a word in a script other than Latin means, where it is a common word or a territory's name."""
    return translations().get(word) or _territories_by_name().get(word)
