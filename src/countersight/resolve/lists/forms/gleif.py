"""The golden copy of the Global LEI Foundation, level 1: CSV, and LEI-CDF as XML and as JSON.

Parents come from files of level 2 that lie beside it: see `gleif_parents`.

Layouts after the Foundation's format and rows in public repositories; no golden copy was to be had.
"""

from collections.abc import Iterable
from typing import Any

from lxml import etree

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import BadRow, Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.forms.gleif_parents import is_of_parents, parent_files, read_parents
from countersight.resolve.lists.ids import as_lei, identifier, identifiers_of, lei_id
from countersight.resolve.lists.json_records import json_elements
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import places
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, xml_records

FORMER = "PREVIOUS_LEGAL_NAME"
"""Type of a name that is no longer borne."""

_SCHEMAS = {"RESIDENT_GOVERNMENT_ENTITY": "PublicBody", "INTERNATIONAL_ORGANIZATION": "Organization"}
_PERSON = "SOLE_PROPRIETOR"
_VOID = frozenset({"ANNULLED", "DUPLICATE"})
"""States of a registration under which the code names nobody of its own."""

_OTHER = "Entity.OtherEntityNames.OtherEntityName"
_LATIN = "Entity.TransliteratedOtherEntityNames.TransliteratedOtherEntityName"
_HEADER = frozenset({"LEI", "Entity.LegalName", "Entity.LegalJurisdiction", "Entity.EntityStatus"})
_ADDRESS = "https://search.gleif.org/#/record/{}"


def lei_draft(
    code: str,
    *,
    name: str,
    others: Iterable[tuple[str, str]],
    headquarters: str,
    category: str,
    state: str,
    number: str,
) -> Draft:
    """Make a draft of a record of LEI-CDF; `others` are further names with their types, `number` is the register's.

    Raises:
        UnreadableRow: the code is no LEI, for its check digits are wrong.
    """
    lei = as_lei(code)
    if lei is None:
        raise UnreadableRow(f"{code!r} is no LEI: its check digits are wrong")
    if category == _PERSON or state in _VOID:
        return Draft(id=lei_id(lei), kind=Kind.PERSON if category == _PERSON else Kind.OTHER)
    named = [(other, word) for other, word in others if other]
    return Draft(
        id=lei_id(lei),
        kind=Kind.ORGANIZATION,
        schema=_SCHEMAS.get(category, "Company"),
        names=clean_names([name]),
        aliases=clean_names(other for other, word in named if word != FORMER),
        former_names=clean_names(other for other, word in named if word == FORMER),
        seats=places([headquarters]),
        identifiers=[identifier("lei", lei), *identifiers_of("registration", [number])],
        sources=[_ADDRESS.format(lei)],
    )


def _with_parents(source: Source, drafts: Drafts) -> Drafts:
    yield from drafts
    for file in parent_files(source):
        for drafted in read_parents(file):
            where = f"{file.path.name}, {drafted.where}" if isinstance(drafted, BadRow) else ""
            yield BadRow(where, drafted.error) if isinstance(drafted, BadRow) else drafted


def _read_csv(source: Source) -> Drafts:
    return _with_parents(source, draft_each(rows_by_column(source, required=_HEADER), _row))


def _row(row: Row) -> Draft:
    others = [
        (row[f"{stem}.{number}"], row.get(f"{stem}.{number}.type", ""))
        for stem in (_OTHER, _LATIN)
        for number in range(1, 6)
        if row.get(f"{stem}.{number}")
    ]
    return lei_draft(
        row["LEI"],
        name=row["Entity.LegalName"],
        others=others,
        headquarters=row.get("Entity.HeadquartersAddress.Country", ""),
        category=row.get("Entity.EntityCategory", ""),
        state=row.get("Registration.RegistrationStatus", ""),
        number=row.get("Entity.RegistrationAuthority.RegistrationAuthorityEntityID", ""),
    )


def _read_xml(source: Source) -> Drafts:
    return _with_parents(source, draft_each(xml_records(source, "LEIRecord"), _record))


def _record(record: etree._Element) -> Draft:
    found = [
        *record.findall("Entity/OtherEntityNames/OtherEntityName"),
        *record.findall("Entity/TransliteratedOtherEntityNames/TransliteratedOtherEntityName"),
    ]
    return lei_draft(
        text_at(record, "LEI"),
        name=text_at(record, "Entity/LegalName"),
        others=[((name.text or "").strip(), name.get("type", "")) for name in found],
        headquarters=text_at(record, "Entity/HeadquartersAddress/Country"),
        category=text_at(record, "Entity/EntityCategory"),
        state=text_at(record, "Registration/RegistrationStatus"),
        number=text_at(record, "Entity/RegistrationAuthority/RegistrationAuthorityEntityID"),
    )


def _read_json(source: Source) -> Drafts:
    key = None if source.head_text.lstrip().startswith("[") else "records"
    return _with_parents(source, draft_each(json_elements(source, key=key), _object))


def _object(record: Any) -> Draft:
    """Make a draft of a record as JSON, in which every value stands under `$` and attributes begin with `@`."""
    found = [
        other
        for outer, inner in (
            ("OtherEntityNames", "OtherEntityName"),
            ("TransliteratedOtherEntityNames", "TransliteratedOtherEntityName"),
        )
        for other in _each(_at(record, "Entity", outer, inner))
    ]
    return lei_draft(
        _value(record, "LEI"),
        name=_value(record, "Entity", "LegalName"),
        others=[(_value(other), str(other.get("@type", ""))) for other in found],
        headquarters=_value(record, "Entity", "HeadquartersAddress", "Country"),
        category=_value(record, "Entity", "EntityCategory"),
        state=_value(record, "Registration", "RegistrationStatus"),
        number=_value(record, "Entity", "RegistrationAuthority", "RegistrationAuthorityEntityID"),
    )


def _at(record: Any, *path: str) -> Any:
    for step in path:
        record = record.get(step) if isinstance(record, dict) else None
    return record


def _value(record: Any, *path: str) -> str:
    found = _at(record, *path, "$")
    return found.strip() if isinstance(found, str) else ""


def _each(found: Any) -> list[dict[str, Any]]:
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def _recognizes_json(source: Source) -> bool:
    text = source.head_text
    return text.lstrip()[:1] in ("{", "[") and '"LegalName"' in text and '"LEI"' in text and '"$"' in text


GLEIF_CSV = Form(
    name="gleif-csv",
    title="GLEIF golden copy of LEIs, CSV",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read_csv,
    beside=parent_files,
    adds=is_of_parents,
)
GLEIF_XML = Form(
    name="gleif-xml",
    title="GLEIF LEIs (LEI-CDF), XML",
    recognizes=lambda source: root_of(source)[0] == "LEIData",
    read=_read_xml,
    beside=parent_files,
    adds=is_of_parents,
)
GLEIF_JSON = Form(
    name="gleif-json",
    title="GLEIF LEIs (LEI-CDF), JSON",
    recognizes=_recognizes_json,
    read=_read_json,
    beside=parent_files,
    adds=is_of_parents,
)
