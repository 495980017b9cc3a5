"""Reads PDF: the text of each page, with the place of the page in the whole."""

import threading
from collections.abc import Iterator
from typing import Any

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.freezing import freeze_pages
from countersight.read.pdf_hyphens import join_hyphenated
from countersight.read.pdf_page import page_text
from countersight.read.pdf_xmp import read_xmp

_PDFIUM = threading.Lock()
"""PDFium may be called by one thread at a time, and pypdfium2 lets others run meanwhile."""


class PdfReader:
    """Takes the text layer through PDFium. A date of creation is no date of publication, and is not taken for one."""

    name = "pdf"
    version = "1"
    libraries: tuple[str, ...] = ("pypdfium2", "lxml")
    media_types = frozenset({"application/pdf"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        import pypdfium2

        try:
            with _PDFIUM, pypdfium2.PdfDocument(data) as pdf:
                text, pages = freeze_pages(join_hyphenated(list(_page_texts(pdf))))
                if not text:
                    raise EmptyDocument(_without_words(pdf))
                facts = pdf.get_metadata_dict()
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"not a readable PDF: {error}") from None
        xmp = read_xmp(data)
        return Reading(
            text=text,
            pages=pages,
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


def _without_words(pdf: Any) -> str:
    count = len(pdf)
    images = sum(_has_image(pdf[index]) for index in range(count))
    if images:
        return f"{images} of {count} pages are images without text: they would need character recognition"
    return f"no words on any of its {count} pages"


def _has_image(page: Any) -> bool:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    return any(True for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3))
