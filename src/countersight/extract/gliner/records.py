"""What GLiNER2 answers, read strictly into records with the exact places of their words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from countersight.extract.gliner.schema import ANCHOR, CHOICES, PERSON, RECORD, SEVERAL, SINGLE, chosen
from countersight.extract.scanning import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record that the model found. Places are code points of the text."""

    kind: str | None
    status: str | None
    places: Mapping[str, tuple[Span, ...]]
    """Of each slot, and of `evidence`, as far as the model found them."""
    confidence: float
    """The model's own probability, between 0 and 1."""


@dataclass(slots=True, kw_only=True)
class Answer:
    """What the model found in one window of a text."""

    records: list[Record] = field(default_factory=list)
    persons: list[Span] = field(default_factory=list)


def read_answer(raw: Mapping[str, Any], *, offset: int, text: str) -> Answer:
    """Read the model's answer about a window that starts at `offset`.

    Words that do not stand where the model says are left out: they were tied to nothing.
    """
    persons = _places(raw.get("entities", {}).get(PERSON), offset, text)
    return Answer(records=[_record(row, offset, text) for row in raw.get(RECORD) or ()], persons=list(persons))


def _record(row: Mapping[str, Any], offset: int, text: str) -> Record:
    places = {name: _places(row.get(name), offset, text) for name in (ANCHOR, *SINGLE, *SEVERAL)}
    picks = {name: row.get(name) for name in CHOICES}
    return Record(
        kind=_pick(picks["kind"]),
        status=_pick(picks["status"]),
        places={name: found for name, found in places.items() if found},
        confidence=_confidence(row, picks["kind"]),
    )


def _pick(value: Any) -> str | None:
    return chosen(value["text"]) if value else None


def _places(value: Any, offset: int, text: str) -> tuple[Span, ...]:
    rows = value if isinstance(value, list) else [value] if value else []
    spans = []
    for row in rows:
        start, end = offset + row["start"], offset + row["end"]
        if text[start:end] == row["text"] and row["text"].strip():
            spans.append(Span(start, end))
    return tuple(sorted(set(spans), key=lambda span: (span.start, span.end)))


def _confidence(row: Mapping[str, Any], kind: Any) -> float:
    """Return the model's probability of the record times that of its kind.

    GLiNER2.5 scores a record as a whole; of an older model the mean over its words stands for that.
    """
    scores = [value["confidence"] for value in _values(row)]
    whole = row.get("confidence", sum(scores) / len(scores) if scores else 0.0)
    product = float(whole) * (float(kind["confidence"]) if kind else 1.0)
    return min(1.0, max(0.0, product))


def _values(row: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    fields = [row.get(name) for name in (ANCHOR, *SINGLE, *SEVERAL)]
    return [value for found in fields if found for value in (found if isinstance(found, list) else [found])]
