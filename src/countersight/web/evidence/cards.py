"""Claim cards: what a claim says, slot by slot, each with its exact words or the rule that inferred it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from countersight.model.claim import Claim, Party, Precision
from countersight.model.evidence import Mention
from countersight.model.interest import Interest, find_interest
from countersight.model.text import DocumentText
from countersight.web.evidence.sentences import say_claim
from countersight.web.language import Language
from countersight.web.pages.times import tell_interval


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotRow:
    """One thing that a claim tells."""

    slot: str
    """One of `marking.SLOTS`."""
    value: str
    """As understood: a label's name, a date in words; empty where it is no other than the words."""
    words: str | None = None
    """As written."""
    start: int | None = None
    """Where they stand."""
    inferred: str | None = None
    """The rule that inferred it."""
    is_territory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A claim as it is read beside its text."""

    id: str
    number: int
    total: int
    kind: str
    status: str
    sentence: Markup
    rows: tuple[SlotRow, ...]
    confidence: float
    extractor: str
    review: str
    start: int
    """Where the words that carry it begin."""
    interest: str | None
    """What its speaker has at stake: `party`, `official`, `outsider`; none where nobody speaks."""


def make_cards(
    claims: Sequence[Claim],
    text: DocumentText,
    *,
    review: Callable[[str], str],
    language: Language,
    first: int = 1,
    total: int | None = None,
) -> tuple[Card, ...]:
    """Make the cards of claims, numbered in their order from `first`, of `total` in the text."""
    return tuple(
        Card(
            id=claim.id,
            number=number,
            total=len(claims) if total is None else total,
            kind=claim.kind.value,
            status=claim.status.value,
            sentence=say_claim(claim, language),
            rows=tuple(slot_rows(claim, language)),
            confidence=claim.confidence,
            extractor=claim.extractor,
            review=review(claim.id),
            start=claim.evidence[0].start,
            interest=tell_interest(claim, text),
        )
        for number, claim in enumerate(claims, first)
    )


def tell_interest(claim: Claim, text: DocumentText) -> str | None:
    """Return what the speaker of a claim has at stake, if somebody speaks."""
    if claim.speaker is None:
        return None
    found: Interest = find_interest(claim.speaker.mention, (claim.supplier, claim.recipient), text)
    return found.value


def slot_rows(claim: Claim, language: Language) -> Iterator[SlotRow]:
    """Yield what a claim tells, in the order in which it is read."""
    yield from _speaker_rows(claim)
    yield from _party_rows("supplier", claim.supplier, language)
    yield from _party_rows("recipient", claim.recipient, language)
    for slot in claim.technology:
        yield _row("technology", language.label(slot.label), slot.mention, slot.inferred)
    if (quantity := claim.quantity) is not None:
        yield _row("quantity", f"{language.number(quantity.value)} {quantity.unit}", quantity.mention)
    if (when := claim.when) is not None:
        is_known = when.precision is not Precision.UNKNOWN
        anchored = f"counted from {when.anchored_to.isoformat()}" if when.anchored_to else None
        yield _row("when", tell_interval(when.start, when.end, language) if is_known else "", when.mention, anchored)
    if (place := claim.place) is not None:
        yield _row("place", language.territory(place.territory) if place.territory else "", place.mention)
    yield _row("status", "", claim.status_mention) if claim.status_mention else SlotRow(slot="status", value="")


def _speaker_rows(claim: Claim) -> Iterator[SlotRow]:
    if claim.speaker is not None:
        yield _row("speaker", "", claim.speaker.mention, claim.speaker.inferred)


def _party_rows(role: str, party: Party | None, language: Language) -> Iterator[SlotRow]:
    if party is None:
        return
    if party.mention is not None:
        yield _row(role, "", party.mention, party.inferred)
    for slot in party.territories:
        yield _row(role, language.territory(slot.code), slot.mention, slot.inferred, is_territory=True)


def _row(
    slot: str, value: str, mention: Mention | None, inferred: str | None = None, *, is_territory: bool = False
) -> SlotRow:
    words = mention.name if mention else None
    return SlotRow(
        slot=slot,
        value="" if words is not None and value.casefold() == words.casefold() else value,
        words=words,
        start=mention.start if mention else None,
        inferred=inferred,
        is_territory=is_territory,
    )
