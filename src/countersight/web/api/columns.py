"""The columns of a downloaded table: each row flat, with the address of its record."""

from collections.abc import Callable, Mapping
from typing import Any

from countersight.catalog import ClaimRow, DocumentRow, FindingRow, PartyRef
from countersight.values.taxonomy import label_name
from countersight.values.territories import territory_name

Columns = Mapping[str, Callable[[Any], object]]
"""Each column's name and how its cell is made of a row."""


def _name(party: PartyRef | None) -> str | None:
    return party.name if party else None


def _written(party: PartyRef | None) -> str | None:
    return party.written if party else None


def _entity(party: PartyRef | None) -> str | None:
    return party.entity_id if party else None


def _codes(party: PartyRef | None) -> tuple[str, ...]:
    return party.territories if party else ()


def _territories(party: PartyRef | None) -> list[str]:
    return [territory_name(code) for code in _codes(party)]


def _labels(labels: tuple[str, ...]) -> list[str]:
    return [label_name(label) for label in labels]


FINDINGS: Columns = {
    "id": lambda row: row.id,
    "kind": lambda row: row.kind,
    "supplier": lambda row: _name(row.supplier),
    "supplier_id": lambda row: _entity(row.supplier),
    "supplier_territories": lambda row: _territories(row.supplier),
    "recipient": lambda row: _name(row.recipient),
    "recipient_id": lambda row: _entity(row.recipient),
    "recipient_territories": lambda row: _territories(row.recipient),
    "technologies": lambda row: _labels(row.technologies),
    "start": lambda row: row.start,
    "end": lambda row: row.end,
    "quantities": lambda row: row.quantities,
    "statuses": lambda row: row.statuses,
    "claims": lambda row: row.claims,
    "origins": lambda row: row.origins,
    "sources": lambda row: row.sources,
    "support": lambda row: row.support,
    "review": lambda row: row.review,
    "credibility": lambda row: row.grade and row.grade.credibility,
    "reliability": lambda row: row.grade and row.grade.reliability,
    "probability": lambda row: row.grade and row.grade.probability,
    "probability_low": lambda row: row.grade and row.grade.low,
    "probability_high": lambda row: row.grade and row.grade.high,
    "evidence_level": lambda row: row.grade and row.grade.level,
}

CLAIMS: Columns = {
    "id": lambda row: row.id,
    "kind": lambda row: row.kind,
    "status": lambda row: row.status,
    "supplier": lambda row: _name(row.supplier),
    "supplier_as_written": lambda row: _written(row.supplier),
    "supplier_territories": lambda row: _territories(row.supplier),
    "recipient": lambda row: _name(row.recipient),
    "recipient_as_written": lambda row: _written(row.recipient),
    "recipient_territories": lambda row: _territories(row.recipient),
    "technologies": lambda row: _labels(row.technologies),
    "quantity": lambda row: row.quantity,
    "start": lambda row: row.start,
    "end": lambda row: row.end,
    "time_as_written": lambda row: row.when,
    "place": lambda row: row.place,
    "speaker": lambda row: row.speaker,
    "quote": lambda row: row.quote,
    "page": lambda row: row.page,
    "document_id": lambda row: row.document_id,
    "title": lambda row: row.title,
    "publisher": lambda row: row.publisher,
    "published": lambda row: row.published,
    "source_address": lambda row: row.address,
    "language": lambda row: row.language,
    "confidence": lambda row: row.confidence,
    "extractor": lambda row: row.extractor,
    "review": lambda row: row.review,
    "finding_id": lambda row: row.finding_id,
}

DOCUMENTS: Columns = {
    "id": lambda row: row.id,
    "title": lambda row: row.title,
    "publisher": lambda row: row.publisher,
    "published": lambda row: row.published,
    "language": lambda row: row.language,
    "source_address": lambda row: row.address,
    "captured_at": lambda row: row.captured_at,
    "media_type": lambda row: row.media_type,
    "size": lambda row: row.size,
    "claims": lambda row: row.claims,
    "state": lambda row: row.state,
}

COLUMNS: Mapping[type, tuple[str, Columns]] = {
    FindingRow: ("/findings/", FINDINGS),
    ClaimRow: ("/claims/", CLAIMS),
    DocumentRow: ("/documents/", DOCUMENTS),
}
"""For each kind of row, under what its records lie and its columns."""
