"""Names as lists write them: several in one field, abbreviations in parentheses, "a.k.a." and "f.k.a."."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from unicodedata import category

from countersight.values.names import LEGAL_FORMS, fold_spelling
from countersight.values.organizations import is_acronym

LONGEST = 500
"""Code points of the longest name that is taken; longer ones are descriptions."""

_ALIAS_MARK = re.compile(
    r"(?:[,;(]\s*(?P<plain>aka|fka|nka|dba|formerly)|"
    r"[\s,;(]+(?P<mark>a\.\s?k\.\s?a\.?|f\.\s?k\.\s?a\.?|n\.\s?k\.\s?a\.?|d\.b\.a\.?|also known as|formerly known as|"
    r"doing business as))(?=[\s:'\"(])[:\s]*",
    re.IGNORECASE,
)
"""Words before another name; those that may be part of a name count only behind a comma or parenthesis."""
_ABBREVIATED = re.compile(r"^(?P<name>.+\S)\s*[(（](?P<short>[^()（）]{2,12})[)）]$")
_UNSEEN = ("Cc", "Cn", "Co", "Cs")
_QUOTES = "'\"‘’“”`"
_SUCCESSORS = re.compile(r"[;,]?\s*(?:and|or)?\s*any (?:other )?successors?,?\s.*$", re.IGNORECASE | re.DOTALL)


class Names(NamedTuple):
    """The names in one field."""

    name: str
    aliases: list[str]
    former_names: list[str]


def clean_name(text: str) -> str:
    """Return a name in one line, without quotes around it and without "and any successor ..." behind it."""
    if "successor" in text:
        text = _SUCCESSORS.sub("", text)
    name = " ".join(printable(text).split()).strip(" ,;")
    if len(name) > 2 and name[0] in _QUOTES and name[-1] in _QUOTES:
        name = name[1:-1].strip()
    return name[:LONGEST]


def printable(text: str) -> str:
    """Return a text without what would move a terminal's cursor or is no character; marks of joining stay."""
    if text.isprintable():
        return text
    return "".join(" " if char.isspace() else char for char in text if char.isspace() or category(char) not in _UNSEEN)


def clean_names(texts: Iterable[str]) -> list[str]:
    """Return the names that are left once cleaned."""
    return [name for text in texts if (name := clean_name(text))]


def split_names(text: str, separators: str = ";") -> list[str]:
    """Return the names of a field in which any of `separators` stands between them."""
    parts = clean_names(re.split(f"[{re.escape(separators)}]", text))
    if "," not in separators:
        return parts
    names: list[str] = []
    for part in parts:
        if names and fold_spelling(part) in LEGAL_FORMS:  # "Orbex Co., Ltd." is one name
            names[-1] += f", {part}"
        else:
            names.append(part)
    return names


def split_marked(text: str) -> Names:
    """Split "Orbex Trading, a.k.a. OTC, f.k.a. Orbex Bros" into its name, its other names and its former ones."""
    parts = _ALIAS_MARK.split(text)
    aliases: list[str] = []
    former: list[str] = []
    for plain, mark, rest in zip(parts[1::3], parts[2::3], parts[3::3], strict=True):
        found = clean_names(
            part.strip(" )(") if part.count("(") != part.count(")") else part for part in re.split(";", rest)
        )
        (former if (plain or mark).casefold().startswith("f") else aliases).extend(found)
    return Names(clean_name(parts[0]), aliases, former)


def abbreviation(name: str) -> tuple[str, str] | None:
    """Split "Orbex Trading Company (OTC)" into name and abbreviation, if what is in parentheses is one."""
    parts = _ABBREVIATED.match(name)
    if parts is None:
        return None
    short = parts["short"].strip(_QUOTES + " ")
    initials = {word[0] for word in parts["name"].casefold().split()}
    return (parts["name"], short) if is_weak(short) and short[:1].casefold() in initials else None


def is_weak(name: str) -> bool:
    """Whether a name is so short that it does not tell one organization from another."""
    return is_acronym(name)
