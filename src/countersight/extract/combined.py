"""The default extractor: what the trained model reads, and in English beside it what only the rules see."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import tee

from countersight.extract.base import Drop, Extraction
from countersight.extract.english import EnglishRules
from countersight.extract.merging import merge_claims
from countersight.extract.subject import find_aside
from countersight.extract.telling import tell_speaker
from countersight.extract.trained import TrainedReader
from countersight.model.claim import Kind
from countersight.model.text import DocumentText


class Combined:
    """Reads every language with the trained model, and English with the rules after it.

    On texts that neither was made with, the model fills more slots rightly, and each finds words that the other misses.
    """

    name = "combined"
    languages = TrainedReader.languages
    JOINING = "4"
    """Version of how the two are joined."""

    def __init__(self) -> None:
        self.rules, self.trained = EnglishRules(), TrainedReader()
        self.version = f"{self.rules.version}.{self.trained.version}.{self.JOINING}"

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order.

        Raises:
            ModelUnavailable: a text deserves a close look and no weights are installed, or not the published ones.
        """
        first, second, third = tee(texts, 3)
        pairs = self.rules.extract_beside(second, self.trained.extract(first))
        for text, (ruled, learned) in zip(third, pairs, strict=True):
            yield self._joined(text, ruled, learned)

    def _joined(self, text: DocumentText, ruled: Extraction, learned: Extraction) -> Extraction:
        merged = [tell_speaker(claim, text) for claim in merge_claims(learned.claims, ruled.claims, text)]
        nobodys = [claim for claim in merged if claim.kind is Kind.ASSESSMENT and claim.speaker is None]
        asides = {claim.id: reason for claim in merged if (reason := find_aside(claim, text)) is not None}
        claims = {
            claim.id: replace(claim, extractor=f"{self.name}@{self.version}")
            for claim in merged
            if claim not in nobodys and claim.id not in asides
        }
        drops = [Drop(reason="an assessment without a speaker", quote=claim.evidence[0].quote) for claim in nobodys]
        drops += [
            Drop(reason=asides[claim.id], quote=claim.evidence[0].quote)
            for claim in merged
            if claim.id in asides and claim not in nobodys
        ]
        return Extraction(
            text_id=text.id,
            claims=tuple(sorted(claims.values(), key=lambda claim: (claim.evidence[0].start, claim.id))),
            drops=(*ruled.drops, *learned.drops, *drops),
            candidates=max(ruled.candidates, learned.candidates),
            failure=learned.failure or ruled.failure,
        )
