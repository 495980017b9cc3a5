"""Where two or more extractors differ on the same texts."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from countersight.extract.base import Extraction, Extractor
from countersight.extract.evaluation import GoldDocument, as_text, read_documents
from countersight.extract.gold import claim_to_gold
from countersight.extract.scoring import SLOTS, GoldClaim, Tally, pair_claims, score_document


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedText(GoldDocument):
    """A text to compare on; claims of a careful reader, where it has them, are scored against."""

    claims: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A claim that one of two extractors found alone, or two of the same words whose slots differ."""

    document: str
    slots: tuple[str, ...]
    """Those that differ; none where one of the two has no claim there."""
    claims: tuple[GoldClaim | None, GoldClaim | None]
    """As each of the two has it."""
    context: str
    """The text around the words that they quote."""


@dataclass(slots=True, kw_only=True)
class Agreement:
    """How far two extractors agree."""

    names: tuple[str, str]
    both: int = 0
    """Claims that both found: their evidence overlaps by half of the shorter, whatever the slots."""
    alone: list[int] = field(default_factory=lambda: [0, 0])
    """Claims that each found alone."""
    slots: Counter[str] = field(default_factory=Counter)
    """Of the claims that both found, those that differ in each slot."""
    differences: list[Difference] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Share:
    """What one extractor did."""

    claims: int = 0
    unread: int = 0
    """Texts in languages that it does not read."""
    dropped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    """Texts that it could not look at, by reason."""
    tally: Tally = field(default_factory=Tally)
    """Against a careful reader's claims, where the texts have them."""


@dataclass(slots=True, kw_only=True)
class Comparison:
    """What several extractors made of the same texts."""

    documents: int
    is_scored: bool
    """Whether any text has claims of a careful reader."""
    shares: dict[str, Share]
    agreements: list[Agreement]


CONTEXT = 80
"""Code points of text shown on either side of a difference."""


def read_texts(path: Path) -> list[ComparedText]:
    """Read texts, one JSON record a line with id, lang and text, and with claims where there are some.

    Raises:
        UnreadableDocument: a line is no such record; the message has its number.
    """
    return read_documents(path, ComparedText)


def compare_extractors(
    documents: Sequence[GoldDocument], extractors: Sequence[Extractor], *, observe: Callable[[], None]
) -> Comparison:
    """Run every extractor over every text and count where each two of them differ; `observe` is called after each text.

    What an extractor does not read, or fails on, counts as without claims, and is told apart in its share.
    """
    comparison = Comparison(
        documents=len(documents),
        is_scored=any(document.claims for document in documents),
        shares={extractor.name: Share() for extractor in extractors},
        agreements=[Agreement(names=(a.name, b.name)) for a, b in combinations(extractors, 2)],
    )
    streams = {extractor.name: _stream(documents, extractor) for extractor in extractors}
    for document in documents:
        found = {name: _take(comparison.shares[name], next(stream)) for name, stream in streams.items()}
        for name, claims in found.items():
            if comparison.is_scored:
                comparison.shares[name].tally += score_document(document.text, document.claims, claims)[0]
        for agreement in comparison.agreements:
            first, second = agreement.names
            _count(agreement, document, found[first], found[second])
        observe()
    return comparison


def _stream(documents: Sequence[GoldDocument], extractor: Extractor) -> Iterator[Extraction | None]:
    """Yield an extraction for each document, nothing for one in a language that is not read."""
    extractions = extractor.extract(as_text(d) for d in documents if d.lang in extractor.languages)
    for document in documents:
        yield next(extractions) if document.lang in extractor.languages else None


def _take(share: Share, extraction: Extraction | None) -> list[dict[str, Any]]:
    if extraction is None:
        share.unread += 1
        return []
    if extraction.failure is not None:
        share.failed[extraction.failure.reason] += 1
    share.claims += len(extraction.claims)
    share.dropped.update(drop.reason for drop in extraction.drops)
    return [claim_to_gold(claim) | {"confidence": claim.confidence} for claim in extraction.claims]


def _count(
    agreement: Agreement,
    document: GoldDocument,
    first: Sequence[Mapping[str, Any]],
    second: Sequence[Mapping[str, Any]],
) -> None:
    pairs = pair_claims(document.text, first, second)
    agreement.both += len(pairs)
    matched: list[tuple[GoldClaim | None, GoldClaim | None]] = [(first[p.gold], second[p.predicted]) for p in pairs]
    left = {p.gold for p in pairs}, {p.predicted for p in pairs}
    matched += [(claim, None) for number, claim in enumerate(first) if number not in left[0]]
    matched += [(None, claim) for number, claim in enumerate(second) if number not in left[1]]
    for one, other in sorted(matched, key=_place):
        slots = _differing(one, other) if one and other else ()
        agreement.slots.update(slots)
        agreement.alone[0] += other is None
        agreement.alone[1] += one is None
        if slots or one is None or other is None:
            context = _context(document.text, one, other)
            agreement.differences.append(
                Difference(document=document.id, slots=slots, claims=(one, other), context=context)
            )


def _differing(one: GoldClaim, other: GoldClaim) -> tuple[str, ...]:
    # Agreement is asked both ways: in scoring, a slot that only the prediction fills may still count as right.
    return tuple(slot for slot, agrees in SLOTS.items() if not (agrees(one, other) and agrees(other, one)))


def _place(claims: tuple[GoldClaim | None, GoldClaim | None]) -> int:
    return min(int(claim["start"]) for claim in claims if claim)


def _context(text: str, *claims: GoldClaim | None) -> str:
    start = max(0, min(claim["start"] for claim in claims if claim) - CONTEXT)
    end = min(len(text), max(claim["end"] for claim in claims if claim) + CONTEXT)
    return ("..." if start else "") + " ".join(text[start:end].split()) + ("..." if end < len(text) else "")
