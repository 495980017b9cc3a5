"""The offline extractor for English: what runs see of it, without the weight of its parser."""

from collections.abc import Iterable, Iterator
from itertools import islice

from countersight.extract.base import Extraction
from countersight.extract.english.scanning import Scan, scan
from countersight.model.text import DocumentText

BATCH = 64
"""Texts whose sentences go through the parser together."""


class EnglishRules:
    """Finds claims in English by dictionary, dependency parse and rules; other languages give empty extractions."""

    name = "english-rules"
    version = "3"
    languages = frozenset({"en"})

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order."""
        stream = iter(texts)
        while batch := list(islice(stream, BATCH)):
            yield from self._look_closely(batch, [scan(text.text) if self._reads(text) else None for text in batch])

    def _reads(self, text: DocumentText) -> bool:
        return text.language is None or text.language in self.languages

    def _look_closely(self, texts: list[DocumentText], scans: list[Scan | None]) -> Iterator[Extraction]:
        if not any(scans):
            return (Extraction(text_id=text.id, claims=()) for text in texts)
        # Imported only now: the parser costs seconds and much memory, and most commands never read a text.
        from countersight.extract.english.reading import read_closely

        return read_closely(texts, scans, f"{self.name}@{self.version}")
