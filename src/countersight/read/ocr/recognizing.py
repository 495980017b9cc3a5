"""Recognizes the words of one image: its script first, then the words in the languages that fit."""

from countersight.errors import RecognizerMissing, UnreadableDocument
from countersight.read.ocr.languages import choose_languages, languages_for
from countersight.read.ocr.options import NO_RECOGNITION
from countersight.read.ocr.tesseract import installed_languages, look_at, program_version, recognize
from countersight.read.ocr.words import Piece, pages_of

OCR = "ocr@1"
"""The reader that texts with recognized words name, also where other pages of a PDF had a text layer."""


def recognize_page(image: bytes, *, languages: str, first: int = 1) -> list[list[Piece]]:
    """Recognize the pages of an image: one, or as many as a TIFF has. The first gets the number `first`.

    Raises:
        RecognizerMissing: Tesseract, or a language asked for, is not installed, or recognition is switched off.
        ReaderExhausted, UnreadableDocument: as `recognize`.
    """
    chosen = chosen_languages(languages)
    seen = look_at(image)
    table = recognize(image, languages_for(seen.script, chosen), is_turned=seen.is_turned)
    pages = list(pages_of(table, first=first))
    if not pages:
        raise UnreadableDocument("Tesseract finds no page in it")
    return pages


def chosen_languages(languages: str) -> tuple[str, ...]:
    """Return the languages that a setting chooses. Raises: RecognizerMissing."""
    if languages == NO_RECOGNITION:
        raise RecognizerMissing("it is an image, and recognition of words in images is switched off")
    return choose_languages(languages, installed_languages())


def recognizer_version(languages: str) -> str:
    """Name the recognizer with its version and languages, for the ledger of steps; `tesseract@none` without it."""
    try:
        chosen = chosen_languages(languages)
        return f"tesseract@{program_version()}+{'+'.join(chosen)}"
    except RecognizerMissing:
        return "tesseract@none"
