"""The consolidated list that the UK's OFSI kept until January 2026, CSV and XML.

Layouts after parsers and test rows in public repositories, of the XML after those of its form of 2022; no whole file
was to be had.
"""

from lxml import etree

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import Row, has_columns, rows_by_column
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.forms.uk_sanctions import kind_of, uk_draft
from countersight.resolve.lists.ids import list_id
from countersight.resolve.lists.listed import Columns, Listed, read_listed
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, texts, xml_records

_HEADER = frozenset({"Name 6", "Name 1", "Group Type", "Alias Type", "Regime", "Group ID"})

_ROWS = Columns(
    profile="uk-ofsi",
    programmes=("Regime",),
    numbers=("Group ID",),
    days=(("listed_on", "Listed On"), ("updated_on", "Last Updated")),
    is_day_first=True,
    also=("UK Sanctions List Date Designated",),
)
_ELEMENTS = Columns(
    profile="uk-ofsi",
    programmes=("RegimeName",),
    reason="UKStatementOfReasons",
    numbers=("GroupID", "UKSanctionsListRef"),
    days=(("listed_on", "DateListed"), ("updated_on", "LastUpdated")),
    also=("DateDesignated",),
)


def _read_csv(source: Source) -> Drafts:
    return draft_each(rows_by_column(source, required=_HEADER), _row)


def _row(row: Row) -> Draft:
    return _entry(
        row["Group ID"],
        row["Group Type"],
        [row[f"Name {part}"] for part in (1, 2, 3, 4, 5, 6) if row.get(f"Name {part}")],
        mark=(row["Alias Type"], row.get("Alias Quality", "")),
        native=[row.get("Name Non-Latin Script", "")],
        countries=[row.get("Country", "")],
        listed=read_listed(_ROWS, "Name 6", lambda column: row[column]),
    )


def _read_xml(source: Source) -> Drafts:
    return draft_each(xml_records(source, "FinancialSanctionsTarget"), _target)


def _target(record: etree._Element) -> Draft:
    return _entry(
        text_at(record, "GroupID"),
        text_at(record, "GroupTypeDescription"),
        [text for part in ("name1", "name2", "name3", "name4", "name5", "Name6") for text in texts(record, part)],
        mark=(text_at(record, "AliasType"), text_at(record, "AliasQuality")),
        native=texts(record, "NameNonLatinScript"),
        countries=texts(record, "Country"),
        numbers=texts(record, "Entity_BusinessRegNumber"),
        listed=read_listed(_ELEMENTS, "Name6", lambda path: text_at(record, path)),
    )


def _entry(
    number: str,
    word: str,
    parts: list[str],
    *,
    mark: tuple[str, str],
    native: list[str],
    countries: list[str],
    numbers: list[str] | None = None,
    listed: Listed,
) -> Draft:
    """Make a draft of one of the rows of a group: each of its names has one, with the same number."""
    if not number:
        raise UnreadableRow("no group id")
    own = list_id("uk-ofsi", number)
    kind = kind_of(word)
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    named = [(" ".join(parts), *mark)]
    return uk_draft(own, names=named, native=native, countries=countries, numbers=numbers or [], listed=[listed])


OFSI_CSV = Form(
    name="uk-ofsi-csv",
    title="UK consolidated list of financial sanctions (OFSI), CSV",
    recognizes=lambda source: has_columns(source, _HEADER),
    read=_read_csv,
)
OFSI_XML = Form(
    name="uk-ofsi-xml",
    title="UK consolidated list of financial sanctions (OFSI), XML",
    recognizes=lambda source: root_of(source)[0] == "ArrayOfFinancialSanctionsTarget",
    read=_read_xml,
)
