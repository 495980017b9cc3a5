"""The Global LEI Foundation's level 2: which company consolidates which, as CSV and XML (RR-CDF 2.1).

A file of relationships names nobody: it adds parents to the records of level 1 beside which it lies. Layouts after the
Foundation's format (gleif.org, "Relationship Record CDF Format") and readers in public repositories; no golden copy was
to be had.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from lxml import etree

from countersight.errors import UnreadableRow, UnreadableSource
from countersight.resolve.lists.base import Drafts, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.ids import as_lei, lei_id
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, xml_records

HEADER = frozenset({"Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID", "Relationship.RelationshipType"})
ENDINGS = (".csv", ".xml")
MOST_BESIDE = 200
"""Files of one folder that are looked into."""
DIRECT = "IS_DIRECTLY_CONSOLIDATED_BY"
"""The only type that makes a parent here: an ultimate parent is the parent of parents, and funds have managers."""
_VOID = frozenset({"ANNULLED", "DUPLICATE", "RETIRED"})
"""States of a registration in which a relationship is none, or no more."""
_COLUMNS = {
    "start": "Relationship.StartNode.NodeID",
    "start_type": "Relationship.StartNode.NodeIDType",
    "end": "Relationship.EndNode.NodeID",
    "end_type": "Relationship.EndNode.NodeIDType",
    "type": "Relationship.RelationshipType",
    "status": "Relationship.RelationshipStatus",
    "registration": "Registration.RegistrationStatus",
}
_PATHS = {
    "start": "Relationship/StartNode/NodeID",
    "start_type": "Relationship/StartNode/NodeIDType",
    "end": "Relationship/EndNode/NodeID",
    "end_type": "Relationship/EndNode/NodeIDType",
    "type": "Relationship/RelationshipType",
    "status": "Relationship/RelationshipStatus",
    "registration": "Registration/RegistrationStatus",
}


def parent_files(source: Source) -> list[Source]:
    """Return the files of relationships in the folder of `source`, in order of name."""
    return [other for path in _files_beside(source.path) if is_of_parents(other := replace(source, path=path))]


def is_of_parents(source: Source) -> bool:
    """Whether a file holds relationships; one that cannot be unpacked does not."""
    if not source.base_name.endswith(ENDINGS):
        return False
    try:
        return has_columns(source, HEADER) or root_of(source)[0] == "RelationshipData"
    except UnreadableSource:
        return False


def read_parents(source: Source) -> Drafts:
    """Yield what each relationship adds to the record of a subsidiary."""
    if root_of(source)[0] == "RelationshipData":
        return draft_each(xml_records(source, "RelationshipRecord"), _record)
    return draft_each(rows_by_column(source, required=HEADER), _row)


def _files_beside(path: Path) -> Iterator[Path]:
    found = sorted(other for other in path.parent.iterdir() if other != path and other.is_file())
    return iter(found[:MOST_BESIDE])


def _row(row: Row) -> Draft | None:
    return _draft({field: row.get(column, "") for field, column in _COLUMNS.items()})


def _record(record: etree._Element) -> Draft | None:
    return _draft({field: text_at(record, path) for field, path in _PATHS.items()})


def _draft(told: Mapping[str, str]) -> Draft | None:
    """Make a draft that only adds a parent; None of relationships that make none.

    Raises:
        UnreadableRow: a code that is said to be an LEI is none.
    """
    if told["type"] != DIRECT or told["status"] not in ("", "ACTIVE") or told["registration"] in _VOID:
        return None
    if any(told[node] not in ("", "LEI") for node in ("start_type", "end_type")):
        return None  # a parent without an LEI has a number that nobody else knows
    child, parent = as_lei(told["start"]), as_lei(told["end"])
    if child is None or parent is None:
        wrong = told["start"] if child is None else told["end"]
        raise UnreadableRow(f"{wrong!r} is no LEI: its check digits are wrong")
    return Draft(id=lei_id(child), kind=Kind.OTHER, parent=lei_id(parent))  # of a code that level 1 has not, no more
