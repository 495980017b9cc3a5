"""Words as GLiNER2 counts them, with every character of an unspaced script a word of its own."""

import re
from collections.abc import Iterator

_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u200c\u200d"
"""Marks and joiners within words; `\\w` leaves them out."""
_LETTER = rf"(?:(?![{_UNSPACED}])[\w{_MARKS}])"
_WORD = re.compile(rf"https?://[^\s{_UNSPACED}]+|[{_UNSPACED}]|{_LETTER}+(?:[-_]{_LETTER}+)*|\S")


def split_words(text: str, lower: bool = True) -> Iterator[tuple[str, int, int]]:
    """Yield each word of `text` with its place in Unicode code points.

    GLiNER2's own splitter makes one word of a whole run of Han letters, in which no name could be found; where words
    are spaced, both agree. Only the word is lowered, never the text: lowering may change its length.
    """
    for match in _WORD.finditer(text):
        word = match.group()
        yield (word.lower() if lower else word), match.start(), match.end()
