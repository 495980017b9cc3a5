"""Words that were recognized in images: where they stand on a page, and how sure the recognizer is of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countersight.model.evidence import Evidence
from countersight.model.text import DocumentText, Part
from countersight.values.page_boxes import PageBox, parse_page_box


@dataclass(frozen=True, slots=True)
class RecognizedWord:
    """A word of the text with its box on the page."""

    text: str
    box: PageBox


def words_on(text: DocumentText, number: int) -> list[RecognizedWord]:
    """Return the recognized words of a page, in the order of the text."""
    return [RecognizedWord(text.text[part.start : part.end], box) for part, box in _placed(text.parts, number)]


def mean_confidence(words: list[RecognizedWord]) -> float | None:
    """Return how sure the recognizer is of these words, each counting by its letters, from 0 to 1."""
    told = [(len(word.text), word.box.confidence) for word in words if word.box.confidence is not None]
    letters = sum(length for length, _ in told)
    return sum(length * sure for length, sure in told) / letters / 100 if letters else None


def boxes_of(
    evidence: Iterable[Evidence], text: DocumentText, number: int
) -> tuple[tuple[float, float, float, float], ...]:
    """Return left, top, right and bottom of each recognized word on a page that quotes hold, as parts of the page."""
    spans = [(one.start, one.end) for one in evidence if one.text_id == text.id]
    return tuple(
        (box.left / 100, box.top / 100, (box.left + box.width) / 100, (box.top + box.height) / 100)
        for part, box in _placed(text.parts, number)
        if any(part.start < end and start < part.end for start, end in spans)
    )


def _placed(parts: tuple[Part, ...], number: int) -> Iterator[tuple[Part, PageBox]]:
    for part in parts:
        box = parse_page_box(part.at)
        if box is not None and box.page == number:
            yield part, box
