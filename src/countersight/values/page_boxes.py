"""Places on a page as parts of texts write them: `page=3&xywh=percent:10,20,30.5,4&confidence=91`."""

import re
from dataclasses import dataclass

_PLACE = re.compile(
    r"page=(\d{1,6})&xywh=percent:(\d{1,3}(?:\.\d+)?),(\d{1,3}(?:\.\d+)?),(\d{1,3}(?:\.\d+)?),(\d{1,3}(?:\.\d+)?)"
    r"(?:&confidence=(\d{1,3}))?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageBox:
    """A box on a page (W3C Media Fragments 1.0, 4.2.2), in hundredths of the page's width and height."""

    page: int
    """Counted from one."""
    left: float
    top: float
    width: float
    height: float
    confidence: int | None = None
    """How sure the recognizer is of the word in it, in hundredths; not a calibrated probability."""


def parse_page_box(at: str) -> PageBox | None:
    """Read a place; nothing where it is none on a page."""
    found = _PLACE.fullmatch(at)
    if found is None:
        return None
    left, top, width, height = (float(found[group]) for group in (2, 3, 4, 5))
    sure = int(found[6]) if found[6] else None
    return PageBox(page=int(found[1]), left=left, top=top, width=width, height=height, confidence=sure)
