"""How a procurement release is laid out as a text: blocks with headings, lines with labels.

The reader writes it and the extractor reads it; the stages do not know each other. A block is parted from the next by
an empty line, which no value holds, and begins with its heading; so nothing that a release says can pass for layout.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Section(StrEnum):
    """What a block is about."""

    TENDER = "Tender"
    PROCESS = "Process"
    PLANNING = "Planning"
    BUYER = "Buyer"
    PROCURING_ENTITY = "Procuring entity"
    LOT = "Lot"
    ITEM = "Item"
    AWARD = "Award"
    CONTRACT = "Contract"
    PARTY = "Party"


class Label(StrEnum):
    """What a line tells."""

    TITLE = "Title"
    DESCRIPTION = "Description"
    ID = "Reference"
    OCID = "Process"
    RELEASED = "Released"
    TAG = "Stage"
    LANGUAGE = "Language"
    STATUS = "Status"
    METHOD = "Method"
    CATEGORY = "Category"
    CODE = "Classification"
    FURTHER_CODE = "Further classification"
    VALUE = "Value"
    QUANTITY = "Quantity"
    PERIOD = "Contract period"
    TENDER_PERIOD = "Tender period"
    AWARDED = "Awarded"
    SIGNED = "Signed"
    LOT = "Of lot"
    AWARD = "Of award"
    NAME = "Name"
    SUPPLIER = "Supplier"
    SUPPLIER_ID = "Supplier's reference"
    LEFT_OUT = "Supplier left out"
    """The line says so in words of ours, at the pointer of the whole supplier."""
    ROLE = "Role"
    IDENTIFIER = "Identifier"
    COUNTRY = "Country"
    REGION = "Region"
    LOCALITY = "Locality"
    PLACE = "Place of delivery"
    PLACE_COUNTRY = "Country of delivery"
    BUDGET = "Budget"
    RATIONALE = "Rationale"
    PROJECT = "Project"
    MILESTONE = "Milestone"


@dataclass(frozen=True, slots=True)
class Heading:
    """The first line of a block: `Item 2 of award 1`."""

    section: Section
    number: int = 0
    """Counted from one; nothing where there is only one."""
    of: Section | None = None
    of_number: int = 0

    def __str__(self) -> str:
        words = f"{self.section} {self.number}" if self.number else str(self.section)
        if self.of is None:
            return words
        return f"{words} of {self.of.lower()}" + (f" {self.of_number}" if self.of_number else "")


_SECTIONS = {section.lower(): section for section in Section}
_HEADING = re.compile(r"([A-Z][a-z]+(?: [a-z]+)?)(?: (\d+))?(?: of ([a-z]+)(?: (\d+))?)?")


def read_heading(line: str) -> Heading | None:
    """Read a heading back; nothing if the line is none."""
    found = _HEADING.fullmatch(line)
    if found is None or found[1].lower() not in _SECTIONS or (found[3] and found[3] not in _SECTIONS):
        return None
    of = _SECTIONS[found[3]] if found[3] else None
    return Heading(_SECTIONS[found[1].lower()], int(found[2] or 0), of, int(found[4] or 0))
