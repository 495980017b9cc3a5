"""What one version of a reader made of a document: one frozen text whose offsets never move."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date

from countersight.errors import BrokenIdentity, BrokenProvenance
from countersight.values.digests import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where one page of the document stands in the text."""

    number: int
    """Counted from one."""
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Where some words of the text stand in the document's bytes, in the words of its own format."""

    start: int
    end: int
    at: str
    """A fragment of the document: a table's cell (`row=7;col=2`, `Sheet1!B7`), a JSON Pointer (RFC 6901) such as
    `/awards/0/title`, a place on a page (`page=3&xywh=percent:10,20,30,4`, W3C Media Fragments), a part of a mail or a
    chapter of a book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentText:
    """A document as read. Offsets everywhere refer to `text`, counted in Unicode code points."""

    id: str
    document_id: str
    reader: str
    """Name and version: `html@1`."""
    text: str
    language: str | None = None
    """ISO 639-1 where there is one, else 639-3; nothing when too short or too mixed to tell."""
    language_confidence: float = 0.0
    title: str | None = None
    publisher: str | None = None
    """As the document names it; for a web page without a name, its host."""
    author: str | None = None
    published: date | None = None
    """When the document says it was published. Never the date of an event in it."""
    address: str | None = None
    """The canonical address that the document gives itself."""
    pages: tuple[Page, ...] = ()
    parts: tuple[Part, ...] = ()
    """In order and apart from one another; of formats whose words have an address within the document."""

    def __post_init__(self) -> None:
        if self.id != (expected := text_id(self.document_id, self.reader, self.text)):
            raise BrokenIdentity(f"document text {self.id} should be {expected}")
        end = 0
        for part in self.parts:
            if not end <= part.start < part.end <= len(self.text):
                raise BrokenProvenance(
                    f"document text {self.id}: part {part.at} at {part.start}-{part.end} lies astray"
                )
            end = part.end

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page on which `offset` stands, if the document has pages."""
        return next((page.number for page in self.pages if page.start <= offset < page.end), None)

    def part_at(self, offset: int) -> Part | None:
        """Return the part in which `offset` stands, if it stands in one."""
        place = bisect_right(self.parts, offset, key=lambda part: part.start) - 1
        return self.parts[place] if place >= 0 and offset < self.parts[place].end else None

    @property
    def reader_name(self) -> str:
        """The name of the reader, without its version."""
        return self.reader.partition("@")[0]


def text_id(document_id: str, reader: str, text: str) -> str:
    """Name a document text by its document, its reader's version and the text itself."""
    return content_id("txt", document_id, reader, text)
