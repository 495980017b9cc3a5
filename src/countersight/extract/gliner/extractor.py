"""Texts in, claims out, by way of a GLiNER2 model on this machine."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from countersight.extract.base import Drop, Extraction
from countersight.extract.gliner.options import GlinerOptions
from countersight.extract.gliner.passages import choose_passages
from countersight.extract.gliner.records import read_answer
from countersight.extract.gliner.weights import locate_weights, weights_digest
from countersight.model.claim import Claim
from countersight.model.text import DocumentText
from countersight.values.technology import LANGUAGES

if TYPE_CHECKING:
    from countersight.extract.gliner.network import Network


class GlinerExtractor:
    """Finds claims with GLiNER2, each slot of which has its words in the text. Weights are loaded at the first text."""

    name = "gliner"
    version = "1"
    languages = frozenset(LANGUAGES)

    def __init__(self, options: GlinerOptions | None = None) -> None:
        """Args: options: none is as good as no weights.

        Raises:
            ModelUnavailable: GLiNER2 is not installed, or no weights are where the options say.
        """
        self._options = options or GlinerOptions()
        self._folder = locate_weights(self._options.weights)
        self.version = f"1/{weights_digest(self._folder)}"
        self._network: Network | None = None

    def extract(self, texts: Iterable[DocumentText]) -> Iterator[Extraction]:
        """Yield one extraction for each text, in order."""
        for text in texts:
            reads = text.language is None or text.language in self.languages
            yield self._look(text) if reads else Extraction(text_id=text.id, claims=())

    def _look(self, text: DocumentText) -> Extraction:
        # Imported only now: they bring torch, and the dictionaries of territories and organizations.
        from countersight.extract.gliner.grounding import Grounding

        network = self._load()
        passages = list(choose_passages(text, network.fits))
        readable = [passage for passage in passages if network.fits(text.text[passage.start : passage.end])]
        drops = [
            Drop(reason="a sentence that is too long for the model", quote=text.text[passage.start : passage.end][:80])
            for passage in passages
            if passage not in readable
        ]
        claims: dict[str, Claim] = {}
        answers = network.find([text.text[passage.start : passage.end] for passage in readable])
        for passage, raw in zip(readable, answers, strict=True):
            grounding = Grounding(text, passage, f"{self.name}@{self.version}")
            found = grounding.ground(read_answer(raw, offset=passage.start, text=text.text), network.judge)
            claims |= {claim.id: claim for claim in found}
            drops += grounding.drops
        ordered = tuple(sorted(claims.values(), key=lambda claim: (claim.evidence[0].start, claim.id)))
        return Extraction(text_id=text.id, claims=ordered, drops=tuple(drops), candidates=len(passages))

    def _load(self) -> "Network":
        # Imported only now: torch takes seconds to load.
        from countersight.extract.gliner.network import Network

        if self._network is None:
            self._network = Network(self._folder, self._options)
        return self._network
