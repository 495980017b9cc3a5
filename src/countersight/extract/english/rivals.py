"""Drafts over the same words: which of them is the claim."""

from collections.abc import Iterable

from countersight.extract.english.drafts import Draft
from countersight.extract.english.quoting import core_span
from countersight.extract.scanning import Span
from countersight.model.claim import Kind

OVERLAP = 0.5
"""Share of the shorter clause from which on two drafts speak of one thing."""
_ALONE = frozenset({Kind.SANCTION, Kind.ATTENDANCE, Kind.ASSESSMENT})
"""Kinds that stand beside any other claim of the same words."""
_RANK = (
    Kind.DEMAND, Kind.SANCTION, Kind.ATTENDANCE, Kind.SUPPLY, Kind.PROCUREMENT, Kind.TRAINING, Kind.DEMONSTRATION,
    Kind.AGREEMENT, Kind.DEPLOYMENT, Kind.ASSESSMENT,
)  # fmt: skip


def drop_rivals(drafts: Iterable[Draft]) -> list[Draft]:
    """Keep one draft of each thing said: a sentence gives one of supply, procurement and deployment.

    The fuller draft wins, then the kind that says more. What is kept comes in order of its place in the text.
    """
    kept: list[Draft] = []
    for draft in sorted(drafts, key=_preference):
        if not any(_are_rivals(draft, other) for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda draft: core_span(draft).start)


def _preference(draft: Draft) -> tuple[int, int, int]:
    filled = (draft.supplier is not None) + bool(draft.recipients) + bool(draft.places)
    if draft.kind is Kind.TRAINING:  # `trained on the use of`: the use is what is taught
        filled += 2
    return -filled, _RANK.index(draft.kind), draft.trigger.i


def _are_rivals(one: Draft, other: Draft) -> bool:
    if one.sentence is not other.sentence:
        return False
    if one.kind is not other.kind:
        return not {one.kind, other.kind} & _ALONE and _share(core_span(one), core_span(other)) >= OVERLAP
    if one.trigger == other.trigger:
        return _supplier(one) == _supplier(other) and _recipients(one) == _recipients(other)
    return _share(core_span(one), core_span(other)) >= OVERLAP


def _supplier(draft: Draft) -> Span | None:
    return draft.supplier.span if draft.supplier is not None else None


def _recipients(draft: Draft) -> list[Span]:
    """Return whom a sanction hits; other kinds take all their recipients into one claim."""
    return [actor.span for actor in draft.recipients] if draft.kind is Kind.SANCTION else []


def _share(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / min(one.end - one.start, other.end - other.start)
