"""OFAC's XML: sdn.xml and consolidated.xml."""

import re

from lxml import etree

from countersight.errors import UnreadableRow
from countersight.resolve.lists.base import Drafts, Form, draft_each
from countersight.resolve.lists.drafts import Draft, Kind
from countersight.resolve.lists.forms.ofac_labels import Remarks, add_number, topics_of
from countersight.resolve.lists.forms.ofac_listings import OTHERS, SDN, ofac_listings
from countersight.resolve.lists.ids import choose_id, list_id
from countersight.resolve.lists.listed import Listed
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import places
from countersight.resolve.lists.sources import Source
from countersight.resolve.lists.xml_records import root_of, text_at, texts, xml_records

_KINDS = {
    "individual": Kind.PERSON,
    "vessel": Kind.CONVEYANCE,
    "aircraft": Kind.CONVEYANCE,
    "entity": Kind.ORGANIZATION,
}

_TYPES = ("sdnType", "nspType", "fseType", "ssiType")
"""Elements with the type: older consolidated files name it after the list that an entry is on."""

_PUBLISHED = re.compile(r"<Publish_Date>(?P<day>[^<]{1,30})</Publish_Date>")
_ADDRESS = "https://sanctionssearch.ofac.treas.gov/Details.aspx?id={}"


def _read(source: Source) -> Drafts:
    profile = OTHERS if "cons" in source.base_name else SDN
    return draft_each(xml_records(source, "sdnEntry"), lambda record: _entry(record, profile))


def _entry(record: etree._Element, profile: str) -> Draft:
    number = text_at(record, "uid")
    word = next((text_at(record, tag) for tag in _TYPES if text_at(record, tag)), "")
    kind = _KINDS.get(word.casefold())
    if not number or kind is None:
        raise UnreadableRow(f"no number, or the type {word!r}, which is not known")
    own = list_id("ofac", number)
    if kind is not Kind.ORGANIZATION:
        return Draft(id=own, kind=kind)
    found = Remarks([], [], [])
    for entry in record.findall("idList/id"):
        add_number(found, *(text_at(entry, path) for path in ("idType", "idNumber", "idCountry")))
    chosen, identifiers = choose_id(own, leis=_leis(found), scheme="ofac")
    aliases = [(_name(aka), text_at(aka, "type"), text_at(aka, "category")) for aka in record.findall("akaList/aka")]
    return Draft(
        id=chosen,
        kind=kind,
        schema="Organization",
        names=clean_names([_name(record)]),
        aliases=clean_names(
            name for name, mark, strength in aliases if strength != "weak" and not mark.startswith("f")
        ),
        weak_names=clean_names(name for name, _, strength in aliases if strength == "weak"),
        former_names=clean_names(
            name for name, mark, strength in aliases if strength != "weak" and mark.startswith("f")
        ),
        seats=found.seats,
        places=places(texts(record, "addressList/address/country")),
        identifiers=[*found.identifiers, *identifiers],
        topics=topics_of(texts(record, "programList/program")),
        sources=[_ADDRESS.format(number)],
        listed=_listings(record, number, profile),
    )


def _listings(record: etree._Element, number: str, profile: str) -> list[Listed]:
    """Read the listings: what the legacy files have in remarks stands among the numbers, label and value apart."""
    labelled = [f"{text_at(entry, 'idType')} {text_at(entry, 'idNumber')}" for entry in record.findall("idList/id")]
    return ofac_listings(
        profile,
        number=number,
        name=_name(record),
        programs=texts(record, "programList/program"),
        remarks=[*labelled, *text_at(record, "remarks").split(";")],
        address=_ADDRESS.format(number),
    )


def _name(element: etree._Element) -> str:
    return " ".join(texts(element, "firstName") + texts(element, "lastName"))


def _leis(found: Remarks) -> list[str]:
    return [number.removeprefix("lei:") for number in found.identifiers if number.startswith("lei:")]


OFAC_XML = Form(
    name="ofac-xml",
    title="OFAC SDN and consolidated lists, XML",
    recognizes=lambda source: root_of(source)[0] == "sdnList",
    read=_read,
    version=lambda source: found["day"] if (found := _PUBLISHED.search(source.head_text)) else "",
)
