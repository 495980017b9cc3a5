"""Reads which language a source says something is in."""

import re
from functools import cache

from babel import Locale
from babel.core import get_global

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]+)*")
_NONE = frozenset({"und", "zxx", "mul", "mis", "xx", "qaa"})
"""Codes that say: unknown, none, several, another (ISO 639-2)."""


def language_code(said: str | None) -> str | None:
    """Return the code of a language: ISO 639-1 where there is one, else 639-3.

    Args:
        said: a tag of BCP 47 (`pt-BR`), a code of ISO 639-2 (`fra`), or an English name (`Spanish`).
    """
    text = (said or "").strip()
    match = _TAG.fullmatch(text)
    code = match[1].lower() if match else ""
    if code and (code in _known_codes() or code in get_global("language_aliases")):
        code = str(get_global("language_aliases").get(code, code))
        return None if code in _NONE else code
    return _names().get(text.lower())


@cache
def _names() -> dict[str, str]:
    """English names of languages, from Unicode's CLDR as Babel has it, without regional kinds."""
    return {name.lower(): code for code, name in Locale("en").languages.items() if "_" not in code}


@cache
def _known_codes() -> frozenset[str]:
    return frozenset(_names().values())
