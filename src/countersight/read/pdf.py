"""Reads PDF: the text of each page, with the place of the page in the whole."""

import re
from collections.abc import Iterator
from typing import Any

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.freezing import freeze_pages

_HYPHENS = re.compile("[\x02\ufffe](?:\r?\n)?")
"""What PDFium writes for a hyphen that only parts a word at the end of a line."""


class PdfReader:
    """Takes the text layer through PDFium. A date of creation is no date of publication, and is not taken for one."""

    name = "pdf"
    version = "1"
    libraries: tuple[str, ...] = ("pypdfium2",)
    media_types = frozenset({"application/pdf"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`."""
        import pypdfium2

        try:
            pdf = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"not a readable PDF: {error}") from None
        with pdf:
            raw_pages = list(_page_texts(pdf))
            text, pages = freeze_pages(raw_pages)
            if not text:
                raise EmptyDocument(_without_words(pdf))
            facts = pdf.get_metadata_dict(skip_empty=True)
        return Reading(text=text, pages=pages, title=facts.get("Title"), author=facts.get("Author"))


def _page_texts(pdf: Any) -> Iterator[str]:
    import pypdfium2

    for index in range(len(pdf)):
        try:
            page = pdf[index]
            text_page = page.get_textpage()
            raw = text_page.get_text_range(errors="replace")
        except pypdfium2.PdfiumError as error:
            raise UnreadableDocument(f"page {index + 1}: {error}") from None
        yield _HYPHENS.sub("", raw)
        text_page.close()
        page.close()


def _without_words(pdf: Any) -> str:
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    count = len(pdf)
    images = sum(any(pdf[index].get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3)) for index in range(count))
    if images:
        return f"{images} of {count} pages are images without text: they would need character recognition"
    return f"no words on any of its {count} pages"
