"""Reads XML from strangers, element by element, whatever its encoding, well-formed or not.

libxml2 in its recovering mode repairs what can be repaired. Nothing outside the text is loaded, no entity that a
document declares is expanded, and nesting (256 levels, libxml2's own bound) and the number of elements are bounded.
"""

import codecs
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from html.entities import html5
from typing import Any

from lxml import etree

XML = "http://www.w3.org/XML/1998/namespace"

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
_MARKUP = re.compile(r"[<{\[]|https?:")
"""One of these stands at the beginning of whatever lists addresses."""
_PROLOG = re.compile(r"<\?xml[^<>]{0,200}\?>")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_HTML_TAG = re.compile(
    r"</?(?:a|b|br|center|div|em|font|hr|i|img|li|ol|p|small|span|strong|sub|sup|u|ul|wbr)(?:\s[^<>]*|/)?>",
    re.IGNORECASE,
)
"""Tags of HTML that some write into XML as they are, and leave open. No feed or sitemap has elements of these names."""
_AMPERSAND = re.compile(r"&(?:(#\d{1,7}|#x[0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos);|([A-Za-z][A-Za-z0-9]{1,31};)?)")


def decode_xml(data: bytes, declared: str = "") -> str:
    """Decode an XML document: by its byte order mark, its `content-type`, or its own word, in this order (RFC 7303, 3).

    Where the first of these turns out wrong, the next is tried; what cannot be decoded at all becomes U+FFFD.
    """
    for encoding in _encodings(data, declared):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError, ValueError):  # ValueError: a codec that is no text encoding
            continue
        if _MARKUP.search(text[:1_000]) or not data:  # as UTF-16, any even number of bytes is some text
            return text
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


@dataclass(slots=True)
class Node:
    """An element as far as it is needed: without its parents, but with what it inherits of them."""

    namespace: str
    name: str
    """In small letters, without namespace."""
    attributes: dict[str, str]
    language: str | None = None
    """The nearest `xml:lang`."""
    bases: tuple[str, ...] = ()
    """Every `xml:base` from the root down (https://www.w3.org/TR/xmlbase/)."""
    content: list["Node | str"] = field(default_factory=list)

    @property
    def children(self) -> Iterator["Node"]:
        """The elements in it, in their order."""
        return (part for part in self.content if isinstance(part, Node))

    def text(self) -> str:
        """Return all the text in it, that of its elements included."""
        return "".join(part if isinstance(part, str) else part.text() for part in self.content)

    def child(self, name: str, namespace: str | None = None) -> "Node | None":
        """Return the first element of that name in it, and of that namespace where one is given."""
        return next((node for node in self.children if node.name == name and namespace in {None, node.namespace}), None)

    def said(self, name: str, namespace: str | None = None) -> str | None:
        """Return the text of the first element of that name that has any."""
        for node in self.children:
            if node.name == name and namespace in {None, node.namespace} and (text := node.text().strip()):
                return text
        return None


class Enough(Exception):
    """Raised by who takes items, to read no further."""


def read_items(text: str, names: Collection[str], take: Callable[[Node], None]) -> Node | None:
    """Call `take` with each element whose name is in `names`, as soon as it has been read.

    Nothing is kept of what was taken, so that memory does not grow with the number of items.

    Returns the root, with what stands in it besides the items; nothing where there is no element at all.

    Raises:
        ValueError: it has more elements than a document of its kind can have.
    """
    source = repair_markup(_PROLOG.sub("", text, count=1)).encode("utf-8", "replace")
    target: Any = _Target(names, take)  # lxml asks for methods for comments too, and does without them
    # Not fed piece by piece: for each tag, libxml2's push parser looks ahead for its end through all that is there,
    # which takes time in the square of the length where tags are left open.
    parser = etree.XMLParser(
        target=target, encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True
    )
    # an error that cannot be recovered from ends the reading as Enough does: what was read before counts
    with suppress(Enough, etree.XMLSyntaxError):
        etree.fromstring(source, parser)
    root: Node | None = target.root
    return root


class _Target:
    """Builds nodes of what libxml2 tells, and lets go of items when they are done."""

    def __init__(self, names: Collection[str], take: Callable[[Node], None]) -> None:
        self._names = names
        self._take = take
        self._open: list[Node] = []
        self._elements = 0
        self._since_item = 0
        self.root: Node | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._since_item += 1
        if self._elements > MAX_ELEMENTS or self._since_item > MAX_ELEMENTS_PER_ITEM:
            raise ValueError("it has more elements than any of its kind")
        namespace, _, name = tag.rpartition("}")
        parent = self._open[-1] if self._open else None
        base = attributes.get(f"{{{XML}}}base")
        node = Node(
            namespace=namespace.removeprefix("{"),
            name=name.lower(),
            attributes=dict(attributes),
            language=attributes.get(f"{{{XML}}}lang") or (parent.language if parent is not None else None),
            bases=(*(parent.bases if parent is not None else ()), *([base] if base else [])),
        )
        self.root = self.root or node
        self._open.append(node)

    def data(self, text: str) -> None:
        if self._open:
            self._open[-1].content.append(text)

    def end(self, tag: str) -> None:
        node = self._open.pop()
        if node.name in self._names:
            self._since_item = 0
            self._take(node)
        elif self._open:
            self._open[-1].content.append(node)

    def close(self) -> None:
        """End: lxml wants to be told something."""


def repair_markup(text: str) -> str:
    """Write bare ampersands and HTML's names of characters as XML has them, and leave out HTML's own tags.

    What stands in CDATA sections stays as it is.
    """
    pieces = []
    start = 0
    while start < len(text):
        begin = text.find(_CDATA, start)
        close = text.find(_CDATA_END, begin) if begin >= 0 else -1
        begin, end = (begin, close + len(_CDATA_END)) if close >= 0 else (len(text), len(text))
        pieces += [_repaired(text[start:begin]), text[begin:end]]
        start = end
    return "".join(pieces)


def _repaired(text: str) -> str:
    return _HTML_TAG.sub(" ", _AMPERSAND.sub(_reference, text) if "&" in text else text)


def _reference(match: re.Match[str]) -> str:
    if match[1]:
        return match[0]
    characters = html5.get(match[2] or "")
    if characters is None:
        return "&amp;" + (match[2] or "")
    return "".join(f"&#{ord(character)};" for character in characters)
