"""A claim with other slots: quoted anew, so that its evidence holds their words."""

from dataclasses import fields
from functools import lru_cache
from typing import Any

from countersight.extract.grounding.slots import quote_evidence, slot_mentions
from countersight.extract.scanning import Span, split_sentences
from countersight.model.claim import Claim
from countersight.model.text import DocumentText

_OWN = ("id", "evidence")


def with_slots(claim: Claim, text: DocumentText, **changes: Any) -> Claim:
    """Return `claim` with `changes` to its slots; what carries it stays, the sentences of other words follow it.

    Raises:
        UngroundedSlot: a slot has neither words nor a rule.
    """
    slots = {field.name: getattr(claim, field.name) for field in fields(claim) if field.name not in _OWN} | changes
    carrying = Span(claim.evidence[0].start, claim.evidence[0].end)

    def home(place: Span) -> Span:
        sentences = _sentences(text.text, text.language)
        return next((s for s in sentences if s.start <= place.start and place.end <= s.end), place)

    return Claim.make(**slots, evidence=quote_evidence(text, carrying, slot_mentions(slots), home))


@lru_cache(maxsize=1)
def _sentences(text: str, language: str | None) -> tuple[Span, ...]:
    return tuple(split_sentences(text, language))
