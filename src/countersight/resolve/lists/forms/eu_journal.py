"""Annexes of EU regulations out of the Official Journal, consolidated by OpenSanctions, CSV."""

import re

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind, kind_of_schema
from countersight.resolve.lists.ids import choose_id, identifier, identifiers_of, list_id, name_id
from countersight.resolve.lists.listed import KIND_OF_TOPIC, Columns, Listed, read_listed
from countersight.resolve.lists.names import clean_names, split_names
from countersight.resolve.lists.places import address_place, places
from countersight.resolve.lists.sources import Source

_HEADER = frozenset({"celex", "recordId", "programKey", "annex", "measure", "schema", "name", "weakAlias", "leiCode"})

TOPICS = {
    "asset freeze": "sanction",
    "export control": "export.control",
    "financial restrictions": "sanction",
    "investment ban": "invest.ban",
    "services ban": "sanction",
    "transportation restrictions": "sanction",
}
"""Topics by the measure, in small letters."""

SCHEMES = {
    "registrationNumber": "registration",
    "taxNumber": "tax",
    "idNumber": "id",
    "innCode": "inn",
    "ogrnCode": "ogrn",
    "okpoCode": "okpo",
    "swiftBic": "swift",
}
"""Schemes by column, unless a label behind a number says otherwise."""

_READ = frozenset({*SCHEMES, "alias", "previousName", "jurisdiction", "country", "address"})

_LABELLED = re.compile(r"^(?P<number>[^()]+?)\s*\((?P<label>[^()]+)\)$")
_LABELS = (("inn", "inn"), ("ogrn", "ogrn"), ("psrn", "ogrn"), ("tax", "tax"), ("vat", "vat"))
"""Words in a label, in small letters, and the scheme that they mean."""


def _read(source: Source) -> Drafts:
    return draft_each(rows_by_column(source, required=_HEADER, expected=_READ), _entry)


def _entry(row: Row) -> Draft:
    measure = row["measure"].casefold()
    if measure not in TOPICS:
        raise UnreadableRow(f"the measure is {row['measure']!r}, which is not known")
    own = _own_id(row)
    kind = kind_of_schema(row["schema"])
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    chosen, identifiers = choose_id(own, leis=split_names(row["leiCode"]), scheme="eu")
    first, *others = split_names(row["name"]) or [""]
    addresses = (address_place(address) for address in row["address"].split(";"))
    return Draft(
        id=chosen,
        kind=kind,
        schema=row["schema"],
        names=clean_names([first]),
        aliases=[*others, *split_names(row["alias"])],
        weak_names=split_names(row["weakAlias"]),
        former_names=split_names(row["previousName"]),
        seats=places(split_names(row["jurisdiction"])),
        places=[*places(split_names(row["country"])), *(code for code in addresses if code)],
        identifiers=[*identifiers, *_numbers(row)],
        topics=[TOPICS[measure]],
        sources=[
            f"Official Journal of the EU, CELEX {row['celex']}, annex {row['annex']}, entry {row['recordId'] or '-'}"
        ],
        listed=[_listed(row, TOPICS[measure])],
    )


_LISTING = Columns(
    profile="eu-journal",
    programmes=("programKey",),
    reason="reason",
    prohibits=("measure",),
    numbers=("recordId",),
    days=(("listed_on", "startDate"),),
    also=("celex", "annex"),
)


def _listed(row: Row, topic: str) -> Listed:
    listed = read_listed(_LISTING, "name", lambda column: row[column])
    listed.kind = KIND_OF_TOPIC[topic].value
    listed.legal_basis = f"CELEX {row['celex']}, annex {row['annex']}"
    return listed


def _own_id(row: Row) -> str:
    """Make an id of regulation, annex and number; some annexes number nothing, and there the name is all there is."""
    prefix = list_id("eu", f"{row['celex']}-{row['annex']}")
    return list_id(prefix, row["recordId"]) if row["recordId"] else name_id(prefix, row["name"])


def _numbers(row: Row) -> list[str]:
    found = []
    for column, scheme in SCHEMES.items():
        for part in row[column].split(";"):
            if labelled := _LABELLED.match(part.strip()):
                found.append(identifier(_scheme_of(labelled["label"], scheme), labelled["number"]))
            else:
                found.extend(identifiers_of(scheme, [part]))
    return found


def _scheme_of(label: str, default: str) -> str:
    return next((scheme for word, scheme in _LABELS if word in label.casefold()), default)


EU_JOURNAL = Form(
    name="eu-journal-csv",
    title="Annexes of EU regulations, as OpenSanctions consolidates them, CSV",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read,
)
