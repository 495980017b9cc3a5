"""The offline extractor for English: a cascade from dictionary to parser to rules."""

from collections.abc import Iterable, Iterator
from itertools import islice

from countersight.extract.base import Extraction
from countersight.extract.english.assembling import assemble_claims
from countersight.extract.english.assessing import find_assessments
from countersight.extract.english.drafts import find_drafts
from countersight.extract.english.parsing import parse
from countersight.extract.english.passage import open_passage, wanted_sentences
from countersight.extract.english.remarks import find_remarks
from countersight.extract.english.scanning import Scan, scan
from countersight.extract.english.settling import settle_drafts
from countersight.model.text import DocumentText

BATCH = 64
"""Texts whose sentences go through the parser together."""


class EnglishRules:
    """Finds claims in English by dictionary, dependency parse and rules; other languages give empty extractions."""

    name = "english-rules"
    version = "1"
    languages = frozenset({"en"})

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order."""
        stream = iter(texts)
        while batch := list(islice(stream, BATCH)):
            scans = [scan(text.text) if self._reads(text) else None for text in batch]
            yield from self._look_closely(batch, scans)

    def _reads(self, text: DocumentText) -> bool:
        return text.language is None or text.language in self.languages

    def _look_closely(self, texts: list[DocumentText], scans: list[Scan | None]) -> Iterator[Extraction]:
        wanted = [wanted_sentences(found) if found else [] for found in scans]
        sentences = [
            text.text[found.sentences[n].start : found.sentences[n].end]
            for text, found, numbers in zip(texts, scans, wanted, strict=True)
            if found
            for n in numbers
        ]
        docs = parse(sentences) if sentences else iter(())
        for text, found, numbers in zip(texts, scans, wanted, strict=True):
            if found is None:
                yield Extraction(text_id=text.id, claims=())
                continue
            passage = open_passage(text, found, [(number, next(docs)) for number in numbers])
            looked_at = [passage.sentences[number] for number in found.active]
            drafts = [*settle_drafts((d for s in looked_at for d in find_drafts(s, passage)), passage)]
            drafts += [d for s in looked_at for d in find_assessments(s, passage)]
            told = {draft.sentence.number for draft in drafts}
            remarks = (d for s in looked_at if s.number not in told for d in find_remarks(s, passage))
            drafts += settle_drafts(remarks, passage)
            claims, drops = assemble_claims(drafts, passage, f"{self.name}@{self.version}")
            yield Extraction(text_id=text.id, claims=tuple(claims), drops=tuple(drops), candidates=len(found.active))
