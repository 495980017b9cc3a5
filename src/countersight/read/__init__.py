"""The read stage: makes of each document one frozen text whose offsets never move."""

from countersight.read.base import Reader, Reading, ReadItem
from countersight.read.batch import read_batch
from countersight.read.decoding import declared_charset
from countersight.read.docx import DocxReader
from countersight.read.html import HtmlReader
from countersight.read.language import identify_language
from countersight.read.markdown import MarkdownReader
from countersight.read.ocr import Recognition
from countersight.read.pdf import PdfReader
from countersight.read.plain import PlainReader
from countersight.read.pool import read_documents
from countersight.read.readers import READERS, reading_version
from countersight.read.reading import read_document

__all__ = [
    "READERS",
    "DocxReader",
    "HtmlReader",
    "MarkdownReader",
    "PdfReader",
    "PlainReader",
    "ReadItem",
    "Reader",
    "Reading",
    "Recognition",
    "declared_charset",
    "identify_language",
    "read_batch",
    "read_document",
    "read_documents",
    "reading_version",
]
