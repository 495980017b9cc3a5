"""Reads images of pages: PNG, JPEG, TIFF of one or many pages, WebP."""

import re

from countersight.errors import EmptyDocument, UnreadableDocument
from countersight.read.base import Reading
from countersight.read.ocr.options import Recognizes
from countersight.read.ocr.pages import freeze_recognized
from countersight.read.ocr.recognizing import recognize_page
from countersight.read.picture_size import picture_size

_BEGINNING = re.compile(rb"\x89PNG\r\n\x1a\n|\xff\xd8\xff|II\*\x00|MM\x00\*|RIFF.{4}WEBP", re.DOTALL)
"""What Tesseract takes for no image it takes for a list of files, which it would open: nothing else may reach it."""
MAX_PIXELS = 100_000_000
"""A page of A3 at 600 dots per inch has 70 million."""


class ImageReader(Recognizes):
    """Takes the words that Tesseract recognizes, each with its box on the page and how sure it is."""

    name = "ocr"
    version = "1"
    libraries: tuple[str, ...] = ()
    media_types = frozenset({"image/png", "image/jpeg", "image/tiff", "image/webp"})

    def read(self, data: bytes, *, address: str | None, charset: str | None) -> Reading:
        """See `Reader.read`; also `RecognizerMissing`."""
        if _BEGINNING.match(data) is None:
            raise UnreadableDocument("it does not begin as a PNG, JPEG, TIFF or WebP image does")
        size = picture_size(data)
        if size is not None and size[0] * size[1] > MAX_PIXELS:
            raise UnreadableDocument(f"{size[0]:,} by {size[1]:,} pixels are over the limit of {MAX_PIXELS:,}")
        recognized = recognize_page(data, languages=self.ocr_languages)
        text, pages, parts = freeze_recognized(recognized)
        if not text:
            raise EmptyDocument("an image on which no words were recognized")
        return Reading(text=text, pages=pages, parts=parts)
