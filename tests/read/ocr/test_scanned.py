"""PDFs of scanned pages, and of scanned and other pages together."""

import shutil
from collections.abc import Callable

import numpy as np
import pytest
from tests.read.ocr.made import LINES, Picture, as_pdf, needs

from countersight.errors import EmptyDocument, RecognizerMissing
from countersight.model.text import DocumentText
from countersight.read.ocr import tesseract

Read = Callable[..., DocumentText]
Photograph = Callable[..., Picture]

TEXT = "\n".join(f"Line {number} of a page that has a text layer of its own." for number in range(5))
BLANK = np.full((1_754, 1_240), 255, dtype=np.uint8)


def test_scanned_page_is_recognized(read: Read, photograph: Photograph) -> None:
    needs("eng")
    text = read("pdf", as_pdf(photograph("eng")))
    assert text.reader == "ocr@1"
    assert LINES["eng"][0] in text.text
    assert text.page_at(text.text.index("cameras")) == 1


def test_pages_with_text_keep_their_layer(read: Read, photograph: Photograph) -> None:
    needs("eng")
    text = read("pdf", as_pdf(TEXT, photograph("eng", "Cameras for the police of the town"), TEXT))
    pages = [text.text[page.start : page.end] for page in text.pages]
    assert pages == [TEXT, "Cameras for the police of the town", TEXT]
    assert {part.at.partition("&")[0] for part in text.parts} == {"page=2"}
    assert text.text[text.parts[0].start : text.parts[0].end] == "Cameras"


def test_text_layer_alone_is_read_as_before(read: Read) -> None:
    text = read("pdf", as_pdf(TEXT))
    assert (text.text, text.reader, text.parts) == (TEXT, "pdf@1", ())


def test_blank_pages_are_not_recognized(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    _hide_program(monkeypatch)
    with pytest.raises(EmptyDocument, match="no words on any of its 2 pages"):
        read("pdf", as_pdf(BLANK, BLANK))


def test_stamp_on_a_scan_does_not_hide_it(read: Read, photograph: Photograph) -> None:
    needs("eng")
    page = np.pad(photograph("eng"), ((0, 800), (0, 0)), constant_values=255)
    data = as_pdf(page)
    stamped = data.replace(b"/Im Do Q", b"/Im Do Q BT /F 9 Tf 50 20 Td (Page 7) Tj ET", 1)
    assert LINES["eng"][0] in read("pdf", stamped).text


def test_scan_without_program_is_told(read: Read, photograph: Photograph, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = photograph("eng")
    _hide_program(monkeypatch)
    with pytest.raises(RecognizerMissing, match=r"its pages are images: .* is not installed"):
        read("pdf", as_pdf(picture))


def test_text_pages_are_read_without_program(
    read: Read, photograph: Photograph, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = photograph("eng")
    _hide_program(monkeypatch)
    text = read("pdf", as_pdf(TEXT, picture))
    assert (text.text, text.reader) == (TEXT, "pdf@1")


def _hide_program(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(shutil, "which", lambda name: None)
    tesseract.find_program.cache_clear()
    tesseract.installed_languages.cache_clear()
