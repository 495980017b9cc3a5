"""The consolidated list of the United Nations Security Council, XML."""

import re

from lxml import etree

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.ids import list_id
from countersight.resolve.lists.listed import Columns, Listed, read_listed
from countersight.resolve.lists.names import clean_names, split_names
from countersight.resolve.lists.places import places
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, texts, xml_records

_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_UPDATED = "LAST_DAY_UPDATED"
_GENERATED = re.compile(r"dateGenerated=\"(?P<day>[^\"]+)\"")
_LETTERED = re.compile(r"\s*(?:^|[;,]?\s)\(?[a-z]\)\s+")
"""Marks before several names in one field: "(a) ... (b) ..."."""


def _read(source: Source) -> Drafts:
    return draft_each(xml_records(source, "INDIVIDUAL", "ENTITY"), _entry)


def _entry(record: etree._Element) -> Draft:
    number = text_at(record, "REFERENCE_NUMBER") or text_at(record, "DATAID")
    if not number:
        raise UnreadableRow("no reference number")
    own = list_id("un", number)
    if record.tag == "INDIVIDUAL":
        return Draft(id=own, kind=Kind.PERSON)
    first, *others = split_names(" ".join(text for part in _NAME_PARTS for text in texts(record, part))) or [""]
    aliases = [
        (name, text_at(alias, "QUALITY").casefold())
        for alias in record.findall("ENTITY_ALIAS")
        for name in clean_names(_LETTERED.split(text_at(alias, "ALIAS_NAME")))
    ]
    return Draft(
        id=own,
        kind=Kind.ORGANIZATION,
        schema="Organization",
        names=clean_names([first]),
        aliases=[
            *others,
            *clean_names(texts(record, "NAME_ORIGINAL_SCRIPT")),
            *(name for name, mark in aliases if mark not in ("f.k.a.", "low")),
        ],
        weak_names=[name for name, mark in aliases if mark == "low"],
        former_names=[name for name, mark in aliases if mark == "f.k.a."],
        places=places(texts(record, "ENTITY_ADDRESS/COUNTRY")),
        topics=["sanction"],
        listed=[_listed(record)],
    )


def _listed(record: etree._Element) -> Listed:
    """Read a listing; of the days on which an entry was changed the last one."""

    def value(tag: str) -> str:
        found = texts(record, "LAST_DAY_UPDATED/VALUE" if tag == _UPDATED else tag)
        return max(found, default="") if tag == _UPDATED else next(iter(found), "")

    columns = Columns(
        profile="un",
        programmes=("UN_LIST_TYPE",),
        numbers=("REFERENCE_NUMBER",),
        days=(("listed_on", "LISTED_ON"), ("updated_on", _UPDATED)),
    )
    return read_listed(columns, "FIRST_NAME", value)


UN = Form(
    name="un-xml",
    title="Consolidated list of the UN Security Council, XML",
    recognizes=lambda source: root_of(source)[0] == "CONSOLIDATED_LIST",
    read=_read,
    version=lambda source: found["day"][:10] if (found := _GENERATED.search(root_of(source)[1])) else "",
)
