"""What rows tell of a document text."""

from dataclasses import dataclass
from datetime import date

from countersight.model.source import publisher_key
from countersight.model.text import DocumentText, Page
from countersight.values.territories import find_territories

NAMED_WITHIN = 200_000
"""Code points of a text in which territories are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFacts:
    """What rows tell of a document text."""

    id: str
    document_id: str
    title: str | None
    publisher: str | None
    published: date | None
    language: str | None
    address: str | None
    source: str
    territories: tuple[str, ...]
    pages: tuple[Page, ...]

    @classmethod
    def of(cls, text: DocumentText) -> "TextFacts":
        """Take them from a text."""
        named = find_territories(text.text[:NAMED_WITHIN], text.language)
        return cls(
            id=text.id,
            document_id=text.document_id,
            title=text.title,
            publisher=text.publisher,
            published=text.published,
            language=text.language,
            address=text.address,
            source=publisher_key(text),
            territories=tuple(sorted({mention.code for mention in named})),
            pages=text.pages,
        )

    def page_at(self, offset: int) -> int | None:
        """Return the number of the page on which `offset` stands, if the document has pages."""
        return next((page.number for page in self.pages if page.start <= offset < page.end), None)
