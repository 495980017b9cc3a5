"""Published claims as NDJSON, and the JSON Schema of its lines: the public contract."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from countersight.model.claim import Claim
from countersight.model.record import to_record
from countersight.release.dataset import PublishedClaim, Resolved, Review

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFacts:
    """What a line of `claims.ndjson` has beside the claim itself: what reviewers said, and what leads on and back."""

    review: Review
    resolved: Resolved
    finding_id: str | None
    text_id: str
    page: int | None
    part: str | None
    """Where in the document's bytes its first words stand: a cell, a JSON Pointer, a place on a page."""
    title: str | None
    publisher: str | None
    published: date | None
    language: str | None
    address: str | None
    captured_at: datetime


def claim_record(published: PublishedClaim) -> dict[str, Any]:
    """Return one line of `claims.ndjson`; `document_id` is the SHA-256 of the document's bytes."""
    document = published.document
    facts = ClaimFacts(
        review=published.review,
        resolved=published.resolved,
        finding_id=published.finding_id,
        text_id=published.claim.evidence[0].text_id,
        page=published.page,
        part=published.part,
        title=document.title,
        publisher=document.publisher,
        published=document.published,
        language=document.language,
        address=document.address,
        captured_at=document.captured_at,
    )
    record: dict[str, Any] = to_record(published.claim)
    record |= to_record(facts)
    return record


def claim_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of `claims.ndjson`, made from the model itself."""
    (claim, facts), definitions = msgspec.json.schema_components((Claim, ClaimFacts), ref_template="#/$defs/{name}")
    parts = [definitions.pop(reference["$ref"].rpartition("/")[2]) for reference in (claim, facts)]
    properties: dict[str, Any] = parts[0]["properties"] | parts[1]["properties"]
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "Claim",
        "description": "What a source says, in its own voice, tied to its exact words: one line of claims.ndjson.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }


def write_claims(claims: Iterable[PublishedClaim], path: Path) -> None:
    """Write one claim a line, in the order given."""
    with path.open("wb") as file:
        for published in claims:
            file.write(msgspec.json.encode(claim_record(published)) + b"\n")
