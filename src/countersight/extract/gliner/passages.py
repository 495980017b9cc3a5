"""Which stretches of a text the model gets to read: windows of the first look, no longer than it can read at once."""

from collections.abc import Callable, Iterator

from countersight.extract.grounding import Passage
from countersight.extract.scanning import scan, split_sentences
from countersight.model.text import DocumentText


def choose_passages(text: DocumentText, fits: Callable[[str], bool]) -> Iterator[Passage]:
    """Yield the passages to read, in order and apart; none of a text off the subject.

    A passage that does not fit is halved at the end of a sentence; one sentence that does not is yielded as it is.
    """
    windows = scan(text.text, text.language)
    if not windows:
        return
    sentences = split_sentences(text.text, text.language)
    for window in windows:
        own = tuple(s for s in sentences if window.start <= s.start and s.end <= window.end)
        if own:
            yield from _fitting(Passage.of(own), text.text, fits)


def _fitting(passage: Passage, text: str, fits: Callable[[str], bool]) -> Iterator[Passage]:
    halves = None if fits(text[passage.start : passage.end]) else passage.halves()
    if halves is None:
        yield passage
    else:
        for half in halves:
            yield from _fitting(half, text, fits)
