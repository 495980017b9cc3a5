"""Finds what a PDF's XMP packet says of its publication."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from countersight.read.iso_date import parse_iso_date

_START, _END = b"<x:xmpmeta", b"</x:xmpmeta>"
_MOST_BYTES = 1_000_000
_PRISM = "{http://prismstandard.org/namespaces/basic/"
_PUBLISHED = "publicationDate"
_ISSUED = "{http://purl.org/dc/terms/}issued"
_PUBLISHER = "{http://purl.org/dc/elements/1.1/}publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Xmp:
    """What stands in a packet by the names of Dublin Core and PRISM."""

    publisher: str | None = None
    published: date | None = None


def read_xmp(data: bytes) -> Xmp:
    """Read the packet of a PDF if it stands there uncompressed, as PDF/A asks, and alone.

    Two packets may be of two versions, or of an image within: then neither speaks for the document. `xmp:CreateDate`
    and `dc:date` tell of the file or of anything, and are not looked at.
    """
    from lxml import etree

    start, end = data.find(_START), data.rfind(_END)
    if start < 0 or end - start > _MOST_BYTES or data.count(_START) > 1:
        return Xmp()
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(data[start : end + len(_END)], parser)
    except etree.XMLSyntaxError:
        return Xmp()
    return Xmp(publisher=_value(root, _is_publisher), published=parse_iso_date(_value(root, _is_published) or ""))


def _is_publisher(name: str) -> bool:
    return name == _PUBLISHER


def _is_published(name: str) -> bool:
    return name == _ISSUED or (name.startswith(_PRISM) and name.endswith("}" + _PUBLISHED))


def _value(root: Any, is_wanted: Any) -> str | None:
    """Return the first value of a property, written as an element or as an attribute of its description."""
    for node in root.iter("*"):
        if is_wanted(node.tag):
            return " ".join("".join(node.itertext()).split()) or None
        for name, value in node.attrib.items():
            if is_wanted(name):
                return str(value)
    return None
