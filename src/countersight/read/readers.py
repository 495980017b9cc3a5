"""All readers there are."""

from countersight.read.base import Reader
from countersight.read.docx import DocxReader
from countersight.read.epub import EpubReader
from countersight.read.html import HtmlReader
from countersight.read.mail import MailReader
from countersight.read.markdown import MarkdownReader
from countersight.read.ocds import OcdsReader
from countersight.read.ocr import recognizer_version
from countersight.read.ocr.image import ImageReader
from countersight.read.ods import OdsReader
from countersight.read.odt import OdtReader
from countersight.read.pdf import PdfReader
from countersight.read.plain import PlainReader
from countersight.read.reading import version_of
from countersight.read.table import TableReader

READERS: tuple[type[Reader], ...] = (
    HtmlReader,
    PdfReader,
    PlainReader,
    MarkdownReader,
    DocxReader,
    TableReader,
    EpubReader,
    OdtReader,
    OdsReader,
    MailReader,
    ImageReader,
    OcdsReader,
)
"""One for each kind of document. None of them loads its libraries before it reads."""


def reading_version(ocr_languages: str = "") -> str:
    """Name all readers, their libraries and programs, and the language identifier, for the ledger of steps.

    `ocr_languages` are those that the setting of this name asks for.
    """
    return f"{version_of(READERS)} {recognizer_version(ocr_languages)}"
