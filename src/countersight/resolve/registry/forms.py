"""The spellings under which a name is looked up: all of it, its telling words, and as written in another script."""

from typing import NamedTuple

from anyascii import anyascii

from countersight.resolve.comparison import prepare_name
from countersight.resolve.comparison.forms import Script
from countersight.values.names import fold_spelling


class NameForm(NamedTuple):
    """A name without case, accents and punctuation."""

    latin: str
    """All its words in Latin letters, transliterated where need be."""
    words: tuple[str, ...]
    """Those that tell it from others, in Latin letters: without legal form and particles, shortened words in full."""
    native: str
    """Its words as written; empty where that is Latin."""

    @property
    def spelling(self) -> str:
        """What the registry keeps of it: `latin` and `words`, on two lines."""
        return f"{self.latin}\n{' '.join(self.words)}"


def form_name(name: str) -> NameForm:
    """Return the spellings of `name`."""
    forms = prepare_name(name)
    spelt = fold_spelling(name)
    latin = spelt if spelt.isascii() else " ".join(anyascii(spelt).lower().split())
    return NameForm(latin, forms.words, "" if forms.script is Script.LATIN else " ".join(forms.native))
