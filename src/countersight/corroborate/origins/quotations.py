"""Where a text quotes others, so that what it says in its own words can be told apart."""

import re
from typing import Final

from countersight.corroborate.origins.scripts import UNSPACED

LONGEST: Final = 2_000
"""Code points past which a mark that was not closed is taken for a slip."""

_CLOSING: Final = {"“": '”"', "„": "“”", "«": "»", "「": "」", "『": "』", '"': '"”'}
"""What closes the quotation that each mark opens; editors mix curly and straight marks."""
_BREAK: Final = r"\n[^\S\n]*\n\s*"
"""The end of a paragraph; a lone line break may be a wrapped line."""
_MARK: Final = re.compile(rf"[“”„«»「」『』\"]|{_BREAK}")


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
        if start >= 0 and place - start > LONGEST:
            start = -1
        if start >= 0 and _ends(text, mark, text[start], closing):
            edges += (start, mark.end())
            start = -1
        elif sign.isspace():
            start = -1
        elif (start < 0 or sign == text[start]) and sign in _CLOSING and _opens(text, place):
            start, closing = place, _CLOSING[sign]
    return edges


def _opens(text: str, place: int) -> bool:
    """Whether a mark stands where a quotation begins: not right after a word or, if some close with it, a stop."""
    sign, before, after = text[place], text[place - 1 : place] or " ", text[place + 1 : place + 2]
    if sign in "„「『":
        return True
    if before.isalnum() and not UNSPACED.match(before):
        return False
    return sign == "“" or (before not in ".,;!?…" and not (sign == '"' and after.isspace()))


def _ends(text: str, mark: re.Match[str], opening: str, closing: str) -> bool:
    """Whether a mark ends the quotation that `opening` began."""
    sign, place = mark.group(), mark.start()
    if sign.isspace():
        return opening == "“" and text[mark.end() : mark.end() + 1] == opening
    opens_anew = sign == '"' and (text[place - 1].isspace() or text[place + 1 : place + 2].isalnum())
    return sign in closing and not opens_anew
