"""Where sentences begin and end, in exact code points, without a model."""

import re

from countersight.extract.english.lexicon import words
from countersight.extract.scanning import Span

MAX_LENGTH = 1_200
"""Longer runs without an end (tables, lists of links) are cut here, so that parsing time stays bounded."""

_END = re.compile(
    r"""[.!?…]+["'”’)\]]*(?:\[?\d{1,3}\]?){0,2}(?=\s|$)   # with closing quotes and numbers of footnotes
      | [.!?]["”’]?(?=[A-Z][a-z]+\s)                       # a lost space between sentences
      | \n\s*\n | \n(?=\s*[-•*–]\s)
      | ^[^\n.]{0,80}\([A-Z][\w .]{1,30}\)\s+[-–—]+\s  # a dateline: RIYADH (Agency) -
      | ^[A-Z][A-Z ]{3,30}(?:,[^\n.]{0,40})?\s[-–—]+\s """,
    re.VERBOSE | re.MULTILINE,
)
_LAST_WORD = re.compile(r"(?:^|[\s(\[\"'“‘—-])([\w.’'&]+)$")
_NEXT_STARTS = re.compile(r"\s*[\"'“‘(\[]*(?:[^\W_a-z]|[-•*#])")


def split_sentences(text: str) -> list[Span]:
    """Cut a text into sentences; whitespace around them belongs to none.

    An end is a full stop, question or exclamation mark before a capital, a blank line, or a line that starts an item of
    a list. Abbreviations and initials end no sentence.
    """
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] not in ".!?…" or _is_end(text, match):
            spans.extend(_trimmed(text, start, match.end()))
            start = match.end()
    spans.extend(_trimmed(text, start, len(text)))
    return spans


def _is_end(text: str, match: re.Match[str]) -> bool:
    if not _NEXT_STARTS.match(text, match.end()) and match.end() < len(text.rstrip()):
        return False
    if match[0][0] != ".":
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 24), match.start())
    if word is None:
        return True
    last = word[1].lower()
    is_initial = len(last) == 1 and last.isalpha() and word[1].isupper()
    return not (is_initial or last in words("abbreviations"))


def _trimmed(text: str, start: int, end: int) -> list[Span]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return [Span(cut, min(end, cut + MAX_LENGTH)) for cut in range(start, end, MAX_LENGTH)]
