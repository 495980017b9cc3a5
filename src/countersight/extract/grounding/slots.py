"""Slots read from the words that an extractor points at, and the quotes that hold those words."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from countersight.extract.scanning import Span
from countersight.model.claim import Precision, Qualifier, Quantity, When
from countersight.model.evidence import Evidence, Mention, evidence_at, mention_at
from countersight.model.text import DocumentText
from countersight.values.quantities import find_quantities
from countersight.values.times import find_times

UNITLESS = "units"
"""The unit of a number beside which no other is told."""


def quantity_at(text: DocumentText, place: Span, home: Span) -> Quantity | None:
    """Read the one number at `place`, within its sentence `home`; `None` where there is none, or more than one."""
    found = [
        (number, span)
        for number in find_quantities(text.text[home.start : home.end], text.language)
        if _overlap(span := Span(home.start + number.start, home.start + number.end), place)
    ]
    if len(found) != 1:
        return None
    number, span = found[0]
    unit = text.text[span.end : place.end].strip() if span.end < place.end else ""
    return Quantity(
        value=number.value,
        unit=number.currency or unit or UNITLESS,
        qualifier=Qualifier(number.hedge),
        mention=mention_at(text, min(span.start, place.start), max(span.end, place.end)),
    )


def when_at(text: DocumentText, place: Span, home: Span) -> When | None:
    """Read the one time at `place`, within its sentence `home`; `None` where there is none, or more than one."""
    found = [
        (time, span)
        for time in find_times(text.text[home.start : home.end], text.published, text.language)
        if _overlap(span := Span(home.start + time.start, home.start + time.end), place)
    ]
    if len(found) != 1:
        return None
    time, span = found[0]
    return When(
        start=time.first,
        end=time.last,
        precision=Precision(time.grain),
        mention=mention_at(text, span.start, span.end),
        anchored_to=text.published if time.anchored else None,
    )


def slot_mentions(slots: Mapping[str, Any]) -> Iterator[Mention]:
    """Yield every word that the slots of a claim to be rest on."""
    for party in (slots["supplier"], slots["recipient"]):
        if party is not None:
            yield from (slot.mention for slot in (party, *party.territories) if slot.mention is not None)
    yield from (slot.mention for slot in slots["technology"] if slot.mention is not None)
    for name in ("quantity", "when", "place", "speaker"):
        if slots.get(name) is not None:
            yield slots[name].mention
    if slots.get("status_mention") is not None:
        yield slots["status_mention"]


def quote_evidence(
    text: DocumentText, carrying: Span, mentions: Iterable[Mention], home: Callable[[Span], Span]
) -> tuple[Evidence, ...]:
    """Quote the words that carry a claim, then the sentences (`home`) that hold the words of slots outside them."""
    rows = [carrying]
    for mention in sorted(mentions, key=lambda mention: mention.start):
        if not any(row.start <= mention.start and mention.end <= row.end for row in rows):
            rows.append(home(Span(mention.start, mention.end)))
    return tuple(evidence_at(text, row.start, row.end) for row in rows)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
