"""What OpenDocument files share (OASIS OpenDocument 1.3): the archive, what it says of itself, paragraphs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from countersight.errors import UnreadableDocument
from countersight.read.zip_archive import ZipArchive

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"

PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
NOTE = TEXT + "note"
DROPPED = frozenset(
    {
        TEXT + "tracked-changes",  # what was deleted; what was inserted stands in its place
        OFFICE + "annotation",
        OFFICE + "forms",
        TEXT + "ruby-text",
        TEXT + "hidden-paragraph",
        TEXT + "hidden-text",
        # made by the program from the headings, figures and marks
        *(TEXT + kind for kind in ("table-of-content", "illustration-index", "table-index", "alphabetical-index")),
    }
)
"""Elements whose words are not the document's."""

MOST_SPACES = 1_000
"""That one `text:s` may stand for."""

_META = "{urn:oasis:names:tc:opendocument:xmlns:meta:1.0}"
_DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"
_MANIFEST = "META-INF/manifest.xml"
_KIND = "OpenDocument file"

_SPACE = re.compile(r"[ \t\r\n]+")
_TAB, _BREAK, _HARD_SPACE = "\x01", "\x02", "\x03"
_MEANT = str.maketrans({_TAB: "\t", _BREAK: "\n", _HARD_SPACE: " "})
"""Stand for white space that is meant, while the other is collapsed: XML has no such letters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDocument:
    """A file taken apart."""

    body: Any
    """The one element in the body: `office:text`, `office:spreadsheet`."""
    title: str | None
    author: str | None
    language: str | None


def open_document(data: bytes, kind: str) -> OpenDocument:
    """Open a file whose body is of a `kind`: `text`, `spreadsheet`.

    Raises:
        UnreadableDocument: it is encrypted, damaged, or of another kind.
    """
    archive = ZipArchive(data, kind=_KIND)
    manifest = archive.parse(_MANIFEST, may_declare=True) if _MANIFEST in archive.names else None
    if manifest is not None and next(manifest.iter("{*}encryption-data"), None) is not None:
        raise UnreadableDocument("encrypted with a password")
    body = archive.parse("content.xml").find(f"{OFFICE}body/{OFFICE}{kind}")
    if body is None:
        raise UnreadableDocument(f"content.xml: without a body of the kind {kind}")
    meta = archive.parse("meta.xml") if "meta.xml" in archive.names else None
    return OpenDocument(
        body=body,
        title=_stated(meta, _DUBLIN_CORE + "title"),
        author=_stated(meta, _META + "initial-creator") or _stated(meta, _DUBLIN_CORE + "creator"),
        language=_stated(meta, _DUBLIN_CORE + "language"),
    )


def _stated(meta: Any, tag: str) -> str | None:
    return None if meta is None else meta.findtext(f"{OFFICE}meta/{tag}") or None


def paragraph_words(paragraph: Any) -> str:
    """Return the words of a paragraph, without those of notes, text boxes and other paragraphs in it.

    White space is collapsed as OpenDocument 1.3 (part 3, 6.1.2) has it; that which elements stand for is kept.
    """
    return _SPACE.sub(" ", "".join(_pieces(paragraph))).strip(" ").translate(_MEANT).strip()


def _pieces(paragraph: Any) -> Iterator[str]:
    from lxml import etree

    walker = etree.iterwalk(paragraph, events=("start", "end"))
    for event, node in walker:
        if event == "end":
            yield "" if node is paragraph else node.tail or ""
        elif node.tag in DROPPED or node.tag == NOTE or (node.tag in PARAGRAPHS and node is not paragraph):
            walker.skip_subtree()
        elif node.tag == TEXT + "s":
            yield _HARD_SPACE * repetitions(node, TEXT + "c", most=MOST_SPACES)
        elif node.tag == TEXT + "tab":
            yield _TAB
        elif node.tag == TEXT + "line-break":
            yield _BREAK
        elif node is paragraph or node.tag.startswith(TEXT):  # in drawings, only titles and descriptions have words
            yield node.text or ""


def repetitions(node: Any, name: str, *, most: int) -> int:
    """Return how often an element counts by its attribute `name`: once where it says nothing, at most `most`."""
    said = node.get(name, "1")
    return min(int(said), most) if said.isascii() and said.isdigit() and len(said) < 10 else 1
