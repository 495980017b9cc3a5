"""Measures recognition: characters right on pages of real news, set by a browser and degraded as scanners do.

Each page is read twice: with the languages that `read/ocr` chooses by the script it sees, and, beside it in the same
run, by the program as it comes with every installed language at once. Data: `../shared/data/news`, or wherever the
argument says; texts are cut to one page.
"""

import gzip
import json
import resource
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from html import escape
from itertools import islice
from pathlib import Path

import numpy as np
import pypdfium2
from playwright.sync_api import Browser, sync_playwright

from countersight.read.freezing import freeze_pieces
from countersight.read.ocr import tesseract
from countersight.read.ocr.languages import languages_for
from countersight.read.ocr.recognizing import chosen_languages
from countersight.read.ocr.tesseract import look_at, recognize
from countersight.read.ocr.words import pages_of

NEWS = Path(__file__).parents[2] / "shared" / "data" / "news"
LANGUAGES = {"en": "ltr", "es": "ltr", "fr": "ltr", "ru": "ltr", "ar": "rtl", "zh": "ltr"}
PAGES = 3
LONGEST = {"zh": 700}
LONGEST_ELSE = 1_200
DOTS_PER_INCH = 300


@dataclass
class Tally:
    """What came of the pages of one language."""

    likeness: list[float] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    """The same with every language at once."""
    seconds: float = 0.0
    plain_seconds: float = 0.0


def news(folder: Path, language: str, count: int) -> Iterator[str]:
    """Yield the beginnings of the first texts of a language that are as long as a page."""
    longest = LONGEST.get(language, LONGEST_ELSE)
    with gzip.open(folder / "sample.jsonl.gz", "rt", encoding="utf-8") as lines:
        texts = (" ".join(record["text"].split()) for record in map(json.loads, lines) if record["lang"] == language)
        yield from islice((text[:longest] for text in texts if len(text) >= longest), count)


def scan(browser: Browser, text: str, direction: str, chance: np.random.Generator) -> bytes:
    """Set a page of A4 and make of it what a scanner would: gray paper, noise, softened edges."""
    page = browser.new_page()
    page.set_content(f"<html dir={direction}><body style='font: 11pt/1.5 Noto Sans; margin: 2cm'><p>{escape(text)}</p>")
    pdf = page.pdf(format="A4")
    page.close()
    with pypdfium2.PdfDocument(pdf) as document:
        gray = document[0].render(scale=DOTS_PER_INCH / 72, grayscale=True).to_numpy()
    shades = np.array(gray, dtype=np.float32).reshape(gray.shape[0], -1)
    soft = (shades + np.roll(shades, 1, 0) + np.roll(shades, 1, 1) + np.roll(shades, (1, 1), (0, 1))) / 4
    noisy = 20 + soft * 0.85 + chance.normal(0, 12, soft.shape)
    pixels = np.clip(noisy, 0, 255).astype(np.uint8)
    height, width = pixels.shape
    return b"P5 %d %d 255\n" % (width, height) + pixels.tobytes()


def processor_seconds() -> float:
    """Return what children that have ended used of processors: on a busy machine, clocks say nothing."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def words_of(table: bytes) -> str:
    """Return the text of the first page of a table."""
    return freeze_pieces(next(pages_of(table), []))[0]


def characters_right(found: str, true: str) -> float:
    """Return the share of characters in common, in order, white space aside (as 2M/T of `difflib`)."""
    squeezed = ("".join(found.split()), "".join(true.split()))
    return SequenceMatcher(None, *squeezed, autojunk=False).ratio()


def measure(browser: Browser, folder: Path, language: str, pages: int) -> Tally:
    """Read pages of one language both ways."""
    chance, tally = np.random.default_rng(0), Tally()
    chosen = chosen_languages("")
    for text in news(folder, language, pages):
        image = scan(browser, text, LANGUAGES[language], chance)
        start = processor_seconds()
        seen = look_at(image)
        table = recognize(image, languages_for(seen.script, chosen), is_turned=seen.is_turned)
        middle = processor_seconds()
        plain = recognize(image, chosen, is_turned=False)
        tally.plain_seconds += processor_seconds() - middle
        tally.seconds += middle - start
        tally.likeness.append(characters_right(words_of(table), text))
        tally.plain.append(characters_right(words_of(plain), text))
    return tally


def main() -> None:
    """Print a line a language."""
    tesseract.PAGE_TIMEOUT_S = 900.0  # the machine may be busy; no page may be lost to that here
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else NEWS
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else PAGES
    print("language  pages  right  worst  CPU s/page   all at once: right  CPU s/page")
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for language in LANGUAGES:
            tally = measure(browser, folder, language, pages)
            count = max(1, len(tally.likeness))
            print(
                f"{language:8}  {count:5}  {sum(tally.likeness) / count:.3f}  {min(tally.likeness):.3f}"
                f"  {tally.seconds / count:10.1f}   {sum(tally.plain) / count:18.3f}"
                f"  {tally.plain_seconds / count:10.1f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
