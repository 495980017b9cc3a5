"""Documents, readings and captures as pages and JSON tell them: nothing that concerns only who captured them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

from countersight.model.document import Capture, Document
from countersight.model.text import DocumentText
from countersight.release.addresses import is_link, public_address
from countersight.release.provenance import shown_address

TOLD_HEADERS = frozenset({"content-type", "content-length", "last-modified", "etag", "date", "content-language"})
"""Headers of an answer that say something of the document; others may name a session or a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureRecord:
    """One act of fetching, as it may be told."""

    address: str
    final_address: str | None
    """Where redirects led to."""
    captured_at: datetime
    tool: str
    status: int | None
    headers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """A document by what leads back to it."""

    id: str
    """SHA-256 of its bytes."""
    size: int
    media_type: str
    title: str | None
    publisher: str | None
    author: str | None
    published: date | None
    language: str | None
    name: str
    """Its title, else the name of the file that it was captured as, else the last part of its address."""
    address: str
    is_online: bool
    """Whether the address leads to the web."""
    captures: tuple[CaptureRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRecord:
    """One reading of a document, without its words."""

    id: str
    reader: str
    language: str | None
    length: int
    """In Unicode code points."""
    pages: int


def document_record(document: Document, captures: Sequence[Capture], text: DocumentText | None) -> DocumentRecord:
    """Tell a document by one of its readings; without one, by its captures alone."""
    address = shown_address(list(captures), text.address if text else None)
    return DocumentRecord(
        id=document.id,
        size=document.size,
        media_type=document.media_type,
        title=text.title if text else None,
        publisher=text.publisher if text else None,
        author=text.author if text else None,
        published=text.published if text else None,
        language=text.language if text else None,
        name=(text.title if text else None) or _file_name(address) or document.id[:12],
        address=address,
        is_online=is_link(address),
        captures=tuple(capture_record(capture) for capture in captures),
    )


def _file_name(address: str) -> str:
    path = urlsplit(address).path if is_link(address) else address.removeprefix("file:").removeprefix("upload:")
    return unquote(path.rstrip("/").rpartition("/")[2])


def capture_record(capture: Capture) -> CaptureRecord:
    """Tell a capture."""
    final = capture.final_address
    return CaptureRecord(
        address=public_address(capture.address),
        final_address=public_address(final) if final and final != capture.address else None,
        captured_at=capture.captured_at,
        tool=capture.tool,
        status=capture.status,
        headers=tuple((name, value) for name, value in capture.headers if name.lower() in TOLD_HEADERS),
    )


def text_record(text: DocumentText) -> TextRecord:
    """Tell a reading."""
    return TextRecord(
        id=text.id, reader=text.reader, language=text.language, length=len(text.text), pages=len(text.pages)
    )
