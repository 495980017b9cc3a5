"""The extract stage: document texts in, claims with their exact words out."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from countersight.errors import NotFound
from countersight.extract.base import Drop, Extraction, Extractor
from countersight.extract.english import EnglishRules
from countersight.model.batch import texts_from_batch
from countersight.model.record import to_json
from countersight.model.text import DocumentText

__all__ = [
    "EXTRACTIONS",
    "EXTRACTORS",
    "Drop",
    "Extraction",
    "Extractor",
    "choose_extractor",
    "default_extractor",
    "extract_batch",
    "extract_claims",
]

EXTRACTORS: tuple[type[Extractor], ...] = (EnglishRules,)
"""Every extractor there is; the first is the default."""

EXTRACTIONS = pa.schema(
    [
        ("text_id", pa.string()),
        ("candidates", pa.int32()),
        ("claims", pa.list_(pa.binary())),
        ("drops", pa.list_(pa.struct([("reason", pa.string()), ("quote", pa.string())]))),
    ]
)
"""One row a document text: what was looked at, claims as JSON records, and what could not be tied to words."""


def default_extractor() -> Extractor:
    """Make the extractor that a run uses when none is named."""
    return EXTRACTORS[0]()


def choose_extractor(name: str | None) -> Extractor:
    """Make the extractor of this name; without a name, the default.

    Raises:
        NotFound: there is no such extractor.
    """
    if name is None:
        return default_extractor()
    for kind in EXTRACTORS:
        if kind.name == name:
            return kind()
    raise NotFound(f"no extractor {name!r}; there are {', '.join(kind.name for kind in EXTRACTORS)}")


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
    ]
    arrays = [pa.array(column, field.type) for column, field in zip(columns, EXTRACTIONS, strict=True)]
    return pa.record_batch(arrays, schema=EXTRACTIONS)
