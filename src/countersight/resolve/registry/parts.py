"""Names that are two names in one: with the acronym in parentheses, or once more in another script."""

import re

_STROKE = re.compile(r"\s+/\s+")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_LEAST_LETTERS = 2
_MOST_PARTS = 6
"""Of one name; those of a hostile one would otherwise each be searched for."""


def parts_of(name: str) -> tuple[str, ...]:
    """Return `name` and the names that it joins: `Office of Cameras (OC)` is called either.

    What stands in parentheses is a name of its own if it is an acronym of what stands outside or in another script:
    "(Ghana)" and "(Pty)" are not.
    """
    if "(" not in name and "/" not in name:
        return (name,) if _is_named(name) else ()
    parts = [name]
    for side in _STROKE.split(name, maxsplit=2):
        inside = _PARENTHESES.findall(side)
        outside = " ".join(_PARENTHESES.sub(" ", side).split())
        parts += [outside, *(part.strip() for part in inside if _is_other_name(part.strip(), outside))]
    return tuple(dict.fromkeys(part for part in parts if _is_named(part)))[:_MOST_PARTS]


def _is_named(part: str) -> bool:
    return sum(map(str.isalnum, part)) >= _LEAST_LETTERS or (len(part) == 1 and not part.isascii())


def _is_other_name(part: str, name: str) -> bool:
    return part.isascii() != name.isascii() or is_acronym(part, name)


def is_acronym(short: str, name: str) -> bool:
    """Whether capitals without spaces begin like `name` and are among its letters in their order."""
    if not (2 < len(short) < 10 and short.isupper() and short.isalnum() and len(name) > 2 * len(short)):
        return False
    letters = iter(name.upper())
    return short[0] in {word[0] for word in name.upper().split()} and all(letter in letters for letter in short)
