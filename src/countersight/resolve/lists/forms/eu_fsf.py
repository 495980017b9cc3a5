"""The EU's consolidated list of financial sanctions (FSF), XML 1.1 and the CSV files 1.0 and 1.1 with semicolons.

Layouts after parsers and test rows in public repositories; no file of the Commission's was to be had.
"""

import re

from lxml import etree

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.ids import as_lei, choose_id, identifier, identifiers_of, list_id
from countersight.resolve.lists.listed import Columns, Listed, read_listed
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import places
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, texts, xml_records

_NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"

_KINDS = {
    "person": Kind.PERSON,
    "p": Kind.PERSON,
    "enterprise": Kind.ORGANIZATION,
    "entity": Kind.ORGANIZATION,
    "e": Kind.ORGANIZATION,
}

_SCHEMES = {"regnumber": "registration", "swiftbic": "swift", "imo": "imo", "tradelic": "registration"}
"""Schemes by the code of an identification's type; `id`, `other` and whatever is new are `id`."""

_GENERATED = re.compile(r"generationDate=\"(?P<day>[^\"]+)\"")
_UNKNOWN_COUNTRY = "00"

_COLUMNS = {
    "1.1": {
        "id": "Entity_LogicalId",
        "type": "Entity_SubjectType_ClassificationCode",
        "other type": "Entity_SubjectType",
        "name": "NameAlias_WholeName",
        "country": "Address_CountryIso2Code",
        "number": "Identification_Number",
        "number type": "Identification_TypeCode",
        "address": "Entity_Regulation_PublicationUrl",
    },
    "1.0": {
        "id": "Entity_logical_id",
        "type": "Subject_type",
        "other type": "Subject_type",
        "name": "Naal_wholename",
        "country": "Addr_country",
        "number": "Iden_number",
        "number type": "",
        "address": "Leba_url",
    },
}
"""What the columns are called in two versions of the CSV file; each name, address and number has a row."""


_ATTRIBUTES = Columns(
    profile="eu-fsf",
    programmes=("programme",),
    legal_basis="numberTitle",
    numbers=("euReferenceNumber", "unitedNationId"),
    days=(
        ("listed_on", "designationDate"), ("effective_from", "entryIntoForceDate"), ("published_on", "publicationDate"),
    ),
    address="publicationUrl",
    also=("remark",),
)  # fmt: skip
_ROWS = Columns(
    profile="eu-fsf",
    programmes=("Entity_Regulation_Programme",),
    legal_basis="Entity_Regulation_NumberTitle",
    numbers=("Entity_EU_ReferenceNumber", "Entity_UnitedNationId"),
    days=(
        ("listed_on", "Entity_DesignationDate"), ("effective_from", "Entity_Regulation_EntryIntoForceDate"),
        ("published_on", "Entity_Regulation_PublicationDate"),
    ),
    address="Entity_Regulation_PublicationUrl",
    also=("Entity_Remark", "Entity_DesignationDetails"),
)  # fmt: skip


def _read_xml(source: Source) -> Drafts:
    return draft_each(xml_records(source, "sanctionEntity"), _entry)


def _entry(record: etree._Element) -> Draft:
    number = record.get("logicalId", "").strip()
    subject = record.find("subjectType")
    own = list_id("eu-fsf", number)
    kind = _kind([] if subject is None else [subject.get("classificationCode", ""), subject.get("code", "")])
    if not number:
        raise UnreadableRow("no logical id")
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    named = [(alias.get("wholeName", ""), alias.get("strong", "true")) for alias in record.findall("nameAlias")]
    numbers = [
        (entry.get("number", ""), entry.get("identificationTypeCode", ""))
        for entry in record.findall("identification")
        if entry.get("knownFalse") != "true"
    ]
    strong = clean_names(name for name, is_strong in named if is_strong != "false")
    weak = clean_names(name for name, is_strong in named if is_strong == "false")
    return _organization(
        own,
        names=strong or weak,
        weak_names=weak if strong else [],
        codes=[entry.get("countryIso2Code", "") for entry in record.findall("address")],
        numbers=numbers,
        sources=texts(record, "regulation/publicationUrl"),
        listed=_regulations(record),
    )


def _regulations(record: etree._Element) -> list[Listed]:
    """Read a listing under each regulation; without any, the designation alone."""

    def read(regulation: etree._Element | None) -> Listed:
        def value(name: str) -> str:
            if name == "publicationUrl":
                return "" if regulation is None else text_at(regulation, name)
            if name == "remark":
                return text_at(record, name)
            return record.get(name, "") or ("" if regulation is None else regulation.get(name, ""))

        return read_listed(_ATTRIBUTES, "", value)

    return [read(regulation) for regulation in record.findall("regulation")] or [read(None)]


def _read_csv(source: Source) -> Drafts:
    old, new = _COLUMNS["1.0"], _COLUMNS["1.1"]
    columns = old if has_columns(source, _header(old), delimiter=";") else new
    rows = rows_by_column(source, delimiter=";", required=_header(columns))
    return draft_each(rows, lambda row: _row(row, columns))


def _row(row: Row, columns: dict[str, str]) -> Draft:
    def value(what: str) -> str:
        return row.get(columns[what], "")

    if not value("id"):
        raise UnreadableRow("no logical id")
    own = list_id("eu-fsf", value("id"))
    kind = _kind([value("type"), value("other type")])
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    return _organization(
        own,
        names=clean_names([value("name")]),
        weak_names=[],
        codes=[value("country")],
        numbers=[(value("number"), value("number type"))],
        sources=clean_names([value("address")]),
        listed=[read_listed(_ROWS, columns["name"], lambda column: row[column])] if columns is _COLUMNS["1.1"] else [],
    )


def _organization(
    own: str,
    *,
    names: list[str],
    weak_names: list[str],
    codes: list[str],
    numbers: list[tuple[str, str]],
    sources: list[str],
    listed: list[Listed],
) -> Draft:
    leis = [number for number, _ in numbers if as_lei(number)]
    chosen, identifiers = choose_id(own, leis=leis, scheme="eu-fsf")
    for number, word in numbers:
        if number not in leis:
            identifiers += identifiers_of(_SCHEMES.get(word.casefold(), "id"), [number])
    if chosen != own:
        identifiers.append(identifier("eu-fsf", own.removeprefix("eu-fsf-")))
    return Draft(
        id=chosen,
        kind=Kind.ORGANIZATION,
        schema="Organization",
        names=names,
        weak_names=weak_names,
        places=places(code for code in codes if code and code != _UNKNOWN_COUNTRY),
        identifiers=identifiers,
        topics=["sanction"],
        sources=sources,
        listed=listed,
    )


def _kind(words: list[str]) -> Kind:
    for word in words:
        if kind := _KINDS.get(word.strip().casefold()):
            return kind
    raise UnreadableRow(f"the type is {' '.join(words)!r}, which is not known")


def _header(columns: dict[str, str]) -> frozenset[str]:
    return frozenset(columns[what] for what in ("id", "type", "name"))


EU_XML = Form(
    name="eu-fsf-xml",
    title="EU financial sanctions (FSF), XML",
    recognizes=lambda source: root_of(source)[0] == "export" and _NAMESPACE in root_of(source)[1],
    read=_read_xml,
    version=lambda source: found["day"][:10] if (found := _GENERATED.search(root_of(source)[1])) else "",
)
EU_CSV = Form(
    name="eu-fsf-csv",
    title="EU financial sanctions (FSF), CSV",
    recognizes=lambda source: any(has_columns(source, _header(known), delimiter=";") for known in _COLUMNS.values()),
    read=_read_csv,
)
