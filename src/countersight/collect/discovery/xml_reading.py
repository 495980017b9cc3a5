"""Reads XML from strangers, element by element, whatever its encoding, well-formed or not.

libxml2 in its recovering mode repairs what can be repaired. Nothing outside the text is loaded, no entity that a
document declares is expanded, and nesting (256 levels, libxml2's own bound) and the number of elements are bounded.
"""

import codecs
import re
from collections.abc import Collection, Iterator
from html.entities import html5
from io import BytesIO
from itertools import islice

from lxml import etree

MAX_ELEMENTS = 1_000_000
"""Of one document: a sitemap of 50,000 pages has six each, of news twelve."""
MAX_ELEMENTS_PER_ITEM = 10_000
"""Between two items: what has more is made to fill memory."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BARE_UTF16 = ((b"<\x00?\x00", "utf-16-le"), (b"\x00<\x00?", "utf-16-be"))
"""How XML begins in UTF-16 without its mark (XML 1.0, appendix F)."""
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9._-]{1,40})", re.IGNORECASE)
_PROLOG = re.compile(r"\s*<\?xml[^>]{0,200}\?>")
_CDATA = re.compile(r"(<!\[CDATA\[.*?\]\]>)", re.DOTALL)
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);|([A-Za-z][A-Za-z0-9]{1,31};)?)")


def decode_xml(data: bytes, declared: str = "") -> str:
    """Decode an XML document: by its byte order mark, its `content-type`, or its own word, in this order (RFC 7303, 3).

    Where the first of these turns out wrong, the next is tried; what cannot be decoded at all becomes U+FFFD.
    """
    for encoding in _encodings(data, declared):
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):  # ValueError: a codec that is no text encoding
            continue
    return data.decode("utf-8", "replace")


def declared_charset(declared: str) -> str | None:
    """Return the encoding that a `content-type` names, if Python knows it as one of text."""
    match = _CHARSET.search(declared)
    try:
        return match[1] if match is not None and b"".decode(match[1]) == "" else None
    except LookupError:
        return None


def _encodings(data: bytes, declared: str) -> Iterator[str]:
    for bom, encoding in (*_BOMS, *_BARE_UTF16):
        if data.startswith(bom):
            yield encoding
    if (charset := declared_charset(declared)) is not None:
        yield charset
    if (own := _DECLARATION.match(data.lstrip())) is not None:
        yield own[1].decode("ascii")
    yield "utf-8"


def read_elements(text: str, names: Collection[str]) -> Iterator[etree._Element]:
    """Yield the root when it opens, then each element whose local name is in `names`, when it ends.

    What was yielded is emptied when the next is asked for, so that memory does not grow with the document.

    Raises:
        ValueError: it has more elements than a document of its kind can have.
    """
    source = BytesIO(repair_references(_PROLOG.sub("", text, count=1)).encode("utf-8", "replace"))
    events = etree.iterparse(
        source,
        events=("start", "end"),
        recover=True,
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        yield from _walk(events, names)
    except etree.XMLSyntaxError:
        return  # nothing more can be recovered


def _walk(events: Iterator[tuple[str, etree._Element]], names: Collection[str]) -> Iterator[etree._Element]:
    since_item, is_root = 0, True
    for count, (event, element) in enumerate(islice(events, 2 * MAX_ELEMENTS + 1)):
        if is_root:
            yield element
            is_root = False
        since_item += 1
        if since_item > 2 * MAX_ELEMENTS_PER_ITEM or count >= 2 * MAX_ELEMENTS:
            raise ValueError("it has more elements than any of its kind")
        if event == "end" and local_name(element) in names:
            yield element
            since_item = 0
            _forget(element)


def _forget(element: etree._Element) -> None:
    """Empty an element, and remove the one before, which was emptied when it was its turn."""
    element.clear()
    parent, previous = element.getparent(), element.getprevious()
    if parent is not None and previous is not None and previous.tag == element.tag:
        parent.remove(previous)


def local_name(element: etree._Element) -> str:
    """Return the name of an element without namespace, in small letters; the empty string for what has none."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def namespace(element: etree._Element) -> str:
    """Return the namespace of an element; the empty string where it has none."""
    tag = element.tag
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def repair_references(text: str) -> str:
    """Write bare ampersands and HTML's names of characters as XML has them, except in CDATA sections."""
    if "&" not in text:
        return text
    pieces = _CDATA.split(text)
    pieces[::2] = [_AMPERSAND.sub(_reference, piece) for piece in pieces[::2]]
    return "".join(pieces)


def _reference(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    characters = html5.get(match[2] or "")
    if characters is None:
        return "&amp;" + (match[2] or "")
    return "".join(f"&#{ord(character)};" for character in characters)
