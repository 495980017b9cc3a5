"""Recognition of words in images of pages, by Tesseract: scanned PDFs and pictures."""

from countersight.read.ocr.languages import SUPPORTED
from countersight.read.ocr.options import NO_RECOGNITION, Recognition, Recognizes, with_languages
from countersight.read.ocr.recognizing import recognize_page, recognizer_version

__all__ = [
    "NO_RECOGNITION",
    "SUPPORTED",
    "Recognition",
    "Recognizes",
    "recognize_page",
    "recognizer_version",
    "with_languages",
]
