"""The default extractor: what the trained model reads, and in English beside it what only the rules see."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import tee

from countersight.extract.base import Extraction
from countersight.extract.english import EnglishRules
from countersight.extract.trained import TrainedReader
from countersight.model.claim import Claim
from countersight.model.evidence import Evidence
from countersight.model.text import DocumentText

SHARED = 0.5
"""Share of the shorter evidence from which two claims speak of the same words."""


class Combined:
    """Reads every language with the trained model, and English with the rules after it.

    On texts that neither was made with, the model fills more slots rightly, and each finds words that the other misses.
    """

    name = "combined"
    languages = TrainedReader.languages

    def __init__(self) -> None:
        self.rules, self.trained = EnglishRules(), TrainedReader()
        self.version = f"{self.rules.version}.{self.trained.version}"

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order.

        Raises:
            ModelUnavailable: a text deserves a close look and no weights are installed, or not the published ones.
        """
        first, second = tee(texts)
        for ruled, learned in zip(self.rules.extract(first), self.trained.extract(second), strict=True):
            yield self._joined(ruled, learned)

    def _joined(self, ruled: Extraction, learned: Extraction) -> Extraction:
        added = [claim for claim in ruled.claims if not any(_is_same(claim, known) for known in learned.claims)]
        claims = {
            claim.id: replace(claim, extractor=f"{self.name}@{self.version}") for claim in (*learned.claims, *added)
        }
        return Extraction(
            text_id=ruled.text_id,
            claims=tuple(sorted(claims.values(), key=lambda claim: (_carrying(claim).start, claim.id))),
            drops=(*ruled.drops, *learned.drops),
            candidates=max(ruled.candidates, learned.candidates),
        )


def _is_same(claim: Claim, known: Claim) -> bool:
    one, other = _carrying(claim), _carrying(known)
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0 and shared >= SHARED * min(one.end - one.start, other.end - other.start)


def _carrying(claim: Claim) -> Evidence:
    return claim.evidence[0]
