"""Where sentences begin and end in the languages that have a dictionary, in exact code points, without a model."""

import re
from dataclasses import dataclass
from functools import cache

from countersight.values.technology import LANGUAGES, load_terms

MAX_LENGTH = {"zh": 450}
"""Longer runs without an end (tables, lists of links) are cut, by language; see `LONGEST` for the others."""
LONGEST = 1_000

_CLOSING = "\"'”’»›）)】〉》」』\\]"
_END = re.compile(
    rf"""[。！？｡!?؟…۔।]+[{_CLOSING}]*             # marks that end a sentence wherever they stand, but see _is_end
      | [.;;]+[{_CLOSING}]*(?:\[?\d{{1,3}}\]?)?(?=\s|$)   # a full stop, with closing quotes and a footnote's number
      | \n\s*\n | \n(?=\s*[-•*–·]\s)""",
    re.VERBOSE,
)
_LAST_WORD = re.compile(r"(?:^|[\s(\[\"'“‘«—-])([\w.’'&]+)$")
_GOES_ON = re.compile(r"[\s»”\"'“‘«(\[]*[a-zà-öø-ÿа-яёα-ώ]")
_CUT = re.compile(r"[\s,，、;；:：،؛]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, in code points."""

    start: int
    end: int


def split_sentences(text: str, language: str | None = None) -> list[Span]:
    """Cut a text into sentences, in order; white space around them belongs to none.

    Abbreviations of the language and initials end no sentence, nor does a stop before a small letter. What stands
    longer than its language's limit without an end is cut where a word ends.
    """
    known = language if language in LANGUAGES else "en"
    limit = MAX_LENGTH.get(known, LONGEST)
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if _is_end(text, match, known):
            _add(spans, text, start, match.end(), limit)
            start = match.end()
    _add(spans, text, start, len(text), limit)
    return spans


@cache
def _abbreviations(language: str) -> frozenset[str]:
    return frozenset(str(word) for word in load_terms(language)["abbreviations"])


def _is_end(text: str, match: re.Match[str], language: str) -> bool:
    mark = match[0][0]
    if mark in "。！？｡\n؟۔।":
        return True
    if mark in ";;":
        return language == "el"
    if _GOES_ON.match(text, match.end()) or (mark in "!?…" and text[match.end() : match.end() + 1].isalnum()):
        return False
    if mark != ".":
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 24), match.start())
    if word is None:
        return True
    last = word[1].lower()
    is_initial = len(last) == 1 and last.isalpha() and word[1].isupper()
    return not (is_initial or last in _abbreviations(language))


def _add(spans: list[Span], text: str, start: int, end: int, limit: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > limit:
        cut = _cut(text, start, start + limit)
        spans.append(Span(start, cut))
        start = cut
        while text[start].isspace():
            start += 1
    if start < end:
        spans.append(Span(start, end))


def _cut(text: str, start: int, limit: int) -> int:
    """Return where to cut at or before `limit`: after the last word that ends in the second half, else right there."""
    places = [match.start() for match in _CUT.finditer(text, (start + limit) // 2, limit)]
    return places[-1] + (not text[places[-1]].isspace()) if places else limit
