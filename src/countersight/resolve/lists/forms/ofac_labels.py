"""OFAC's words for numbers and names in remarks, and for identifiers in its XML."""

import re
from typing import NamedTuple

from countersight.resolve.lists.ids import as_lei, identifier
from countersight.resolve.lists.names import clean_names
from countersight.resolve.lists.places import place

SCHEMES = {
    "business number": "registration",
    "business registration document #": "registration",
    "business registration number": "registration",
    "c.i.f.": "tax",
    "c.r. no.": "registration",
    "certificate of incorporation number": "registration",
    "chamber of commerce number": "registration",
    "chinese commercial code": "registration",
    "commercial registry number": "registration",
    "company number": "registration",
    "d-u-n-s number": "duns",
    "enterprise number": "registration",
    "folio mercantil no.": "registration",
    "legal entity number": "registration",
    "matricula mercantil no": "registration",
    "nit #": "tax",
    "public registration number": "registration",
    "r.f.c.": "tax",
    "registration id": "registration",
    "registration number": "registration",
    "romanian c.r.": "registration",
    "rtn": "tax",
    "ruc #": "tax",
    "swift/bic": "swift",
    "tax id no.": "tax",
    "trade license no.": "registration",
    "uk company number": "registration",
    "unified social credit code (uscc)": "uscc",
    "us fein": "tax",
    "v.a.t. number": "vat",
}
"""Schemes of the numbers that are taken over, by OFAC's label in small letters."""

REGISTERED = frozenset({"registration", "tax", "uscc", "vat"})
"""Schemes of numbers that a state gives to organizations that have their seat there."""

SANCTIONED = "sanction"
INVESTMENT_BAN = "invest.ban"

_LABEL = re.compile(
    rf"(?:alt\. )?(?P<label>{'|'.join(re.escape(label) for label in sorted(SCHEMES, key=len, reverse=True))})\s*"
    r"(?P<number>[^();]+?)\s*(?:\((?P<country>[^()]+)\))?\s*[.;]?$",
    re.IGNORECASE,
)
_NAMED = re.compile(r"^(?:alt\. )?(?P<mark>[afn])\.k\.a\. ['‘](?P<name>[^'‘’]+(?:'[^'‘’]+)*)['’]\.?$")
_REGISTERED_IN = re.compile(r"^Nationality of Registration (?P<country>[^;.]+)", re.IGNORECASE)


class Remarks(NamedTuple):
    """What OFAC's remarks say in fixed words."""

    identifiers: list[str]
    seats: list[str]
    weak_names: list[str]


def read_remarks(remarks: str) -> Remarks:
    """Read the numbers, the states that gave them, and the weak other names, which the legacy files keep in remarks."""
    found = Remarks([], [], [])
    for part in (piece.strip() for piece in remarks.split(";")):
        if named := _NAMED.match(part):
            found.weak_names.extend(clean_names([named["name"]]))
        elif stated := _REGISTERED_IN.match(part):
            found.seats.extend(code for code in [place(stated["country"])] if code)
        elif labelled := _LABEL.match(part):
            add_number(found, labelled["label"], labelled["number"], labelled["country"] or "")
    return found


def add_number(found: Remarks, label: str, number: str, country: str) -> None:
    """Add a number by OFAC's label, and the state that gave it; a label that is not known says nothing."""
    scheme = SCHEMES.get(label.casefold().removeprefix("alt. "))
    if scheme is None or not number.strip(" -"):
        return
    if lei := as_lei(number):
        scheme, number = "lei", lei
    elif number.upper().startswith("IMO "):
        scheme, number = "imo", number[4:]
    found.identifiers.append(identifier(scheme, number))
    code = place(country) if country and scheme in REGISTERED else None
    if code:
        found.seats.append(code)


def topics_of(programs: list[str], *, default: str = SANCTIONED) -> list[str]:
    """Return the topics of a listing under these programs: a ban on investment alone is no blocking sanction."""
    investment = [program for program in programs if "CMIC" in program.upper()]
    return [INVESTMENT_BAN] if investment and len(investment) == len(programs) else [default]
