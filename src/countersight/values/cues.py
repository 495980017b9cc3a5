"""Words that tell the status of what is said: denied, cancelled, planned, alleged, claimed, completed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from countersight.reference import load_reference
from countersight.values.folding import fold
from countersight.values.numerals import known_language
from countersight.values.phrases import PhraseBook, expand_phrase

STATUSES = ("denied", "cancelled", "planned", "alleged", "claimed", "completed")
"""In the order in which the first that fits counts."""
_HYPOTHETICAL, _NEGATED = "hypothetical", "negated"
_QUESTION_MARKS = "?？؟"
_CLOSING = "\"'”’»)）」』 \n"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusCue:
    """Words for a status in a text, at `start` to `end` in Unicode code points."""

    status: str
    """One of `STATUSES`, or `hypothetical` or `negated` where those were asked for."""
    start: int
    end: int


def find_status_cues(text: str, language: str | None) -> list[StatusCue]:
    """Find the words that give a status to what they govern, in order, never overlapping.

    What they govern is not decided here: a cue anywhere in a sentence is not yet the status of a claim in it.
    `language` is an ISO 639-1 code; none, or one without a table, is read as English.
    """
    return [cue for cue in _find(text, language) if cue.status in STATUSES]


def find_hypothetical_cues(text: str, language: str | None) -> list[StatusCue]:
    """Find the words of conditions, wishes and questions, under which nothing is asserted."""
    return [cue for cue in _find(text, language) if cue.status == _HYPOTHETICAL]


def find_negations(text: str, language: str | None) -> list[StatusCue]:
    """Find the words of plain negation, which by themselves are no denial."""
    return [cue for cue in _find(text, language) if cue.status == _NEGATED]


def is_question(text: str) -> bool:
    """Whether a sentence ends in a question mark of any script, closing quotes aside."""
    return text.rstrip(_CLOSING).endswith(tuple(_QUESTION_MARKS))


def is_hypothetical(text: str, language: str | None) -> bool:
    """Whether a sentence is a question or begins with a condition: `If Ruritania bought cameras, ...`."""
    cues = find_hypothetical_cues(text, language)
    start = next((index for index, char in enumerate(text) if char.isalpha()), 0)
    return is_question(text) or any(cue.start == start for cue in cues)


def _find(text: str, language: str | None) -> Iterator[StatusCue]:
    folded = fold(text)
    for status, begin, stop in _book(known_language(language)).find(folded):
        start, end = folded.span(begin, stop)
        yield StatusCue(status=status, start=start, end=end)


@cache
def _book(language: str) -> PhraseBook[str]:
    data: dict[str, Any] = load_reference(f"cues/{language}.yaml")
    return PhraseBook(
        (spelling, status)
        for status in (*STATUSES, _HYPOTHETICAL, _NEGATED)
        for phrase in data[status]
        for spelling in expand_phrase(phrase, {})
    )
