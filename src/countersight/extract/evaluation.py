"""The measured loop: run an extractor over gold documents, score it, and see how well its confidence is calibrated."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from countersight.errors import UnreadableDocument
from countersight.extract.base import Extractor
from countersight.extract.gold import claim_to_gold
from countersight.extract.scoring import GoldClaim, Tally, reached_levels, score_document
from countersight.model.failure import Failure
from countersight.model.text import DocumentText, text_id

D = TypeVar("D", bound="GoldDocument")

BINS = 5
"""Bins of equal width in the reliability table: few, since gold claims are few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldDocument:
    """A passage with the claims that a careful reader took from it."""

    id: str
    lang: str
    text: str
    claims: tuple[dict[str, Any], ...]
    date: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """One row of the reliability table."""

    low: float
    high: float
    claims: int
    confidence: float
    """Mean confidence of its claims."""
    accepted: float
    """Share of its claims that reach the level core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A gold claim and a prediction that differ, or one without the other."""

    document: str
    what: str
    """`missed`, `spurious` or `differs`."""
    gold: GoldClaim | None
    predicted: GoldClaim | None


@dataclass(slots=True, kw_only=True)
class Evaluation:
    """What an extractor reached on a gold file."""

    tallies: dict[str, Tally] = field(default_factory=dict)
    """By document id, so that documents can be drawn with replacement."""
    languages: dict[str, str] = field(default_factory=dict)
    """Of each document."""
    kinds: dict[str, Tally] = field(default_factory=dict)
    predictions: list[dict[str, Any]] = field(default_factory=list)
    """One record a document, in the gold format."""
    misses: list[Miss] = field(default_factory=list)
    confidences: list[tuple[float, bool]] = field(default_factory=list)
    """Of each predicted claim, with whether it reaches the level core."""
    failures: list[Failure] = field(default_factory=list)
    """Of documents that the extractor could not look at; they count as without predictions."""

    def total(self, language: str | None = None) -> Tally:
        """Add up all documents, or those of one language."""
        chosen = (tally for name, tally in self.tallies.items() if language in (None, self.languages[name]))
        return sum(chosen, Tally())

    def reliability(self) -> list[Bin]:
        """Return how often claims of each confidence were right (DeGroot and Fienberg 1983)."""
        bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
        for confidence, right in self.confidences:
            bins[min(BINS - 1, int(confidence * BINS))].append((confidence, right))
        return [
            Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                claims=len(rows),
                confidence=sum(confidence for confidence, _ in rows) / len(rows),
                accepted=sum(right for _, right in rows) / len(rows),
            )
            for number, rows in enumerate(bins)
            if rows
        ]

    def calibration_error(self) -> float:
        """Return the expected calibration error (Naeini, Cooper and Hauskrecht 2015)."""
        total = len(self.confidences)
        return sum(row.claims / total * abs(row.confidence - row.accepted) for row in self.reliability())


def read_gold(path: Path) -> list[GoldDocument]:
    """Read a gold file, one JSON document a line.

    Raises:
        UnreadableDocument: a line is no gold document; the message has its number.
    """
    return read_documents(path, GoldDocument)


def read_documents(path: Path, kind: type[D]) -> list[D]:
    """Read documents of one kind, one JSON record a line.

    Raises:
        UnreadableDocument: as `read_gold`.
    """
    documents: list[D] = []
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if line.strip():
            try:
                documents.append(msgspec.json.decode(line, type=kind))
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise UnreadableDocument(f"{path}:{number}: {error}") from error
    return documents


def evaluate_extractor(
    documents: Sequence[GoldDocument], extractor: Extractor, *, observe: Callable[[], None]
) -> Evaluation:
    """Extract and score document after document; `observe` is called after each.

    A document in a language that the extractor does not read counts as one without predictions, as in a run.
    """
    evaluation = Evaluation()
    readable = (document for document in documents if document.lang in extractor.languages)
    extractions = extractor.extract(map(as_text, readable))
    for document in documents:
        extraction = next(extractions) if document.lang in extractor.languages else None
        claims = extraction.claims if extraction is not None else ()
        evaluation.failures += [extraction.failure] if extraction is not None and extraction.failure else []
        predicted = [claim_to_gold(claim) | {"confidence": claim.confidence} for claim in claims]
        evaluation.predictions.append({"id": document.id, "lang": document.lang, "claims": predicted})
        _count(evaluation, document, predicted)
        observe()
    return evaluation


def _count(evaluation: Evaluation, document: GoldDocument, predicted: Sequence[Mapping[str, Any]]) -> None:
    tally, pairs = score_document(document.text, document.claims, predicted)
    evaluation.tallies[document.id] = tally
    evaluation.languages[document.id] = document.lang
    levels = {pair.predicted: reached_levels(document.claims[pair.gold], predicted[pair.predicted]) for pair in pairs}
    for number, claim in enumerate(predicted):
        evaluation.kinds.setdefault(claim["kind"], Tally()).predicted += 1
        evaluation.confidences.append((claim["confidence"], "core" in levels.get(number, ())))
        if number not in levels:
            evaluation.misses.append(Miss(document=document.id, what="spurious", gold=None, predicted=claim))
    partner = {pair.gold: pair.predicted for pair in pairs}
    for number, claim in enumerate(document.claims):
        kind = evaluation.kinds.setdefault(claim["kind"], Tally())
        kind.gold += 1
        if number not in partner:
            evaluation.misses.append(Miss(document=document.id, what="missed", gold=claim, predicted=None))
            continue
        reached = levels[partner[number]]
        kind.reached.update(reached)
        if "core" not in reached:
            other = predicted[partner[number]]
            evaluation.misses.append(Miss(document=document.id, what="differs", gold=claim, predicted=other))


def as_text(document: GoldDocument) -> DocumentText:
    """Return the passage as a reader would have frozen it."""
    reader = "gold@1"
    return DocumentText(
        id=text_id(document.id, reader, document.text),
        document_id=document.id,
        reader=reader,
        text=document.text,
        language=document.lang,
        published=_published(document.date),
    )


def _published(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None


def write_predictions(predictions: Iterable[Mapping[str, Any]], path: Path) -> None:
    """Write predictions in the gold format, one document a line."""
    path.write_bytes(b"".join(msgspec.json.encode(prediction) + b"\n" for prediction in predictions))
