"""Names that the model cuts short, made whole: to the end of a known name, and over the capitals that follow."""

import re
from collections.abc import Collection

_JOINING = frozenset(
    ("of", "by", "for", "the", "a", "an", "and", "in", "de", "la", "le", "les", "el", "los", "las", "del", "des", "du",
     "da", "do", "dos", "das", "y", "e", "et")
)  # fmt: skip
"""Words within a name after which it goes on with a capital: `an analysis by the Harun Foundation`."""
_LOOSE = _JOINING | frozenset(
    ("from", "to", "on", "at", "with", "or", "en", "con", "para", "por", "au", "aux", "von", "vom", "zu", "zum", "zur",
     "der", "die", "den", "dem", "и", "в")
)  # fmt: skip
"""Words in which no name ends."""
_NEXT = re.compile(r"[ \u00a0-]([^\W\d_]\w*)")
_LAST = re.compile(r"(\w+)\W*$")
_NOUNS_HAVE_CAPITALS = frozenset({"de"})


def whole_name(
    text: str,
    start: int,
    end: int,
    *,
    organizations: Collection[tuple[int, int]],
    territories: Collection[tuple[int, int]],
    limit: int,
    language: str | None,
) -> tuple[int, int]:
    """Return where the name around `start` to `end` begins and ends; an empty stretch where only `the` was there.

    Args:
        text: all places are its code points.
        start: of the words that were pointed at.
        end: of the same.
        organizations: places of names that the reference knows; they are whole.
        territories: the same.
        limit: where its sentence ends; no name goes beyond.
        language: ISO 639-1; where all nouns have capitals, these tell nothing.
    """
    for first, last in (*organizations, *territories):
        if first < end and start < last <= limit:
            start, end = min(start, first), max(end, last)
    if language not in _NOUNS_HAVE_CAPITALS and end not in {last for _, last in organizations}:
        end = _past_capitals(text, start, end, limit)
    return start, _without_loose_end(text, start, end)


def _past_capitals(text: str, start: int, end: int, limit: int) -> int:
    while (following := _NEXT.match(text, end, limit)) is not None:
        last = _LAST.search(text, start, end)
        goes_on = last is not None and (not last[1][0].islower() or last[1] in _JOINING)
        if not goes_on or not following[1][0].isupper() or following[1].isupper():
            break
        end = following.end()
    return end


def _without_loose_end(text: str, start: int, end: int) -> int:
    while (last := _LAST.search(text, start, end)) is not None:
        word = last[1].lower() if last.start() == start else last[1]
        if word not in _LOOSE:
            break
        end = start + len(text[start : last.start()].rstrip())
    return end
