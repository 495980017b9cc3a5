"""What GLiNER2 answers, read strictly into records with the exact places of their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from countersight.extract.gliner.schema import FIELDS, PERSON, RECORD
from countersight.extract.scanning import Span
from countersight.model.claim import Kind, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record that the model found. Places are code points of the text."""

    places: Mapping[str, tuple[Span, ...]]
    """Of each slot, and of `evidence`, as far as the model found them."""
    confidence: float
    """The model's own probability, between 0 and 1."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What the model found in one window of a text."""

    records: list[Record] = field(default_factory=list)
    persons: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the model takes the words of a claim for."""

    kind: Kind
    status: Status
    confidence: float
    """The model's own probability of the kind."""


def read_answer(raw: Mapping[str, Any], *, offset: int, text: str) -> Answer:
    """Read the model's answer about a window that starts at `offset`.

    Words that do not stand where the model says are left out: they were tied to nothing.
    """
    persons = _places(raw.get("entities", {}).get(PERSON), offset, text)
    return Answer(records=[_record(row, offset, text) for row in raw.get(RECORD) or ()], persons=list(persons))


def read_judgement(raw: Mapping[str, Any]) -> Judgement:
    """Read what the model sorted some words into."""
    return Judgement(
        kind=Kind(raw["kind"]["label"]),
        status=Status(raw["status"]["label"]),
        confidence=_probability(raw["kind"]["confidence"]),
    )


def _record(row: Mapping[str, Any], offset: int, text: str) -> Record:
    places = {name: _places(row.get(name), offset, text) for name in FIELDS}
    scores = [value["confidence"] for name in FIELDS for value in _values(row.get(name))]
    # GLiNER2.5 scores a record as a whole; of an older model the mean over its words stands for that.
    whole = row.get("confidence", sum(scores) / len(scores) if scores else 0.0)
    return Record(places={name: found for name, found in places.items() if found}, confidence=_probability(whole))


def _places(value: Any, offset: int, text: str) -> tuple[Span, ...]:
    spans = set()
    for row in _values(value):
        start, end = offset + row["start"], offset + row["end"]
        if text[start:end] == row["text"] and row["text"].strip():
            spans.add(Span(start, end))
    return tuple(sorted(spans, key=lambda span: (span.start, span.end)))


def _values(value: Any) -> list[Mapping[str, Any]]:
    return value if isinstance(value, list) else [value] if value else []


def _probability(value: float) -> float:
    return min(1.0, max(0.0, float(value)))
