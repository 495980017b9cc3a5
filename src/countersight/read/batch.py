"""Reads documents by Arrow record batches, in the process that calls: isolation is then the engine's affair."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from countersight.errors import InputError
from countersight.model.document import Document
from countersight.model.record import to_json
from countersight.model.text import DocumentText
from countersight.read.base import ReadItem
from countersight.read.readers import READERS
from countersight.read.reading import try_document

if TYPE_CHECKING:
    import pyarrow as pa  # loaded late, because reader processes import this package too


def read_batch(batch: "pa.RecordBatch") -> "pa.RecordBatch":
    """Read a batch of documents, one a row, in order.

    Args:
        batch: columns `document_id`, `media_type`, `address` (may be null), `data` (binary), and if there `charset`.

    Returns:
        The columns of `model.batch.TEXTS`, then `document_id`, `failure_reason` and `failure_detail`. A row has either
        a text or a failure, and nulls in the columns of the other.
    """
    import pyarrow as pa

    from countersight.model.batch import TEXTS

    schema = pa.schema(
        [
            *(field.with_nullable(True) for field in TEXTS),
            ("document_id", pa.string()),
            ("failure_reason", pa.string()),
            ("failure_detail", pa.string()),
        ]
    )
    rows = [_row(item, try_document(item, READERS)) for item in _items(batch)]
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def _items(batch: "pa.RecordBatch") -> Iterator[ReadItem]:
    for row in batch.to_pylist():
        yield ReadItem(
            document=Document(id=row["document_id"], size=len(row["data"]), media_type=row["media_type"]),
            data=row["data"],
            address=row["address"],
            charset=row.get("charset"),
        )


def _row(item: ReadItem, outcome: DocumentText | InputError) -> dict[str, Any]:
    if isinstance(outcome, InputError):
        failure = {"failure_reason": type(outcome).__name__, "failure_detail": str(outcome)}
        return {"document_id": item.document.id, **failure}
    text = {"text_id": outcome.id, "language": outcome.language, "record": to_json(outcome)}
    return {"document_id": item.document.id, **text}
