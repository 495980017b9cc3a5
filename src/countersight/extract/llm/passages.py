"""Which stretches of a text the model gets to read."""

from collections.abc import Iterator

from countersight.extract.grounding import Passage
from countersight.extract.scanning import Span, scan, split_sentences
from countersight.model.text import DocumentText
from countersight.values.technology import LANGUAGES

LONGEST = 6_000
"""Code points of a passage at most; one sentence that is longer makes its own."""
GAP = 600
"""Code points between two windows up to which they are one passage: who "the company" is may stand there."""


def choose_passages(text: DocumentText) -> list[Passage]:
    """Return the passages to read closely, in order and apart.

    Where there is a dictionary of the language they are the windows in which the trade is spoken of, joined where near,
    and of a short text the whole; a text off the subject has none. In other languages it is the whole text, in parts.
    """
    sentences = split_sentences(text.text, text.language)
    if not sentences:
        return []
    whole = Span(sentences[0].start, sentences[-1].end)
    if text.language in LANGUAGES or text.language is None:
        windows = [Span(window.start, window.end) for window in scan(text.text, text.language)]
        if not windows:
            return []
        stretches = [whole] if whole.end - whole.start <= LONGEST else _joined(windows)
    else:
        stretches = [whole]
    return [
        passage
        for stretch in stretches
        for passage in _parts([s for s in sentences if stretch.start <= s.start and s.end <= stretch.end])
    ]


def _joined(windows: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for window in windows:
        if joined and window.start - joined[-1].end <= GAP and window.end - joined[-1].start <= LONGEST:
            joined[-1] = Span(joined[-1].start, window.end)
        else:
            joined.append(window)
    return joined


def _parts(sentences: list[Span]) -> Iterator[Passage]:
    part: list[Span] = []
    for sentence in sentences:
        if part and sentence.end - part[0].start > LONGEST:
            yield Passage.of(tuple(part))
            part = []
        part.append(sentence)
    if part:
        yield Passage.of(tuple(part))
