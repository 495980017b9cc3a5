"""The UK Sanctions List, CSV and XML.

Layouts after parsers and test rows in public repositories, two with all 58 columns of files of February and October
2026; no whole file was to be had. Words for the type of a name come in capitals and in small letters, within one file.
"""

from collections.abc import Iterable

from lxml import etree

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.ids import identifiers_of, list_id
from countersight.resolve.lists.listed import Columns, Listed, read_listed
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import places
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, texts, xml_records

KINDS = {"individual": Kind.PERSON, "entity": Kind.ORGANIZATION, "ship": Kind.CONVEYANCE}
"""Kinds by the word for a designation's type, in small letters."""

_HEADER = frozenset({"Unique ID", "OFSI Group ID", "Name 6", "Name type", "Regime Name", "Designation Type"})
_OTHER_NAMES = frozenset({"alias", "primary name variation", "aka", "fka", "formerly known as"})
"""Types of names, in small letters, whose rows repeat what the row of the primary name says of the listing."""
_ROWS = Columns(
    profile="uk",
    programmes=("Regime Name",),
    separator="|",
    reason="UK Statement of Reasons",
    prohibits=("Sanctions Imposed",),
    numbers=("Unique ID", "OFSI Group ID", "UN Reference Number"),
    days=(("listed_on", "Date Designated"), ("updated_on", "Last Updated")),
    is_day_first=True,
)
_ELEMENTS = Columns(
    profile="uk",
    programmes=("RegimeName",),
    separator="|",
    reason="UKStatementofReasons",
    prohibits=("SanctionsImposed",),
    numbers=("UniqueID", "OFSIGroupID", "UNReferenceNumber"),
    days=(("listed_on", "DateDesignated"), ("updated_on", "LastUpdated")),
    is_day_first=True,
)
_GIVEN = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5")


def kind_of(word: str) -> Kind:
    """Return the kind for a designation's type.

    Raises:
        UnreadableRow: the word is not known.
    """
    if kind := KINDS.get(word.strip().casefold()):
        return kind
    raise UnreadableRow(f"the type is {word!r}, which is not known")


def uk_draft(
    own: str,
    *,
    names: Iterable[tuple[str, str, str]],
    native: Iterable[str] = (),
    countries: Iterable[str] = (),
    numbers: Iterable[str] = (),
    listed: Iterable[Listed] = (),
) -> Draft:
    """Make a draft of names with their type ("Primary Name", "Alias", "FKA") and strength, and what else is told."""
    main: list[str] = []
    aliases, weak, former = clean_names(native), list[str](), list[str]()
    for name, word, strength in names:
        if word.casefold() == "primary name":
            where = main
        elif strength.casefold().startswith("low"):
            where = weak
        elif word.casefold() in ("fka", "formerly known as"):
            where = former
        else:
            where = aliases
        where.extend(clean_names([name]))
    return Draft(
        id=own,
        kind=Kind.ORGANIZATION,
        schema="Organization",
        names=main,
        aliases=aliases,
        weak_names=weak,
        former_names=former,
        places=places(countries),
        identifiers=identifiers_of("registration", numbers),
        topics=["sanction"],
        listed=list(listed),
    )


def _read_csv(source: Source) -> Drafts:
    return draft_each(rows_by_column(source, required=_HEADER), _row)


def _row(row: Row) -> Draft:
    if not row["Unique ID"]:
        raise UnreadableRow("no unique id")
    own = list_id("uk", row["Unique ID"])
    kind = kind_of(row["Designation Type"])
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    name = " ".join(row[column] for column in (*_GIVEN, "Name 6") if row[column])
    return uk_draft(
        own,
        names=[(name, row["Name type"], row["Alias strength"])],
        native=[row["Name non-latin script"]],
        countries=[row["Address Country"]],
        numbers=row["Business registration number (s)"].split("|"),
        listed=[]
        if row["Name type"].casefold() in _OTHER_NAMES
        else [read_listed(_ROWS, "Name 6", lambda column: row[column])],
    )


def _read_xml(source: Source) -> Drafts:
    return draft_each(xml_records(source, "Designation"), _designation)


def _designation(record: etree._Element) -> Draft:
    number = text_at(record, "UniqueID")
    if not number:
        raise UnreadableRow("no unique id")
    own = list_id("uk", number)
    kind = kind_of(text_at(record, "IndividualEntityShip"))
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    names = [
        (
            " ".join(text for part in "123456" for text in texts(name, f"Name{part}")),
            text_at(name, "NameType"),
            text_at(name, "AliasStrength"),
        )
        for name in record.findall("Names/Name")
    ]
    return uk_draft(
        own,
        names=names,
        native=texts(record, "NonLatinNames/NonLatinName/NameNonLatinScript"),
        countries=texts(record, "Addresses/Address/AddressCountry"),
        numbers=texts(record, "EntityDetails/Entity/BusinessRegistrationNumbers/BusinessRegistrationNumber"),
        listed=[read_listed(_ELEMENTS, "", lambda path: text_at(record, path))],
    )


UK_CSV = Form(
    name="uk-csv",
    title="UK Sanctions List, CSV",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read_csv,
)
UK_XML = Form(
    name="uk-xml",
    title="UK Sanctions List, XML",
    recognizes=lambda source: root_of(source)[0] == "Designations",
    read=_read_xml,
)
