"""What one version of a reader made of a document: one frozen text whose offsets never move."""

from dataclasses import dataclass
from datetime import date

from countersight.errors import BrokenIdentity
from countersight.values.digests import content_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Where one page of the document stands in the text."""

    number: int
    """Counted from one."""
    start: int
    end: int


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

    def __post_init__(self) -> None:
        if self.id != (expected := text_id(self.document_id, self.reader, self.text)):
            raise BrokenIdentity(f"document text {self.id} should be {expected}")

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page on which `offset` stands, if the document has pages."""
        return next((page.number for page in self.pages if page.start <= offset < page.end), None)


def text_id(document_id: str, reader: str, text: str) -> str:
    """Name a document text by its document, its reader's version and the text itself."""
    return content_id("txt", document_id, reader, text)
