"""Documents by Arrow record batches."""

from typing import Any

import pyarrow as pa
import pytest

from countersight.model.batch import TEXTS, texts_from_batch
from countersight.read import read_batch

DOCUMENTS = pa.schema(
    [("document_id", pa.string()), ("media_type", pa.string()), ("address", pa.string()), ("data", pa.binary())]
)
WORDS = "The town bought cameras from a vendor abroad."


def _batch(*rows: tuple[str, bytes]) -> pa.RecordBatch:
    documents: list[dict[str, Any]] = [
        {"document_id": f"{number:064x}", "media_type": media_type, "address": None, "data": data}
        for number, (media_type, data) in enumerate(rows)
    ]
    return pa.RecordBatch.from_pylist(documents, schema=DOCUMENTS)


@pytest.fixture(scope="module")
def read() -> pa.RecordBatch:
    return read_batch(
        _batch(("text/plain", WORDS.encode()), ("image/gif", b"x"), ("text/plain", b"\xff"), ("text/plain", b""))
    )


def test_texts_come_with_their_schema(read: pa.RecordBatch) -> None:
    assert read.schema.names == [*TEXTS.names, "document_id", "failure_reason", "failure_detail"]
    (text,) = texts_from_batch(read.slice(0, 1).select(TEXTS.names))
    assert (text.text, text.language, text.document_id) == (WORDS, "en", f"{0:064x}")


def test_failures_are_rows(read: pa.RecordBatch) -> None:
    assert read.column("failure_reason").to_pylist() == [
        None,
        "UnsupportedFormat",
        "UnreadableDocument",
        "EmptyDocument",
    ]
    assert read.column("text_id").null_count == 3


def test_order_is_kept(read: pa.RecordBatch) -> None:
    assert read.column("document_id").to_pylist() == [f"{number:064x}" for number in range(4)]


def test_empty_batch_gives_empty_batch() -> None:
    assert read_batch(_batch()).num_rows == 0
