"""Reads PDF: the text of each page, with the place of the page in the whole; scanned pages by recognition."""

import threading
from collections.abc import Iterator
from typing import Any

from countersight.errors import EmptyDocument, RecognizerMissing, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.ocr import Recognizes, recognize_page
from countersight.read.ocr.pages import freeze_recognized
from countersight.read.ocr.recognizing import OCR
from countersight.read.ocr.scanned import draw_for_recognition, scanned_pages
from countersight.read.ocr.words import Piece
from countersight.read.pdf_hyphens import join_hyphenated
from countersight.read.pdf_page import page_text
from countersight.read.pdf_xmp import read_xmp

_PDFIUM = threading.Lock()
"""PDFium may be called by one thread at a time, and pypdfium2 lets others run meanwhile."""


class PdfReader(Recognizes):
    """Takes the text layer through PDFium, and of pages without one the words that Tesseract recognizes.

    A text with recognized words goes by the reader `ocr`; without Tesseract, pages of a PDF that are images are left
    out where others have text. A date of creation is no date of publication, and is not taken for one.
    """

    name = "pdf"
    version = "1"
    libraries: tuple[str, ...] = ("pypdfium2", "lxml")
    media_types = frozenset({"application/pdf"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`; also `RecognizerMissing`, of a document of images alone."""
        import pypdfium2

        try:
            with _PDFIUM, pypdfium2.PdfDocument(data) as pdf:
                known: list[str | list[Piece]] = list(join_hyphenated(list(_page_texts(pdf))))
                recognized = _recognize(pdf, [page for page in known if isinstance(page, str)], self.ocr_languages)
                text, pages, parts = freeze_recognized([recognized.get(at, page) for at, page in enumerate(known)])
                if not text:
                    raise EmptyDocument(f"no words on any of its {len(pdf)} pages")
                facts = pdf.get_metadata_dict()
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"not a readable PDF: {error}") from None
        xmp = read_xmp(data)
        return Reading(
            text=text,
            pages=pages,
            parts=parts,
            reader=OCR if parts else None,
            title=facts.get("Title"),
            author=facts.get("Author"),
            publisher=xmp.publisher,
            published=xmp.published,
        )


def _page_texts(pdf: Any) -> Iterator[str]:
    for index in range(len(pdf)):
        page = pdf[index]
        text_page = page.get_textpage()
        yield page_text(text_page)
        text_page.close()
        page.close()


def _recognize(pdf: Any, texts: list[str], languages: str) -> dict[int, list[Piece]]:
    """Return the pieces of each scanned page on which more is recognized than its text layer says, by its index.

    Raises:
        RecognizerMissing: there is nothing to recognize them by, and no other page has words.
    """
    recognized: dict[int, list[Piece]] = {}
    for index in scanned_pages(pdf, texts):
        try:
            (pieces,) = recognize_page(draw_for_recognition(pdf[index]), languages=languages, first=index + 1)
        except RecognizerMissing as error:
            if any(text.strip() for text in texts):
                return {}
            raise RecognizerMissing(f"its pages are images: {error}") from None
        if sum(len(words) for _, _, words in pieces) > len(texts[index].strip()):
            recognized[index] = pieces
    return recognized
