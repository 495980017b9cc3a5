"""OpenSanctions' simplified table of targets, `targets.simple.csv`."""

import csv

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, kind_of_schema
from countersight.resolve.lists.ids import choose_id, identifiers_of, list_id
from countersight.resolve.lists.listed import Columns, read_listed
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import places
from countersight.resolve.lists.sources import Source

_HEADER = frozenset({"id", "schema", "name", "aliases", "countries", "identifiers", "dataset"})

_LISTING = Columns(
    profile="opensanctions", list_name="dataset", programmes=("sanctions",), separator=";", numbers=("id",)
)


def _read(source: Source) -> Drafts:
    return draft_each(rows_by_column(source, required=_HEADER), _draft)


def _draft(row: Row) -> Draft:
    if not row["id"] or not row["schema"]:
        raise UnreadableRow("no id, or no schema")
    own = list_id("", row["id"])
    numbers = _values(row["identifiers"])
    chosen, identifiers = choose_id(own, qids=[own, *numbers], leis=numbers, scheme="ftm")
    return Draft(
        id=chosen,
        kind=kind_of_schema(row["schema"]),
        schema=row["schema"],
        names=clean_names([row["name"]]),
        aliases=clean_names(_values(row["aliases"])),
        places=places(code.upper() if len(code) < 3 else code for code in _values(row["countries"])),
        identifiers=identifiers + identifiers_of("id", (number for number in numbers if number not in identifiers)),
        topics=["sanction"] if row.get("sanctions") else [],
        listed=[read_listed(_LISTING, "name", lambda column: row[column])] if row.get("sanctions") else [],
    )


def _values(field: str) -> list[str]:
    """Split a field of several values: semicolons between them, and quotes around one that has any."""
    return [value.strip() for value in next(csv.reader([field], delimiter=";"), []) if value.strip()]


TARGETS = Form(
    name="opensanctions-csv",
    title="OpenSanctions targets.simple.csv",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read,
)
