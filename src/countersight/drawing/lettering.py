"""Text in drawings: how wide it is, how it fits, and how names of any script are written safely."""

import json
import unicodedata
from functools import cache
from importlib.resources import files

SIZE = 13.0
"""Height of letters in units of the drawing; 1 unit is 1 px where the drawing is shown at its own width."""
SMALL = 12.0
MARGIN = 1.1
"""Text is taken to be wider than measured, for pages without Source Sans 3: Noto Sans is a tenth wider."""
FSI, PDI = "\u2068", "\u2069"
"""First strong isolate and its end (Unicode Standard Annex 9): a name keeps its own direction."""
RIGHT_TO_LEFT = frozenset({"R", "AL"})
WIDE = frozenset({"W", "F"})


def text_width(text: str, *, size: float = SIZE) -> float:
    """Return how wide `text` is in Source Sans 3, semibold, the wider of the two weights used."""
    return sum(map(_advance, text)) * size / 1000 * MARGIN


def fit_text(text: str, room: float, *, size: float = SIZE) -> str:
    """Return `text`, cut with an ellipsis where it is wider than `room`."""
    if text_width(text, size=size) <= room:
        return text
    room -= text_width("…", size=size)
    used, kept = 0.0, 0
    for character in text:
        used += text_width(character, size=size)
        if used > room:
            break
        kept += 1
    return f"{_whole(text, kept).rstrip()}…"


def wrap_text(text: str, room: float, *, lines: int = 2, size: float = SIZE) -> list[str]:
    """Break `text` at its spaces into at most so many `lines`; the last, or a word too wide, ends with an ellipsis."""
    wrapped = [""]
    for word in text.split():
        longer = f"{wrapped[-1]} {word}".strip()
        if not wrapped[-1] or text_width(longer, size=size) <= room or len(wrapped) == lines:
            wrapped[-1] = longer
        else:
            wrapped.append(word)
    return [fit_text(line, room, size=size) for line in wrapped]


def break_text(text: str, room: float, *, size: float = SIZE) -> list[str]:
    """Break `text` at its spaces into as many lines as it needs."""
    return wrap_text(text, room, lines=max(1, len(text)), size=size)


def isolate(text: str) -> str:
    """Keep a name that runs from the right from turning the words around it."""
    return f"{FSI}{text}{PDI}" if is_right_to_left(text) else text


def is_right_to_left(text: str) -> bool:
    """Tell whether any character of `text` runs from the right."""
    return any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text)


def writable(text: str) -> str:
    """Return `text` in one line, without what XML 1.0 (section 2.2) cannot hold or what reorders text around it."""
    return " ".join("".join(map(_writable, text)).split())


def _writable(character: str) -> str:
    if character in "\t\n\r":
        return " "
    code = ord(character)
    is_forbidden = code < 0x20 or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE
    is_override = 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069
    return "" if is_override else "\ufffd" if is_forbidden else character


def _whole(text: str, kept: int) -> str:
    """Cut `text` before a character that joins the one before it goes with it: marks stay on their letters."""
    while 0 < kept < len(text) and (unicodedata.combining(text[kept]) or text[kept - 1] == "\u200d"):
        kept -= 1
    return text[:kept]


def _advance(character: str) -> int:
    known = _advances().get(ord(character))
    if known is not None:
        return known
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 1000 if unicodedata.east_asian_width(character) in WIDE else 650


@cache
def _advances() -> dict[int, int]:
    """Load the advance widths of Source Sans 3 semibold, in thousandths of its size."""
    runs = json.loads((files(__package__) / "fonts" / "widths.json").read_text(encoding="utf-8"))
    return {start + offset: width for start, widths in runs for offset, width in enumerate(widths)}
