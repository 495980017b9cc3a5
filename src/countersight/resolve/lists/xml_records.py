"""Records of large XML files, one after the other, with everything switched off by which XML can do harm."""

import re
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from countersight.errors import UnreadableRow
from countersight.resolve.lists.sources import Source

LARGEST_RECORD = 1 << 24
"""Bytes that may pass without a record's end before the file is given up."""

CHUNK_BYTES = 1 << 16

_ROOT = re.compile(r"<(?:[\w.-]+:)?(?P<name>[\w.-]+)(?P<attributes>[^>]*)>")
_DECLARATIONS = re.compile(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\])?>", re.DOTALL)


def xml_records(source: Source, *tags: str) -> Iterator[tuple[str, etree._Element | UnreadableRow]]:
    """Yield each element with one of these local names, with where it stands; it is emptied afterwards.

    Namespaces are taken off. No document type, no entities, no network. A file that is broken off, or is no XML from
    some place on, yields all records before it and then one bad record.
    """
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True, load_dtd=False,
        huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    number, pending = 0, 0
    with source.open() as stream:
        try:
            while chunk := stream.read(CHUNK_BYTES):
                parser.feed(chunk)
                pending += len(chunk)
                for _, element in cast("Any", parser.read_events()):
                    _refuse_doctype(element)
                    number, pending = number + 1, 0
                    yield f"record {number:,}", _without_namespaces(element)
                    _forget(element)
                if pending > LARGEST_RECORD:
                    raise UnreadableRow(f"no end of a record in {LARGEST_RECORD:,} bytes")
            parser.close()
        except (etree.LxmlError, ValueError) as error:
            yield f"record {number + 1:,}", UnreadableRow(f"the file cannot be read from here on: {error}")
        except UnreadableRow as error:
            yield f"record {number + 1:,}", error


def root_of(source: Source) -> tuple[str, str]:
    """Return the local name of the outermost element and its attributes as they stand; empty where there is no XML."""
    text = source.head_text.lstrip()
    if not text.startswith("<"):
        return "", ""
    root = _ROOT.search(_DECLARATIONS.sub("", text))
    return (root["name"], root["attributes"]) if root else ("", "")


def texts(element: etree._Element, path: str) -> list[str]:
    """Return the texts of the elements at `path` that have one, stripped."""
    return [text for found in element.findall(path) if (text := (found.text or "").strip())]


def text_at(element: etree._Element, path: str) -> str:
    """Return the text of the first element at `path` that has one, else the empty string."""
    return next(iter(texts(element, path)), "")


def _refuse_doctype(element: etree._Element) -> None:
    if element.getroottree().docinfo.internalDTD is not None:
        raise UnreadableRow("the file defines a document type of its own, which lists have no need of")


def _without_namespaces(record: etree._Element) -> etree._Element:
    for element in record.iter(etree.Element):
        element.tag = etree.QName(element).localname
    return record


def _forget(element: etree._Element) -> None:
    """Empty a record and drop what came before it, so that a long file never stands in memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
