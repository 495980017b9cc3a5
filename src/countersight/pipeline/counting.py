"""What a stage did in one run, counted for whoever watches it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from countersight.model.failure import Failure, Stage

Observer = Callable[[Stage, int, int | None], None]
"""Told how many items of a stage are done, of how many if that is known."""

EXAMPLES = 5
"""Failures that a count tells in full."""


@dataclass(slots=True)
class StageCount:
    """What one stage did in one run."""

    done: int = 0
    """Items it took up and finished."""
    produced: int = 0
    """New rows that came of them: documents, texts, claims, judgements, findings."""
    failed: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    """Items that it left alone, by reason."""
    examples: list[Failure] = field(default_factory=list)
    """The first few of what failed while collecting."""
    dropped: Counter[str] = field(default_factory=Counter)
    """Claims seen but not tied to words, by reason."""

    @property
    def taken_up(self) -> int:
        """How many items are behind it, whatever became of them."""
        return self.done + self.failed + self.skipped.total()
