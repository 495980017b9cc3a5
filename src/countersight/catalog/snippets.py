"""The stretch of a text that shows why it was found."""

import re

from countersight.catalog.rows import Snippet
from countersight.catalog.words import Search
from countersight.values.folding import fold

BEFORE = 80
"""Code points shown before the first match."""
LENGTH = 280
"""Code points shown at most."""
_BREAKS = re.compile(r"\s")


def make_snippet(text: str, search: Search, *, of: str) -> Snippet | None:
    """Show the words around the first match of a search in a text; none where nothing of it matches."""
    matches = list(search.matches(fold(text)))
    if not matches:
        return None
    first = matches[0][0]
    start, end = _window(text, first)
    pieces: list[tuple[str, bool]] = []
    place = start
    for begin, stop in matches:
        if begin < place:  # it overlaps the one before
            begin = place
        stop = min(stop, end)
        if begin >= stop:
            continue
        if begin > place:
            pieces.append((text[place:begin], False))
        pieces.append((text[begin:stop], True))
        place = stop
    if place < end:
        pieces.append((text[place:end], False))
    return Snippet(
        pieces=tuple(pieces), start=start, match=first, of=of, is_cut_before=start > 0, is_cut_after=end < len(text)
    )


def _window(text: str, first: int) -> tuple[int, int]:
    """Cut between words where there are any near."""
    start = max(0, first - BEFORE)
    if start:
        gap = _BREAKS.search(text, start, first)
        start = gap.end() if gap else start
    end = min(len(text), start + LENGTH)
    if end < len(text):
        gap_before = max(text.rfind(" ", first + 1, end), text.rfind("\n", first + 1, end))
        end = gap_before if gap_before > end - BEFORE else end
    return start, end
