"""Feeds in Atom's form, as RFC 4287 has it."""

import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from countersight.web.api.entries import Entry, Feed

ATOM = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0, production 2, has no place for, escaped or not."""


def write_atom(feed: Feed) -> bytes:
    """Write a feed."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(feed.updated))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(root, "author"), "name", feed.title.partition(":")[0])
    _add(root, "generator", "Countersight")
    for entry in feed.entries:
        _add_entry(_add(root, "entry"), entry)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(parent: ET.Element, entry: Entry) -> None:
    _add(parent, "id", entry.id)
    _add(parent, "title", entry.title)
    _add(parent, "published", _moment(entry.published))
    _add(parent, "updated", _moment(entry.updated))
    _add(parent, "link", rel="alternate", type="text/html", href=entry.address)
    if entry.source:
        _add(parent, "link", rel="via", href=entry.source)
    if entry.author:
        _add(_add(parent, "author"), "name", entry.author)
    for tag in entry.tags:
        _add(parent, "category", term=tag)
    _add(parent, "content", entry.html, type="html")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, {key: _NO_XML.sub("\ufffd", value) for key, value in attributes.items()})
    element.text = None if text is None else _NO_XML.sub("\ufffd", text)
    return element


def _moment(moment: datetime) -> str:
    """Write a moment as RFC 3339 has it."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
