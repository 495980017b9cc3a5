"""What a mapping made of a table: what each column became, which values no rule covers, which rows were left out."""

from collections import Counter
from dataclasses import dataclass, field

PERSON = "a person: left out"
MAYBE_PERSON = "not surely an organization: left out, for it may be a person"
LONGEST_WORDS = 200
"""Code points of a value that a report shows."""


@dataclass(slots=True)
class Report:
    """Counts over the rows of a table, or of several."""

    rows: int = 0
    used: int = 0
    """Rows of which at least one claim was made."""
    claims: int = 0
    became: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Column, slot, and what the words stand for."""
    uncovered: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Column, slot, and words for which there is no rule."""
    left_out: Counter[str] = field(default_factory=Counter)
    """Rows of which no claim was made, by reason."""
    failed: Counter[str] = field(default_factory=Counter)
    """Claims that could not be made of a row that was not left out, by reason."""

    @property
    def persons(self) -> int:
        """Rows that are of persons, or may be."""
        return self.left_out[PERSON] + self.left_out[MAYBE_PERSON]

    def note(self, column: str, slot: str, value: str) -> None:
        """Note what the words of a column became."""
        self.became[column, slot, value[:LONGEST_WORDS]] += 1

    def miss(self, column: str, slot: str, words: str) -> None:
        """Note words that no rule covers."""
        self.uncovered[column, slot, words[:LONGEST_WORDS]] += 1
