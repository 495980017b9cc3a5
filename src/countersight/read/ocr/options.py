"""What a run may ask of recognition, and the readers that it concerns."""

from dataclasses import dataclass
from typing import ClassVar

from countersight.read.base import Reader

NO_RECOGNITION = "none"
"""Given for the languages, it leaves images unread."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """How words in images are recognized."""

    languages: str = ""
    """Tesseract's names of languages, parted by commas or plus signs; by default those installed that are supported."""
    timeout_s: float = 600.0
    """Seconds that a document may take whose pages may be images."""


class Recognizes:
    """A reader that recognizes words in images: of it there is a form for each choice of languages."""

    ocr_languages: ClassVar[str] = ""


def with_languages(reader: type[Reader], languages: str) -> type[Reader]:
    """Return the form of `reader` that recognizes these languages; itself where it recognizes nothing."""
    if not languages or not issubclass(reader, Recognizes):
        return reader
    return type(reader.__name__, (reader,), {"ocr_languages": languages})
