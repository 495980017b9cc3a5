"""The extract stage: document texts in, claims with their exact words out."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from countersight.errors import NotFound
from countersight.extract.base import Drop, Extraction, Extractor
from countersight.extract.combined import Combined
from countersight.extract.english import EnglishRules
from countersight.extract.gliner import GlinerExtractor, GlinerOptions
from countersight.extract.llm import LlmExtractor, LlmOptions
from countersight.extract.procurement import infer_territory
from countersight.extract.structured import STRUCTURED, text_describer, text_reteller
from countersight.extract.trained import TrainedReader
from countersight.model.batch import texts_from_batch
from countersight.model.record import to_json
from countersight.model.text import DocumentText

__all__ = [
    "EXTRACTIONS",
    "EXTRACTORS",
    "STRUCTURED",
    "Drop",
    "Extraction",
    "Extractor",
    "GlinerOptions",
    "LlmOptions",
    "choose_extractor",
    "default_extractor",
    "extract_batch",
    "extract_claims",
    "infer_territory",
    "is_shared",
    "text_describer",
    "text_reteller",
]

EXTRACTORS: tuple[type[Extractor], ...] = (
    Combined,
    TrainedReader,
    EnglishRules,
    GlinerExtractor,
    LlmExtractor,
)
"""Every extractor there is; the first is the default."""

EXTRACTIONS = pa.schema(
    [
        ("text_id", pa.string()),
        ("candidates", pa.int32()),
        ("claims", pa.list_(pa.binary())),
        ("drops", pa.list_(pa.struct([("reason", pa.string()), ("quote", pa.string())]))),
        ("failure", pa.binary()),
    ]
)
"""One row a document text: what was looked at, claims as JSON records, what could not be tied to words, and
where the text could not be looked at the failure as a JSON record."""


def default_extractor() -> Extractor:
    """Make the extractor that a run uses when none is named; without weights, the rules alone."""
    return Combined() if TrainedReader.is_installed() else EnglishRules()


def choose_extractor(
    name: str | None, *, gliner: GlinerOptions | None = None, llm: LlmOptions | None = None
) -> Extractor:
    """Make the extractor of this name; without a name, the default.

    `gliner` and `llm` are for the extractors of those names alone: only the edges read settings, so they pass on what
    is needed.

    Raises:
        NotFound: there is no such extractor.
        ModelUnavailable: what it needs is not there.
    """
    if name is None:
        return default_extractor()
    if name == GlinerExtractor.name:
        return GlinerExtractor(gliner)
    if name == LlmExtractor.name:
        return LlmExtractor(llm)
    for kind in EXTRACTORS:
        if kind.name == name:
            return kind()
    raise NotFound(f"no extractor {name!r}; there are {', '.join(kind.name for kind in EXTRACTORS)}")


def is_shared(extractor: Extractor) -> bool:
    """Whether one object has to serve a whole run, because it keeps to a budget; it waits rather than computes."""
    return isinstance(extractor, LlmExtractor)


def extract_claims(texts: Iterable[DocumentText], extractor: Extractor) -> Iterator[Extraction]:
    """Yield what `extractor` makes of each text, in order."""
    return extractor.extract(texts)


def extract_batch(batch: pa.RecordBatch, extractor: Extractor) -> pa.RecordBatch:
    """Extract a batch of document texts (schema `TEXTS`) into a batch with the schema `EXTRACTIONS`."""
    rows = list(extractor.extract(texts_from_batch(batch)))
    columns = [
        [row.text_id for row in rows],
        [row.candidates for row in rows],
        [[to_json(claim) for claim in row.claims] for row in rows],
        [[{"reason": drop.reason, "quote": drop.quote} for drop in row.drops] for row in rows],
        [to_json(row.failure) if row.failure else None for row in rows],
    ]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, EXTRACTIONS, strict=True)]
    return pa.record_batch(arrays, schema=EXTRACTIONS)
