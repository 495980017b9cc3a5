"""The close look: the windows that a first look chose go through the network and become claims."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from countersight.extract.base import Drop, Extraction
from countersight.extract.scanning import Window as Stretch
from countersight.extract.scanning import split_sentences
from countersight.extract.trained.features import open_window
from countersight.extract.trained.reading import Reading, read_windows
from countersight.extract.trained.slots import calibrated, make_claims, open_passage
from countersight.extract.trained.weights import Weights, load_weights
from countersight.model.claim import Claim
from countersight.model.text import DocumentText


def read_closely(
    texts: Sequence[DocumentText],
    stretches: Sequence[Sequence[Stretch]],
    extractor: str,
    weights: Weights | None = None,
) -> Iterator[Extraction]:
    """Yield one extraction for each text, in order; their windows go through the network together."""
    weights = weights or load_weights()
    windows = [
        open_window(text.text[stretch.start : stretch.end], text.language, weights.tokenizer)
        for text, chosen in zip(texts, stretches, strict=True)
        for stretch in chosen
    ]
    readings = iter(read_windows(windows, weights, weights.thresholds))

    def confidence(probability: float) -> float:
        return calibrated(probability, *weights.calibration)

    for text, chosen in zip(texts, stretches, strict=True):
        claims: list[Claim] = []
        drops: list[Drop] = []
        for stretch in chosen:
            moved = [_moved(reading, stretch.start) for reading in next(readings)]
            if not moved:
                continue
            sentences = [
                (span.start + stretch.start, span.end + stretch.start)
                for span in split_sentences(text.text[stretch.start : stretch.end], text.language)
            ]
            passage = open_passage(text, stretch.start, stretch.end, sentences)
            made, dropped = make_claims(moved, passage, extractor, confidence, weights.least)
            claims += made
            drops += dropped
        unique = {claim.id: claim for claim in claims}
        in_order = sorted(unique.values(), key=lambda claim: (claim.evidence[0].start, claim.evidence[0].end, claim.id))
        yield Extraction(text_id=text.id, claims=tuple(in_order), drops=tuple(drops), candidates=len(chosen))


def _moved(reading: Reading, offset: int) -> Reading:
    """Count places in the document text instead of the window."""
    return replace(
        reading,
        start=reading.start + offset,
        end=reading.end + offset,
        roles={
            role: tuple(replace(span, start=span.start + offset, end=span.end + offset) for span in spans)
            for role, spans in reading.roles.items()
        },
    )
