"""Mends words that the end of a line parted."""

import re
from collections.abc import Sequence

_HYPHEN = re.compile("[\x02\ufffe]")
"""What PDFium writes for a hyphen at the end of a line, in place of it and of the line's end."""
_WORD = re.compile(r"\w+(?:-\w+)*")
_LAST_WORD = re.compile(r"\w+\Z")
_FIRST_WORD = re.compile(r"\w+")
_LONGEST_PART = 40


def join_hyphenated(pages: Sequence[str]) -> list[str]:
    """Mend parted words as the rest of the document writes them.

    Where it writes neither `state-owned` nor `stateowned`, the word is joined: a hyphen set by the line's end is the
    commoner.
    """
    words = {word.lower() for page in pages for word in _WORD.findall(page)}
    return [_mend(page, words) for page in pages]


def _mend(page: str, words: set[str]) -> str:
    first, *rest = _HYPHEN.split(page)
    pieces = [first]
    for piece in rest:
        if _is_hyphen_meant(pieces[-1][-_LONGEST_PART:], piece[:_LONGEST_PART], words):
            pieces.append("-")
        pieces.append(piece)
    return "".join(pieces)


def _is_hyphen_meant(left: str, right: str, words: set[str]) -> bool:
    head, tail = _LAST_WORD.search(left), _FIRST_WORD.match(right)
    if head is None or tail is None:
        return False
    return f"{head[0]}-{tail[0]}".lower() in words and (head[0] + tail[0]).lower() not in words
