"""Flat tables for spreadsheets: claims, findings, documents and failures as CSV that no program takes for formulas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from countersight.release import flat_claims, flat_findings, notices
from countersight.release.addresses import public_address, public_detail
from countersight.release.dataset import Dataset, PublishedDocument
from countersight.release.flat_claims import flatten_claim
from countersight.release.flat_findings import flatten_findings
from countersight.release.notices import flatten_notices

SEPARATOR = "; "
"""Between several values in one cell."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")
"""What a spreadsheet takes for the start of a formula (OWASP ASVS 5.0, 1.2.10, and a line break, which some strip)."""

DOCUMENT_COLUMNS = (
    "id", "title", "publisher", "published", "language", "address", "captured_at", "media_type", "size", "text_id",
    "state", "claims",
)  # fmt: skip
FAILURE_COLUMNS = ("id", "stage", "item", "reason", "detail")


def guard_cell(value: object) -> str:
    """Write a value so that a spreadsheet shows it as text: a guarded one has an apostrophe in front.

    Nothing else is changed; the raw value stands in the NDJSON files.
    """
    match value:
        case None:
            text = ""
        case list() | tuple():
            text = SEPARATOR.join(value)
        case datetime():
            text = f"{value:%Y-%m-%dT%H:%M:%SZ}"
        case _:
            text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def write_findings_table(dataset: Dataset, path: Path) -> None:
    """Write one finding a row, in order of id."""
    write_table(path, flat_findings.FLAT.names, (list(row.values()) for row in flatten_findings(dataset)))


def write_claims_table(dataset: Dataset, path: Path) -> None:
    """Write one claim a row, in order of id."""
    write_table(path, flat_claims.FLAT.names, (list(flatten_claim(published).values()) for published in dataset.claims))


def write_documents_table(dataset: Dataset, path: Path) -> None:
    """Write one document a row, in order of id, also those that could not be read or gave no claim."""
    counts: dict[str, int] = {}
    for published in dataset.claims:
        counts[published.document.id] = counts.get(published.document.id, 0) + 1
    write_table(path, DOCUMENT_COLUMNS, (_document_row(one, counts.get(one.id, 0)) for one in dataset.documents))


def write_notices_table(dataset: Dataset, path: Path) -> None:
    """Write one notice a row, in the order in which they were made known."""
    write_table(path, notices.FLAT, flatten_notices(dataset))


def write_failures_table(dataset: Dataset, path: Path) -> None:
    """Write one failure a row, in order of id, its addresses as they may be published."""
    rows = (
        (one.id, one.stage, public_address(one.item), one.reason, public_detail(one.detail, one.item))
        for one in dataset.failures
    )
    write_table(path, FAILURE_COLUMNS, rows)


def _document_row(document: PublishedDocument, claims: int) -> Sequence[object]:
    return (
        document.id,
        document.title,
        document.publisher,
        document.published,
        document.language,
        document.address,
        document.captured_at,
        document.media_type,
        document.size,
        document.text_id,
        document.state,
        claims,
    )


def write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write CSV by RFC 4180: UTF-8, commas, CRLF, quotes where needed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        writer.writerows([guard_cell(cell) for cell in row] for row in rows)
