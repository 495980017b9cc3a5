"""Finds the pages of a PDF that are pictures of text, and draws them for recognition."""

from typing import Any

from countersight.errors import UnreadableDocument

MAX_PAGES = 500
"""Scanned pages that are recognized in one document."""
DOTS_PER_INCH = 300
"""What Tesseract's models were made for; its manual advises at least as much."""
LONGEST_SIDE = 6_000
"""Pixels of the image of a page, however large the page says it is."""

FEW_LETTERS = 100
"""On a page of A4. A scan may carry a stamp or a page number as text; a page of text has 1,000 and more."""
_A4 = 595 * 842
_POINTS_PER_INCH = 72
_MOST_COVERED = 0.3
"""Of a page with few letters: the share that pictures cover from which it is taken for a scan."""
_BLANK = 250
"""Gray from which a dot is paper."""
_SMALL = 200


def scanned_pages(pdf: Any, words: list[str]) -> list[int]:
    """Return the indices of pages that are pictures of text, by the words of their text layers.

    A page without letters is one unless it is blank: letters may also be drawn as shapes.
    """
    found = [index for index, page in enumerate(words) if _is_scanned(pdf[index], sum(map(str.isalnum, page)))]
    if len(found) > MAX_PAGES:
        raise UnreadableDocument(f"{len(found):,} scanned pages are over the limit of {MAX_PAGES:,}")
    return found


def _is_scanned(page: Any, letters: int) -> bool:
    width, height = page.get_size()
    few = FEW_LETTERS * max(width * height / _A4, 0.1)
    if letters >= few:
        return False
    return _covered(page, width * height) >= _MOST_COVERED if letters else not _is_blank(page, max(width, height))


def _covered(page: Any, area: float) -> float:
    """Return the share of a page that its pictures cover."""
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    covered = 0.0
    for picture in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        covered += max(0.0, right - left) * max(0.0, top - bottom)
    return min(1.0, covered / max(area, 1.0))


def _is_blank(page: Any, longest: float) -> bool:
    pixels = page.render(scale=_SMALL / max(longest, 1.0), grayscale=True, may_draw_forms=False).to_numpy()
    return bool(pixels.min() >= _BLANK)


def draw_for_recognition(page: Any) -> bytes:
    """Draw a page in shades of gray, as a portable graymap (PGM, netpbm's `P5`)."""
    longest = max(*page.get_size(), 1.0)
    scale = min(DOTS_PER_INCH / _POINTS_PER_INCH, LONGEST_SIDE / longest)
    pixels = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_numpy()
    height, width = pixels.shape[:2]
    gray: bytes = pixels.reshape(height, -1)[:, :width].tobytes()
    return b"P5 %d %d 255\n" % (width, height) + gray
