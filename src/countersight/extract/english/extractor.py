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
            scans = [self._scan(text) for text in batch]
            if not any(scans):
                yield from (Extraction(text_id=text.id, claims=()) for text in batch)
                continue
            # Imported only now: the parser costs seconds and much memory, and most commands never read a text.
            from countersight.extract.english.reading import read_closely

            yield from read_closely(batch, scans, f"{self.name}@{self.version}")

    def extract_beside(
        self, texts: Iterable[DocumentText], others: Iterable[Extraction]
    ) -> Iterator[tuple[Extraction, Extraction]]:
        """Yield with each extraction the one of `others` of the same text.

        Claims of these that have no speaker get the one that the parse finds. Texts in which the other saw nothing
        worth a close look are passed over: rules alone are seldom right there, and most news is such text.
        """
        stream = zip(texts, others, strict=True)
        while batch := list(islice(stream, BATCH)):
            read, beside = [text for text, _ in batch], [other for _, other in batch]
            scans = [self._scan(text) if other.candidates or other.claims else None for text, other in batch]
            if not any(scans):
                yield from ((Extraction(text_id=text.id, claims=()), other) for text, other in batch)
                continue
            from countersight.extract.english.reading import read_beside

            yield from read_beside(read, scans, beside, f"{self.name}@{self.version}")

    def _scan(self, text: DocumentText) -> Scan | None:
        return scan(text.text) if text.language is None or text.language in self.languages else None
