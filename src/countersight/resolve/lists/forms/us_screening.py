"""The Consolidated Screening List of the US International Trade Administration, CSV."""

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.days import parse_day
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.forms.ofac_labels import Remarks, add_number, topics_of
from countersight.resolve.lists.ids import list_id, name_id
from countersight.resolve.lists.listed import KIND_OF_TOPIC, Columns, Listed, read_listed
from countersight.resolve.lists.names import clean_names, split_marked, split_names
from countersight.resolve.lists.places import address_place
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.tables import kind_by_name

_HEADER = frozenset(
    {"source", "entity_number", "type", "programs", "name", "addresses", "source_list_url", "alt_names"}
)

_READ = frozenset({"federal_register_notice", "end_date", "source_information_url", "ids"})

_KINDS = {
    "individual": Kind.PERSON,
    "vessel": Kind.CONVEYANCE,
    "aircraft": Kind.CONVEYANCE,
    "entity": Kind.ORGANIZATION,
}

_TREASURY = "Treasury Department"

TOPICS = {
    "Denied Persons List": "export.control",
    "Entity List": "export.control",
    "Military End User": "export.control",
    "Unverified List": "export.risk",
    "ITAR Debarred": "debarment",
    "Nonproliferation Sanctions": "sanction",
}
"""Topics by how the name of the list begins, for those that are not the Treasury's."""

PREFIXES = {
    "Denied Persons List": "us-dpl",
    "Entity List": "us-el",
    "Military End User": "us-meu",
    "Unverified List": "us-uvl",
    "ITAR Debarred": "us-dtc",
    "Nonproliferation Sanctions": "us-isn",
}


def _read(source: Source) -> Drafts:
    rows = rows_by_column(source, required=_HEADER, expected=_READ)
    return draft_each(rows, lambda row: _entry(row, source))


def _entry(row: Row, source: Source) -> Draft:
    is_treasury = row["source"].endswith(_TREASURY)
    known = next((name for name in TOPICS if row["source"].startswith(name)), None)
    if known is None and not is_treasury:
        raise UnreadableRow(f"the list is {row['source']!r}, which is not known")
    names = split_marked(row["name"])
    own = _own_id(row, known, names.name)
    kind, schema = _kind(row, names.name)
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    topics = topics_of(split_names(row["programs"])) if known is None else [TOPICS[known]]
    found = _numbers(row["ids"])
    return Draft(
        id=own,
        kind=kind,
        schema=schema,
        names=clean_names([names.name]),
        aliases=[*names.aliases, *(name.removeprefix("and ") for name in split_names(row["alt_names"]))],
        former_names=names.former_names,
        seats=found.seats,
        places=[code for address in row["addresses"].split(";") if (code := address_place(address))],
        identifiers=found.identifiers,
        topics=[] if source.has_ended(parse_day(row["end_date"])) else topics,
        sources=clean_names([row["source_information_url"]]),
        listed=[_listed(row, known, topics)],
    )


def _listed(row: Row, known: str | None, topics: list[str]) -> Listed:
    """Read a listing: of the Treasury's lists the column `source` names which it is."""
    is_denial = known == "Denied Persons List"
    listed = read_listed(
        Columns(
            profile="ofac-sdn" if known is None else PREFIXES[known],
            list_name="source" if known is None else "",
            programmes=("programs",),
            separator=";",
            legal_basis="federal_register_notice",
            prohibits=("license_requirement", "license_policy", "standard_order"),
            numbers=("entity_number",),
            notice="federal_register_notice",
            days=(("effective_from", "start_date"), ("expires_on" if is_denial else "ends_on", "end_date")),
            address="source_information_url",
            also=("source", "remarks", "ids"),
        ),
        "name",
        lambda column: row[column],
    )
    listed.list_name = listed.list_name.removesuffix(f" - {_TREASURY}")
    listed.kind = KIND_OF_TOPIC[topics[0]].value
    return listed


def _own_id(row: Row, known: str | None, name: str) -> str:
    if known is None:
        if not row["entity_number"]:
            raise UnreadableRow("no entity number")
        return list_id("ofac", row["entity_number"])
    if not name:
        raise UnreadableRow("no name")
    return name_id(PREFIXES[known], name, row["federal_register_notice"])


def _kind(row: Row, name: str) -> tuple[Kind, str]:
    word = row["type"].casefold()
    if not word:
        return kind_by_name(name)
    if word not in _KINDS:
        raise UnreadableRow(f"the type is {row['type']!r}, which is not known")
    return _KINDS[word], "Organization"


def _numbers(field: str) -> Remarks:
    """Read identifiers, each written as type, number and country, in this or the other order: the file has had both."""
    found = Remarks([], [], [])
    for part in field.split(";"):
        pieces = [piece.strip() for piece in part.split(",")]
        if len(pieces) == 3 and len(pieces[0]) == 2:
            pieces = [pieces[2], pieces[1], pieces[0]]
        if len(pieces) in (2, 3):
            add_number(found, pieces[0], pieces[1], pieces[2] if len(pieces) == 3 else "")
    return found


SCREENING = Form(
    name="us-screening-csv",
    title="Consolidated Screening List of the USA, CSV",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read,
)
