"""Takes the words of one chapter of an EPUB, XHTML as a rule and HTML where it is none."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from countersight.read.decoding import decode_page
from countersight.read.html import parse_page
from countersight.read.html_words import marked_blocks

_DECLARATION = re.compile(r"\A\s*+<\?xml\b[^>]{0,200}\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml\b[^>]{0,100}?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_TYPES = ("{http://www.idpf.org/2007/ops}type", "epub:type")
_PAGE_BREAKS = frozenset({"pagebreak", "doc-pagebreak"})
_WITHOUT_WORDS = "template"
"""What HTML has for what is not shown: an element renamed so keeps its place, and the words behind it."""


def chapter_blocks(data: bytes, ids: frozenset[str]) -> Iterator[tuple[str | None, str]]:
    """Yield each block of a chapter with the one of `ids` that it stands behind, if any.

    Navigation and the numbers of printed pages, which would stand amid sentences, have no words.
    """
    root = _parse(data)
    if root is None:
        return
    for node in root.iter():
        if _is_left_out(node):
            node.tag = _WITHOUT_WORDS
    body = next(root.iter("body"), root)
    opening = {node: found for node in body.iter() if (found := node.get("id") or node.get("name") or "") in ids}
    yield from marked_blocks(body, opening=opening)


def _is_left_out(node: Any) -> bool:
    types = " ".join(filter(None, (*(node.get(name) for name in _TYPES), node.get("role"))))
    return node.tag == "nav" or not _PAGE_BREAKS.isdisjoint(types.split())


def _parse(data: bytes) -> Any:
    from lxml import etree

    found = _ENCODING.match(data)
    markup = decode_page(data, charset=found[1].decode("ascii") if found else None)
    markup = _NAMED.sub(_character, _DECLARATION.sub("", markup, count=1))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root: Any = etree.fromstring(markup.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:  # browsers show such a chapter, or some of it; so do reading systems
        return parse_page(markup)
    etree.strip_elements(root, etree.Entity, with_tail=False)
    for node in root.iter():
        node.tag = etree.QName(node).localname
    return root


def _character(reference: re.Match[str]) -> str:
    """Write an entity of HTML as its character, for XML knows five; what HTML does not know stays, and is dropped."""
    name = reference[1]
    return reference[0] if name in _OF_XML else html5.get(f"{name};", reference[0])
