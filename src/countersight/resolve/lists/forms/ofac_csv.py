"""OFAC's legacy CSV: a file of entries, with other names, addresses and long remarks in files beside it."""

import csv
from collections.abc import Iterator

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import BadRow, Drafts, Form, draft_each
from countersight.resolve.lists.csv_rows import plain_rows
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.forms.ofac_labels import read_remarks, topics_of
from countersight.resolve.lists.forms.ofac_listings import OTHERS, SDN, ofac_listings
from countersight.resolve.lists.ids import list_id
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import place
from countersight.resolve.lists.sources import Source

NULL = "-0-"
"""What OFAC writes where there is nothing."""

COMPANIONS = {
    "sdn": ("alt.csv", "add.csv", "sdn_comments.csv"),
    "cons_prim": ("cons_alt.csv", "cons_add.csv", "cons_comments.csv"),
}
"""The files beside the main one, by its name: of other names, of addresses, of the ends of long remarks."""

_WIDTH = 12
"""Fields of an entry by OFAC's specification: number, name, type, program, title, five of vessels, owner, remarks."""

_KINDS = {"individual": Kind.PERSON, "vessel": Kind.CONVEYANCE, "aircraft": Kind.CONVEYANCE, NULL: Kind.ORGANIZATION}

_ADDRESS = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id={}"


def _read(source: Source) -> Drafts:
    """Read the main file, then those beside it; one that is not there is told as a bad row."""
    alt, add, comments = (source.beside(name) for name in _companions(source))
    remarks = dict(_comments(comments)) if comments else {}
    profile = OTHERS if _is_consolidated(source) else SDN
    yield from draft_each(_rows(source), lambda row: _entry(row, remarks, profile))
    for name, companion, make in zip(_companions(source), (alt, add), (_other_name, _address), strict=False):
        if companion is None:
            yield BadRow(name, UnreadableRow("this file belongs to the list, and is not beside it"))
        else:
            for drafted in draft_each(_rows(companion), make):
                yield BadRow(f"{name}, {drafted.where}", drafted.error) if isinstance(drafted, BadRow) else drafted


def _companions(source: Source) -> tuple[str, str, str]:
    return COMPANIONS["cons_prim" if _is_consolidated(source) else "sdn"]


def _is_consolidated(source: Source) -> bool:
    return source.base_name.startswith("cons")


def _beside(source: Source) -> list[Source]:
    return [found for name in _companions(source) if (found := source.beside(name))]


def _rows(source: Source) -> Iterator[tuple[str, list[str] | UnreadableRow]]:
    with source.open() as stream:
        yield from plain_rows(stream)


def _comments(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the ends of those remarks that are too long for the main file: a few hundred."""
    for _, row in _rows(source):
        if not isinstance(row, UnreadableRow) and len(row) > 1:
            yield row[0], row[1]


def _entry(row: list[str], more_remarks: dict[str, str], profile: str) -> Draft:
    number = _number(row, _WIDTH)
    kind = _KINDS.get(row[2].casefold())
    if kind is None:
        raise UnreadableRow(f"the type is {row[2]!r}, which is not known")
    if kind is not Kind.ORGANIZATION:
        return Draft(id=list_id("ofac", number), kind=kind)
    written = _value(row[11]) + more_remarks.get(number, "")
    remarks = read_remarks(written)
    programs = [program.strip(" []") for program in row[3].split("]") if program.strip(" []")]
    return Draft(
        id=list_id("ofac", number),
        kind=kind,
        schema="Organization",
        names=clean_names([_value(row[1])]),
        weak_names=remarks.weak_names,
        seats=remarks.seats,
        identifiers=remarks.identifiers,
        topics=topics_of(programs),
        sources=[_ADDRESS.format(number)],
        listed=ofac_listings(
            profile,
            number=number,
            name=row[1],
            programs=programs,
            remarks=written.split(";"),
            address=_ADDRESS.format(number),
        ),
    )


def _other_name(row: list[str]) -> Draft:
    number = _number(row, 4)
    names = clean_names([_value(row[3])])
    if row[2].casefold() == "fka":
        return Draft(id=list_id("ofac", number), former_names=names)
    return Draft(id=list_id("ofac", number), aliases=names)


def _address(row: list[str]) -> Draft | None:
    number = _number(row, 5)
    code = place(_value(row[4]))
    return Draft(id=list_id("ofac", number), places=[code]) if code else None


def _number(row: list[str], width: int) -> str:
    if len(row) < width or not row[0].isdecimal():
        raise UnreadableRow(
            f"{len(row):,} fields beginning with {row[0][:20]!r}, where {width:,} and a number are expected"
        )
    return row[0]


def _value(field: str) -> str:
    return "" if field == NULL else field


def _recognizes(source: Source) -> bool:
    rows = csv.reader(source.head_text.splitlines()[:1])
    row = [field.strip() for field in next(rows, [])]
    return len(row) == _WIDTH and row[0].isdecimal() and NULL in row


OFAC_CSV = Form(
    name="ofac-csv",
    title="OFAC SDN and non-SDN lists, legacy CSV (sdn.csv or cons_prim.csv, with the files beside it)",
    recognizes=_recognizes,
    read=_read,
    companions=tuple(name for names in COMPANIONS.values() for name in names),
    beside=_beside,
)
