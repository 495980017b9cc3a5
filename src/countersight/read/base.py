"""The plug point of reading: what every reader promises."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from countersight.model.document import Document
from countersight.model.text import Page, Part


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """One document to be read, with its bytes."""

    document: Document
    data: bytes
    address: str | None = None
    """Where it was captured."""
    charset: str | None = None
    """As the publisher's `content-type` header declared it."""
    publisher: str | None = None
    """As what led to the document tells, for one that does not say it itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in a document's bytes, before it is frozen as a document text.

    In `text` an empty line parts two blocks (paragraphs, headings, list items, table cells), and a single newline is a
    break within one block.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    address: str | None = None
    language: str | None = None
    """As the document declares it; identification by its words comes after and decides."""
    pages: tuple[Page, ...] = ()
    reader: str | None = None
    """Name and version of the reader that the text goes by, where it is another than the one asked: a PDF of scanned
    pages is read by `ocr`."""
    parts: tuple[Part, ...] = ()
    """Of a text that is frozen already, as `freeze_parts` gives it; so with pages."""
    wording: str = ""
    """The words that tell the language, where the text has much else: labels, codes. Without them, the text does."""


class Reader(Protocol):
    """Makes text of one kind of document. Runs in a process of its own with bounded time and memory."""

    name: str
    version: str
    """Raised with every change that makes another text of the same bytes."""
    libraries: tuple[str, ...]
    """Distributions that shape the text: with another version of one, documents are read again."""
    media_types: frozenset[str]

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """Read a document.

        Args:
            address: where it was captured, for what only the address tells.
            charset: what its publisher declared beside it, for formats that do not say it themselves.

        Raises:
            UnreadableDocument: the bytes are not what their media type says, or are damaged.
            EmptyDocument: there are no words in it.
        """
        ...
