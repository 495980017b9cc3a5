"""The plug point of extraction: what every extractor promises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from countersight.model.claim import Claim
from countersight.model.failure import Failure
from countersight.model.text import DocumentText


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """A claim that an extractor saw but could not tie to words."""

    reason: str
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What one extractor made of one document text."""

    text_id: str
    claims: tuple[Claim, ...]
    """In order of their place in the text."""
    drops: tuple[Drop, ...] = ()
    """Counted, never hidden."""
    candidates: int = 0
    """Sentences or passages that were looked at closely."""
    failure: Failure | None = None
    """Set where the text could not be looked at, and there are no claims for that reason."""


class Extractor(Protocol):
    """Finds the claims in document texts, offline or not, always the same for the same text and version."""

    name: str
    version: str
    languages: frozenset[str]
    """Those it reads (ISO 639-1); texts in others are kept and marked as not yet read."""

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order. A text without claims gives an empty one.

        Every claim's evidence and mentions are exact; one bad text raises for that text alone when it is reached. An
        extractor that needs others (a server, a budget) gives an extraction with its failure instead and goes on.
        """
        ...
