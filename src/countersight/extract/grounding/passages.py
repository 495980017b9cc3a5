"""A stretch of a text that an extractor reads closely."""

from dataclasses import dataclass

from countersight.extract.scanning import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """Whole sentences of a text, in code points of the text."""

    start: int
    end: int
    sentences: tuple[Span, ...]

    @classmethod
    def of(cls, sentences: tuple[Span, ...]) -> "Passage":
        """Make a passage of sentences that follow one another."""
        return cls(sentences[0].start, sentences[-1].end, sentences)

    def halves(self) -> "tuple[Passage, Passage] | None":
        """Part the passage at the end of a sentence; `None` if it has but one."""
        if len(self.sentences) < 2:
            return None
        middle = len(self.sentences) // 2
        return Passage.of(self.sentences[:middle]), Passage.of(self.sentences[middle:])

    def home(self, place: Span) -> Span:
        """Return the sentence around a place; a place across sentences is its own."""
        return next((s for s in self.sentences if s.start <= place.start and place.end <= s.end), place)
