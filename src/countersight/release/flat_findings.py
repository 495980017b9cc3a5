"""Published findings as one flat table, for data tools and spreadsheets."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from countersight.model.finding import FindingParty, Grade
from countersight.release.dataset import Dataset, PublishedDocument, PublishedFinding

FLAT = pa.schema(
    [
        ("id", pa.string()),
        ("kind", pa.string()),
        ("supplier", pa.string()),
        ("supplier_entity_id", pa.string()),
        ("supplier_territories", pa.list_(pa.string())),
        ("recipient", pa.string()),
        ("recipient_entity_id", pa.string()),
        ("recipient_territories", pa.list_(pa.string())),
        ("technology", pa.list_(pa.string())),
        ("start", pa.date32()),
        ("end", pa.date32()),
        ("quantity", pa.list_(pa.string())),
        ("statuses", pa.list_(pa.string())),
        ("claims", pa.int32()),
        ("claims_left_out", pa.int32()),
        ("origins", pa.int32()),
        ("confidence", pa.float64()),
        ("review", pa.string()),
        ("reliability", pa.string()),
        ("credibility", pa.int32()),
        ("probability", pa.float64()),
        ("probability_low", pa.float64()),
        ("probability_high", pa.float64()),
        ("likelihood", pa.string()),
        ("rung", pa.string()),
        ("evidence_level", pa.string()),
        ("grade_reasons", pa.list_(pa.string())),
        ("contradictions", pa.list_(pa.string())),
        ("rivals", pa.list_(pa.string())),
        ("first_published", pa.date32()),
        ("addresses", pa.list_(pa.string())),
        ("link", pa.string()),
    ]
)
"""The columns: the slots of a finding side by side, what it rests on, and its grade."""


def write_findings_parquet(dataset: Dataset, path: Path) -> None:
    """Write the findings as one Parquet table with the columns `FLAT`, in order of id."""
    pq.write_table(pa.Table.from_pylist(list(flatten_findings(dataset)), FLAT), path, compression="zstd")


def flatten_findings(dataset: Dataset) -> Iterator[dict[str, Any]]:
    """Yield one row with the columns `FLAT` for each finding, in order of id."""
    documents_of: dict[str, list[PublishedDocument]] = defaultdict(list)
    for published in dataset.claims:
        if published.finding_id is not None:
            documents_of[published.finding_id].append(published.document)
    for finding in dataset.findings:
        yield _flatten(finding, documents_of[finding.id])


def _flatten(finding: PublishedFinding, documents: list[PublishedDocument]) -> dict[str, Any]:
    return {
        "id": finding.id,
        "kind": finding.kind,
        **_flat_party("supplier", finding.supplier),
        **_flat_party("recipient", finding.recipient),
        "technology": finding.technology,
        "start": finding.start,
        "end": finding.end,
        "quantity": finding.quantities,
        "statuses": finding.statuses,
        "claims": len(finding.claim_ids),
        "claims_left_out": finding.claims_left_out,
        "origins": len(finding.origins),
        "confidence": finding.confidence,
        "review": finding.review,
        **_flat_grade(finding.grade),
        "contradictions": [one.reason for one in finding.contradictions],
        "rivals": [f"{one.slot} {one.value}, {one.rank}: {one.reason}" for one in finding.rivals],
        "first_published": min((document.published for document in documents if document.published), default=None),
        "addresses": sorted({document.address for document in documents if document.address}),
        "link": f"index.html#{finding.id}",
    }


def _flat_party(role: str, party: FindingParty | None) -> dict[str, Any]:
    return {
        role: party.name if party else None,
        f"{role}_entity_id": party.entity_id if party else None,
        f"{role}_territories": party.territories if party else [],
    }


def _flat_grade(grade: Grade | None) -> dict[str, Any]:
    return {
        "reliability": grade.reliability if grade else None,
        "credibility": grade.credibility if grade else None,
        "probability": grade.probability if grade else None,
        "probability_low": grade.low if grade else None,
        "probability_high": grade.high if grade else None,
        "likelihood": grade.likelihood if grade else None,
        "rung": grade.rung if grade else None,
        "evidence_level": grade.level if grade else None,
        "grade_reasons": grade.reasons if grade else [],
    }
