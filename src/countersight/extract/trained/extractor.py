"""The trained extractor: a dictionary's first look, a model's close look, and rules for numbers, times and places."""

from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from itertools import islice

from countersight.extract.base import Extraction
from countersight.extract.scanning import Window as Stretch
from countersight.extract.scanning import scan
from countersight.model.text import DocumentText

PACKAGE = "countersight_reader"
"""The package of weights that is installed beside Countersight."""
BATCH = 32
"""Texts whose windows go through the network together."""


class TrainedReader:
    """Finds claims in nine languages with the installed weights; texts in others give empty extractions."""

    name = "trained"
    WEIGHTS = "2"
    """Version of the weights that it was made for."""
    version = f"{WEIGHTS}.1"
    languages = frozenset({"en", "es", "fr", "pt", "zh", "ar", "ru", "de", "el"})

    @staticmethod
    def is_installed() -> bool:
        """Whether the package of weights is there; whether they are the published ones is checked when they load."""
        return find_spec(PACKAGE) is not None

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order.

        Raises:
            ModelUnavailable: a text deserves a close look and no weights are installed, or not the published ones.
        """
        stream = iter(texts)
        while batch := list(islice(stream, BATCH)):
            yield from self._read(batch, [self._stretches(text) for text in batch])

    def _stretches(self, text: DocumentText) -> list[Stretch]:
        is_readable = text.language is None or text.language in self.languages
        return scan(text.text, text.language) if is_readable else []

    def _read(self, texts: list[DocumentText], stretches: list[list[Stretch]]) -> Iterator[Extraction]:
        if not any(stretches):
            return (Extraction(text_id=text.id, claims=()) for text in texts)
        # Imported only now: the network's runtime costs time and memory, and most texts never need it.
        from countersight.extract.trained.close_look import read_closely

        return read_closely(texts, stretches, f"{self.name}@{self.version}")
