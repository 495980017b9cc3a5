"""Pages as pictures, rendered by a browser."""

from collections.abc import Callable, Iterator

import numpy as np
import pypdfium2
import pytest
from playwright.sync_api import Browser
from tests.read.ocr.made import LINES, Picture

from countersight.read.ocr import tesseract


@pytest.fixture(scope="module")
def photograph(browser: Browser) -> Callable[..., Picture]:
    """Render paragraphs of one language as a gray picture: `photograph("ara", turned=90)`."""
    taken: dict[tuple[object, ...], Picture] = {}

    def take(language: str, *words: str, turned: int = 0) -> Picture:
        key = (language, words, turned)
        if key not in taken:
            taken[key] = _take(browser, language, words or LINES[language], turned)
        return taken[key]

    return take


def _take(browser: Browser, language: str, words: tuple[str, ...], turned: int) -> Picture:
    page = browser.new_page(viewport={"width": 1240, "height": 400})
    direction = "rtl" if language == "ara" else "ltr"
    paragraphs = "".join(f"<p>{one}</p>" for one in words)
    page.set_content(f"<html dir={direction}><body style='font: 30px Noto Sans; margin: 60px'>{paragraphs}")
    pdf = page.pdf(width="1240px", height="400px")
    page.close()
    with pypdfium2.PdfDocument(pdf) as document:
        gray = document[0].render(scale=1.25 * 96 / 72, grayscale=True, rotation=turned).to_numpy()
    return np.array(gray).reshape(gray.shape[0], -1)


@pytest.fixture(autouse=True)
def _found_anew() -> Iterator[None]:
    """Forget between tests where Tesseract is: some of them hide it."""
    yield
    for asked in (tesseract.find_program, tesseract.program_version, tesseract.installed_languages):
        asked.cache_clear()
