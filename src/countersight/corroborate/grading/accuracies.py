"""How often a source is right: a prior by its letter, and from twenty checked statements on what they teach."""

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from countersight.model.source import Reliability
from countersight.reference import load_reference

LEAST_CHECKED: Final = 20
"""Statements of a source that must be checked before they count: below that, chance speaks louder than the source."""


@dataclass(frozen=True, slots=True)
class Accuracy:
    """The share of its statements that a source gets right, as a Beta distribution of right and wrong ones."""

    right: float
    wrong: float

    @property
    def mean(self) -> float:
        """The share expected."""
        return self.right / (self.right + self.wrong)


@dataclass(frozen=True, slots=True)
class Record:
    """What reviewers found of a source: how many of its statements they checked, and how many of them were right."""

    checked: int = 0
    right: int = 0

    @property
    def teaches(self) -> bool:
        """Whether there are enough of them to learn from."""
        return self.checked >= LEAST_CHECKED

    def add(self, *, is_right: bool) -> "Record":
        """Return the record with one more checked statement."""
        return Record(self.checked + 1, self.right + is_right)


@cache
def letter_accuracy(letter: Reliability) -> Accuracy:
    """Return the prior of a letter: its accuracy, worth so many statements (`reference/source_priors.yaml`)."""
    row: dict[str, Any] = load_reference("source_priors.yaml")["letters"][letter.value]
    return Accuracy(row["accuracy"] * row["worth"], (1.0 - row["accuracy"]) * row["worth"])


def learn_accuracy(prior: Accuracy, record: Record) -> Accuracy:
    """Return the Beta posterior of a source's accuracy: its record drawn toward the prior of its letter.

    The conjugate update of a proportion: right and wrong statements are added to those that the prior is worth. A
    record of fewer than `LEAST_CHECKED` changes nothing.
    """
    if not record.teaches:
        return prior
    return Accuracy(prior.right + record.right, prior.wrong + record.checked - record.right)
