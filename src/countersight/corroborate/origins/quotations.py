"""Where a text quotes others, so that what it says in its own words can be told apart."""

import re
from typing import Final

from countersight.corroborate.origins.scripts import UNSPACED

LONGEST: Final = 2_000
"""Code points past which a mark that was not closed is taken for a slip."""

_CLOSING: Final = {"“": '”"', "„": "“”", "«": "»", "「": "」", "『": "』", '"': '"”'}
"""What closes the quotation that each mark opens; editors mix curly and straight marks."""
MARKS: Final = frozenset('“”„«»「」『』"')
"""What can begin or end a quotation."""
_BREAK: Final = re.compile(r"\n[^\S\n]*\n\s*")
"""The end of a paragraph; a lone line break may be a wrapped line."""
_MARK: Final = re.compile(f"[{''.join(sorted(MARKS))}]")


def find_quotations(text: str) -> list[int]:
    """Return the edges of what stands between quotation marks: start, end, start, end.

    A quotation ends with its paragraph at the latest. One that is still open there counts if the next paragraph opens
    anew, as newspapers do who close only the last of several; otherwise its mark is taken for a slip. Time grows with
    the length of the text, whatever is in it.
    """
    edges: list[int] = []
    start, closing = -1, ""
    for mark in _MARK.finditer(text):
        sign, place = mark.group(), mark.start()
        if start >= 0 and (gap := _find_break(text, start, place)):
            if text[start] == text[gap.end()] == "“" and gap.start() - start <= LONGEST:
                edges += (start, gap.end())
            start = -1
        if start >= 0 and place - start > LONGEST:
            start = -1
        if start >= 0 and _closes(text, place, closing):
            edges += (start, place + 1)
            start = -1
        elif (start < 0 or sign == text[start]) and sign in _CLOSING and _opens(text, place):
            start, closing = place, _CLOSING[sign]
    return edges


def _find_break(text: str, start: int, end: int) -> re.Match[str] | None:
    """Find the end of a paragraph between two places; most quotations have not even a line break in them."""
    return _BREAK.search(text, start, end) if text.find("\n", start, end) >= 0 else None


def _opens(text: str, place: int) -> bool:
    """Whether a mark stands where a quotation begins: not right after a word or, if some close with it, a stop."""
    sign, before, after = text[place], text[place - 1 : place] or " ", text[place + 1 : place + 2]
    if sign in "„「『":
        return True
    if before.isalnum() and not UNSPACED.match(before):
        return False
    return sign == "“" or (before not in ".,;!?…" and not (sign == '"' and after.isspace()))


def _closes(text: str, place: int, closing: str) -> bool:
    """Whether a mark is one of those that close the open quotation, and does not rather open one anew."""
    sign = text[place]
    opens_anew = sign == '"' and (text[place - 1].isspace() or text[place + 1 : place + 2].isalnum())
    return sign in closing and not opens_anew
