"""Published claims as one flat table, for data tools and spreadsheets."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from countersight.model.claim import Party
from countersight.release.dataset import PublishedClaim

FLAT = pa.schema(
    [
        ("id", pa.string()),
        ("finding_id", pa.string()),
        ("kind", pa.string()),
        ("status", pa.string()),
        ("review", pa.string()),
        ("confidence", pa.float64()),
        ("extractor", pa.string()),
        ("supplier", pa.string()),
        ("supplier_entity_id", pa.string()),
        ("supplier_territories", pa.list_(pa.string())),
        ("recipient", pa.string()),
        ("recipient_entity_id", pa.string()),
        ("recipient_territories", pa.list_(pa.string())),
        ("technology", pa.list_(pa.string())),
        ("quantity_value", pa.float64()),
        ("quantity_unit", pa.string()),
        ("quantity_qualifier", pa.string()),
        ("quantity_words", pa.string()),
        ("when_start", pa.date32()),
        ("when_end", pa.date32()),
        ("when_precision", pa.string()),
        ("when_words", pa.string()),
        ("place", pa.string()),
        ("place_territory", pa.string()),
        ("speaker", pa.string()),
        ("speaker_entity_id", pa.string()),
        ("quote", pa.string()),
        ("quote_start", pa.int64()),
        ("quote_end", pa.int64()),
        ("text_id", pa.string()),
        ("page", pa.int32()),
        ("part", pa.string()),
        ("document_id", pa.string()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("published", pa.date32()),
        ("language", pa.string()),
        ("address", pa.string()),
        ("captured_at", pa.timestamp("us", tz="UTC")),
    ]
)
"""The columns: the slots of a claim side by side, its first quote, and its document."""

ROWS_PER_GROUP = 10_000


def write_parquet(claims: Iterable[PublishedClaim], path: Path) -> None:
    """Write the claims as one Parquet table with the columns `FLAT`, in the order given."""
    with pq.ParquetWriter(path, FLAT, compression="zstd") as writer:
        for rows in _chunks(flatten_claim(published) for published in claims):
            writer.write_table(pa.Table.from_pylist(rows, FLAT))


def flatten_claim(published: PublishedClaim) -> dict[str, Any]:
    """Return one row with the columns `FLAT`."""
    claim, document = published.claim, published.document
    quantity, when, evidence = claim.quantity, claim.when, claim.evidence[0]
    return {
        "id": claim.id,
        "finding_id": published.finding_id,
        "kind": claim.kind,
        "status": claim.status,
        "review": published.review,
        "confidence": claim.confidence,
        "extractor": claim.extractor,
        **_flat_party("supplier", claim.supplier, published.resolved.supplier),
        **_flat_party("recipient", claim.recipient, published.resolved.recipient),
        "technology": [slot.label for slot in claim.technology],
        "quantity_value": quantity.value if quantity else None,
        "quantity_unit": quantity.unit if quantity else None,
        "quantity_qualifier": quantity.qualifier if quantity else None,
        "quantity_words": quantity.mention.name if quantity else None,
        "when_start": when.start if when else None,
        "when_end": when.end if when else None,
        "when_precision": when.precision if when else None,
        "when_words": when.mention.name if when else None,
        "place": claim.place.mention.name if claim.place else None,
        "place_territory": claim.place.territory if claim.place else None,
        "speaker": claim.speaker.mention.name if claim.speaker else None,
        "speaker_entity_id": published.resolved.speaker,
        "quote": evidence.quote,
        "quote_start": evidence.start,
        "quote_end": evidence.end,
        "text_id": evidence.text_id,
        "page": published.page,
        "part": published.part,
        "document_id": claim.document_id,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "language": document.language,
        "address": document.address,
        "captured_at": document.captured_at,
    }


def _flat_party(role: str, party: Party | None, entity_id: str | None) -> dict[str, Any]:
    return {
        role: party.mention.name if party and party.mention else None,
        f"{role}_entity_id": entity_id,
        f"{role}_territories": [slot.code for slot in party.territories] if party else [],
    }


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == ROWS_PER_GROUP:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
