"""From words that a person typed or selected to their exact place in a document text."""

from collections.abc import Sequence
from dataclasses import dataclass

from countersight.extract.scanning import split_sentences
from countersight.model.text import DocumentText
from countersight.review import Span

MOST_PLACES = 12
"""Places offered where words stand more than once."""
AROUND = 40
"""Code points shown on either side of each."""
LONGEST_QUOTE = 600
"""Code points up to which the words that carry a claim are made longer; beyond, a further quote is added."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One of several places at which the same words stand."""

    start: int
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Where words stand; or why that cannot be said, with the places to choose from if there are several."""

    span: Span | None = None
    problem: str = ""
    places: tuple[Place, ...] = ()


def locate_words(text: DocumentText, words: str, start: int | None, within: Sequence[Span]) -> Located:
    """Find words exactly: at `start` if they stand there, else at the one place in the quotes, else in the text."""
    words = words.strip()
    if not words:
        return Located(problem="no words are given")
    if start is not None and start >= 0 and text.text.startswith(words, start):
        return Located(span=Span(start=start, end=start + len(words)))
    everywhere = _find_all(text.text, words)
    inside = [at for at in everywhere if any(span.start <= at and at + len(words) <= span.end for span in within)]
    found = inside or everywhere
    if len(found) == 1:
        return Located(span=Span(start=found[0], end=found[0] + len(words)))
    if not found:
        return Located(problem=f"“{words[:60]}” does not stand in the text exactly so")
    places = tuple(_place(text.text, words, at) for at in found[:MOST_PLACES])
    return Located(problem=f"“{words[:60]}” stands there {len(found)} times: choose which", places=places)


def widen_quotes(text: DocumentText, quotes: Sequence[Span], spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return quotes that hold all these words: a quote grows within its sentence, else the words' sentence joins.

    Without any quote, the sentence that holds most of the words comes first.
    """
    sentences = split_sentences(text.text, text.language)
    held = list(quotes)
    if not held and spans:
        homes = [_sentence_of(sentences, span) for span in spans]
        held = [max(homes, key=lambda home: (homes.count(home), -home.start))]
    for span in spans:
        if any(quote.start <= span.start and span.end <= quote.end for quote in held):
            continue
        home = _sentence_of(sentences, span)
        grown = Span(start=min(held[0].start, span.start), end=max(held[0].end, span.end))
        if home.start <= held[0].start and held[0].end <= home.end and grown.end - grown.start <= LONGEST_QUOTE:
            held[0] = grown
        else:
            held.append(home)
    return tuple(dict.fromkeys(held))


def _sentence_of(sentences: Sequence[object], span: Span) -> Span:
    """Return the sentence, or the run of sentences, that some words stand in."""
    home = [one for one in sentences if one.start < span.end and span.start < one.end]  # type: ignore[attr-defined]
    start = min((one.start for one in home), default=span.start)  # type: ignore[attr-defined]
    end = max((one.end for one in home), default=span.end)  # type: ignore[attr-defined]
    return Span(start=min(start, span.start), end=max(end, span.end))


def _find_all(text: str, words: str) -> list[int]:
    found, at = [], text.find(words)
    while at >= 0:
        found.append(at)
        at = text.find(words, at + 1)
    return found


def _place(text: str, words: str, at: int) -> Place:
    end = at + len(words)
    return Place(start=at, before=text[max(0, at - AROUND) : at], words=words, after=text[end : end + AROUND])
