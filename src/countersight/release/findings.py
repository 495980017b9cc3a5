"""Published findings as NDJSON, and the JSON Schema of its lines."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from countersight.model.record import to_record
from countersight.release.claims import SCHEMA_DIALECT
from countersight.release.dataset import PublishedFinding


def write_findings(findings: Iterable[PublishedFinding], path: Path) -> None:
    """Write the full findings as NDJSON, one a line, in the order given."""
    with path.open("wb") as file:
        for finding in findings:
            file.write(msgspec.json.encode(to_record(finding)) + b"\n")


def finding_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a line of `findings.ndjson`, made from the model itself."""
    (reference,), definitions = msgspec.json.schema_components((PublishedFinding,), ref_template="#/$defs/{name}")
    properties: dict[str, Any] = definitions.pop(reference["$ref"].rpartition("/")[2])["properties"]
    return {
        "$schema": SCHEMA_DIALECT,
        "title": "Finding",
        "description": "What claims assert together, with their origins and grade: one line of findings.ndjson.",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
        "$defs": definitions,
    }
