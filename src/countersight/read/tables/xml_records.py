"""Reads XML lists of repeated records, such as sanctions lists: a row each, every value at its path."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from countersight.errors import UnreadableDocument
from countersight.read.tables.base import MAX_ROWS, Cell, Table

DEEPEST = 3
"""Levels below the outermost element at which records are looked for."""


def read_xml(data: bytes) -> Iterator[Table]:
    """Yield a table for each kind of record, in the order of their first.

    No document type, no entities, no network. Paths are of local names: namespaces are taken off.

    Raises:
        UnreadableDocument: it is no XML, has a document type, or no element with children of its own repeats.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    if b"<!DOCTYPE" in data[:65_536]:
        raise UnreadableDocument("XML with a document type, which lists have no need of")
    try:
        root: Any = etree.parse(io.BytesIO(data), parser).getroot()
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument(f"not XML: {error}") from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableDocument("XML with a document type, which lists have no need of")
    parents = _parents_of_records(root)
    if not parents:
        raise UnreadableDocument("XML without repeated records: no table")
    yield from _tables(parents)


def _parents_of_records(root: Any) -> list[tuple[str, Any]]:
    """Return the elements on the first level where one has repeated children that have children, with their paths."""
    level = [(f"/{_name(root)}", root)]
    for _ in range(DEEPEST):
        if any(_repeats(parent) for _, parent in level):
            return level
        level = [(path, child) for above, parent in level for path, child in _children(above, parent)]
        if len(level) > MAX_ROWS:
            break
    return []


def _repeats(parent: Any) -> bool:
    tags = Counter(child.tag for child in parent if len(child))
    return bool(tags) and max(tags.values()) > 1


def _tables(parents: list[tuple[str, Any]]) -> Iterator[Table]:
    kinds: dict[str, list[list[Cell]]] = {}
    for above, parent in parents:
        for path, record in _children(above, parent):
            kinds.setdefault(_name(record), []).append(list(_cells(record, "", path)))
    for kind, rows in kinds.items():
        names = dict.fromkeys(cell.label for row in rows for cell in row)
        yield Table(told=f"XML records {kind}", columns=[(None, name) for name in names], rows=rows)


def _cells(element: Any, label: str, path: str) -> Iterator[Cell]:
    """Yield the words of an element and of all in it, those of attributes under `@` and their name."""
    for name, value in element.attrib.items():
        yield Cell(f"{label}@{_local(name)}".lstrip("."), f"{path}/@{_local(name)}", value)
    words = " ".join(" ".join(text.split()) for text in _own_texts(element)).strip()
    if words:
        yield Cell(label or _name(element), path, words)
    for below, child in _children(path, element):
        yield from _cells(child, f"{label}.{_name(child)}".lstrip("."), below)


def _own_texts(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        yield child.tail or ""


def _children(path: str, parent: Any) -> Iterator[tuple[str, Any]]:
    """Yield each child with its path, numbered where others have its name."""
    names = [_name(child) for child in parent]
    many, seen = Counter(names), Counter[str]()
    for name, child in zip(names, parent, strict=True):
        seen[name] += 1
        yield (f"{path}/{name}[{seen[name]}]" if many[name] > 1 else f"{path}/{name}"), child


def _name(element: Any) -> str:
    return _local(element.tag)


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]
