"""Words looked for within one document: case, accents, widths and variants of letters make no difference."""

from countersight.values.folding import fold
from countersight.web.evidence.marking import Span

MOST = 2_000
"""Matches that are told one by one."""
LONGEST = 200
"""Code points of what may be looked for."""


def find_words(text: str, words: str) -> list[Span]:
    """Return where `words` stand in `text`, in order, the first `MOST`; white space stands for any."""
    wanted = " ".join(fold(words[:LONGEST]).text.split())
    if not wanted:
        return []
    found: list[Span] = []
    folded, place = fold(text), 0
    while len(found) < MOST and (place := folded.text.find(wanted, place)) >= 0:
        found.append(Span(*folded.span(place, place + len(wanted))))
        place += len(wanted)
    return found
