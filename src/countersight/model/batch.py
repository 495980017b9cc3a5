"""Document texts and their claims as Arrow record batches, the shape in which stages take many at a time."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from countersight.model.record import from_json, to_json
from countersight.model.text import DocumentText

TEXTS = pa.schema([("text_id", pa.string()), ("language", pa.string()), ("record", pa.binary())])
"""One row a document text: its id, its language and the whole text as a JSON record."""


def texts_to_batch(texts: Iterable[DocumentText]) -> pa.RecordBatch:
    """Pack document texts, one a row, with the schema `TEXTS`."""
    rows = list(texts)
    columns = [[text.id for text in rows], [text.language for text in rows], [to_json(text) for text in rows]]
    return pa.record_batch([pa.array(column, field.type) for column, field in zip(columns, TEXTS, strict=True)], TEXTS)


def texts_from_batch(batch: pa.RecordBatch) -> Iterator[DocumentText]:
    """Unpack the rows of a batch with the schema `TEXTS`."""
    for record in batch.column("record"):
        yield from_json(record.as_py(), DocumentText)
