"""Where a text quotes others, so that what it says in its own words can be told apart."""

import re
from typing import Final

LONGEST: Final = 2_000
"""Code points past which a mark that was not closed is taken for a slip."""

_CLOSING: Final = {"“": "”", "„": "“”", "«": "»", "「": "」", "『": "』", '"': '"'}
"""What closes the quotation that each mark opens."""
_BREAK: Final = r"\n[^\S\n]*\n"
"""The end of a paragraph; a lone line break may be a wrapped line."""
_MARK: Final = re.compile(rf"[“”„«»「」『』\"]|{_BREAK}")
_ALSO_CLOSES: Final = '“«"'
"""Marks that some languages close with: they open only where no word or stop stands before them."""


def find_quotations(text: str) -> list[int]:
    """Return the edges of what stands between quotation marks: start, end, start, end.

    A quotation ends with its paragraph at the latest. An English one that is still open there counts, as newspapers
    close only the last of several paragraphs; of other marks that is taken for a slip. Time grows with the length of
    the text whatever is in it.
    """
    edges: list[int] = []
    start, closing = -1, ""
    for mark in _MARK.finditer(text):
        sign, place = mark.group(), mark.start()
        if start >= 0 and place - start > LONGEST:
            start = -1
        if start >= 0 and _ends(text, place, sign, closing):
            edges += (start, mark.end())
            start = -1
        elif sign.isspace():
            start = -1
        elif (start < 0 or sign == closing) and sign in _CLOSING and _opens(text, place):
            start, closing = place, _CLOSING[sign]
    if start >= 0 and closing == "”" and len(text) - start <= LONGEST:
        edges += (start, len(text))
    return edges


def _opens(text: str, place: int) -> bool:
    sign, before, after = text[place], text[place - 1 : place] or " ", text[place + 1 : place + 2]
    if sign not in _ALSO_CLOSES:
        return True
    return not (before.isalnum() or before in ".,;!?…") and not (sign == '"' and after.isspace())


def _ends(text: str, place: int, sign: str, closing: str) -> bool:
    """Whether a mark ends what `closing` closes; a straight one does after something, and not before a word."""
    if sign.isspace():
        return closing == "”"
    straight_opens = sign == '"' and (text[place - 1].isspace() or text[place + 1 : place + 2].isalnum())
    return sign in closing and not straight_opens
