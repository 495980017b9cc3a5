"""The taxonomy of what is traded: labels, their words, and the categories of others that they match."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from countersight.reference import load_reference

LANGUAGES = ("en", "es", "fr", "pt", "zh", "ar", "ru", "de")
"""Languages in which every label has a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One top label of the taxonomy."""

    id: str
    definition: str
    names: dict[str, str]
    """The preferred name by language (ISO 639-1)."""
    definitions: dict[str, str] = field(default_factory=dict)
    """The definition in further languages, by language (ISO 639-1)."""
    terms: tuple[str, ...] = ()
    """English words that speak of it by themselves, in lower case."""
    ambiguous: tuple[str, ...] = ()
    """English words that speak of it only in the hands of a state."""
    products: tuple[str, ...] = ()
    """Names of products, as written."""
    makers: tuple[str, ...] = ()
    """Names of firms known for this one technology, as written."""
    aigs: str | None = None
    """Column of the AI Global Surveillance Index."""
    spyware_inventory: str | None = None
    """Category of the global inventory of commercial spyware and digital forensics."""
    cpv: tuple[str, ...] = ()
    """Common Procurement Vocabulary (EU), main codes."""
    unspsc: tuple[str, ...] = ()
    """United Nations Standard Products and Services Code."""


@cache
def load_taxonomy() -> dict[str, Label]:
    """Return the labels by id, in the order of the taxonomy."""
    return {name: _label(name, entry) for name, entry in load_reference("taxonomy.yaml").items()}


def label_name(label: str, language: str = "en") -> str:
    """Return the name of a label in a language, or in English where there is none.

    Raises:
        KeyError: the taxonomy has no such label.
    """
    names = load_taxonomy()[label].names
    return names.get(language, names["en"])


def _label(name: str, entry: dict[str, Any]) -> Label:
    fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}
    return Label(id=name, names=fields.pop("labels"), **fields)
