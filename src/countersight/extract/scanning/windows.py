"""Stretches of a text for the close look: whole sentences with what stands around them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countersight.extract.scanning.sentences import Span

LONGEST = 1_100
"""Code points of a window at most; one sentence that is longer makes its own."""
LONGEST_BY_LANGUAGE = {"zh": 500}


@dataclass(frozen=True, slots=True)
class Window:
    """Whole sentences of a text that deserve a close look, in code points."""

    start: int
    end: int


def open_windows(sentences: list[Span], wanted: Iterable[int], *, around: int, language: str | None) -> list[Window]:
    """Return windows over the `wanted` sentences, by number, with `around` sentences on either side.

    They are in order and never overlap. Windows that touch are one, unless it would be too long; then they part at the
    end of a sentence, as evenly as sentences allow.
    """
    limit = LONGEST_BY_LANGUAGE.get(language or "", LONGEST)
    chosen = sorted({n for at in wanted for n in range(max(0, at - around), min(len(sentences), at + around + 1))})
    return [window for run in _runs(chosen) for window in _divide([sentences[n] for n in run], limit)]


def _runs(numbers: list[int]) -> Iterator[list[int]]:
    """Group numbers that follow one another."""
    run: list[int] = []
    for number in numbers:
        if run and number != run[-1] + 1:
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _divide(run: list[Span], limit: int) -> Iterator[Window]:
    whole = run[-1].end - run[0].start
    parts = -(-whole // limit)
    even = whole / parts
    first = run[0].start
    for number, sentence in enumerate(run):
        if number + 1 == len(run):
            yield Window(first, sentence.end)
        elif run[number + 1].end - first > limit or sentence.end - first >= even:
            yield Window(first, sentence.end)
            first = run[number + 1].start
