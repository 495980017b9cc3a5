"""The spellings under which a name is looked up: in Latin letters, and as written where that is another script."""

from typing import NamedTuple

from countersight.resolve.comparison import prepare_name
from countersight.resolve.comparison.forms import Script


class NameForm(NamedTuple):
    """A name without case, accents, punctuation and legal form."""

    latin: str
    """Its words in Latin letters, transliterated where need be."""
    native: str
    """Its words as written; empty where that is Latin."""


def form_name(name: str) -> NameForm:
    """Return the spellings of `name`."""
    forms = prepare_name(name)
    return NameForm(" ".join(forms.words), "" if forms.script is Script.LATIN else " ".join(forms.native))
