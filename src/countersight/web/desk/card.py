"""A claim in plain words: each slot with what it means, the words it stands on or the rule that inferred it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from countersight.model.claim import Claim, Kind, Party, When
from countersight.release.wording import party_titles, tell_time
from countersight.values.taxonomy import label_name, load_taxonomy
from countersight.values.territories import territory_name

Say = Callable[[str], str]
"""Puts an English word of the interface into its language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One slot of a claim, or one of several of the same name."""

    slot: str
    """By which marks, form fields and errors name it: `supplier`, `supplier-territory`."""
    title: str
    """In English, to be translated."""
    value: str
    """What is understood."""
    words: str | None = None
    """As written, where they say more than the value does."""
    start: int | None = None
    inferred: str | None = None
    """The rule, where no words stand for it."""
    definition: str | None = None
    """Of a technology."""

    @property
    def told(self) -> tuple[str, str | None]:
        """What two versions of a claim are compared by."""
        return self.value, self.words


def _(words: str) -> str:
    """Mark a string for translation."""
    return words


TITLES = (
    _("Kind"), _("Supplier"), _("Supplier’s territory"), _("Recipient"), _("Recipient’s territory"), _("Authority"),
    _("Authority’s territory"), _("Sanctioned"), _("Sanctioned’s territory"), _("Technology"), _("Quantity"), _("Time"),
    _("Place"), _("Status"), _("Who says it"),
)  # fmt: skip
"""Every title that a row can have, for the translations."""


def claim_rows(claim: Claim) -> list[CardRow]:
    """Tell a claim slot by slot, in the order in which people say it."""
    return [*_parties(claim), *_technologies(claim), *_measures(claim), *_saying(claim)]


def claim_title(claim: Claim) -> str:
    """Name a claim in one line of plain words: who, to whom, what."""
    supplier, recipient = _party_name(claim.supplier), _party_name(claim.recipient)
    what = ", ".join(label_name(slot.label) for slot in claim.technology)
    who = f"{supplier or '…'} → {recipient or '…'}" if supplier or recipient else "…"
    return f"{who}: {what}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One slot in which two claims differ."""

    slot: str
    title: str
    before: str
    after: str


def differences(one: Claim, other: Claim) -> list[Difference]:
    """Say slot by slot in what `other` differs from `one`; empty where they say the same on the same words."""
    left, right = _by_slot(one), _by_slot(other)
    return [
        Difference(slot=slot, title=title, before=left.get((slot, title), ""), after=right.get((slot, title), ""))
        for slot, title in dict.fromkeys((*left, *right))
        if left.get((slot, title)) != right.get((slot, title))
    ]


def _by_slot(claim: Claim) -> dict[tuple[str, str], str]:
    told: dict[tuple[str, str], list[str]] = {("kind", "Kind"): [claim.kind.value]}
    for row in claim_rows(claim):
        told.setdefault((row.slot, row.title), []).append(_tell(row))
    return {slot: "; ".join(values) for slot, values in told.items()}


def _tell(row: CardRow) -> str:
    words = f" (“{row.words}”)" if row.words and row.words != row.value else ""
    return f"{row.value}{words}{f' [{row.inferred}]' if row.inferred else ''}"


def _parties(claim: Claim) -> Iterator[CardRow]:
    titles = party_titles(Kind(claim.kind))
    for role, title, party in zip(("supplier", "recipient"), titles, (claim.supplier, claim.recipient), strict=True):
        if party is None:
            continue
        if party.mention is not None:
            yield CardRow(slot=role, title=title, value=party.mention.name, start=party.mention.start,
                          inferred=party.inferred)  # fmt: skip
        for slot in party.territories:
            words = slot.mention.name if slot.mention else None
            yield CardRow(slot=f"{role}-territory", title=f"{title}’s territory", value=territory_name(slot.code),
                          words=words, start=slot.mention.start if slot.mention else None,
                          inferred=slot.inferred)  # fmt: skip


def _technologies(claim: Claim) -> Iterator[CardRow]:
    for slot in claim.technology:
        words = slot.mention.name if slot.mention else None
        yield CardRow(slot="technology", title="Technology", value=label_name(slot.label), words=words,
                      start=slot.mention.start if slot.mention else None, inferred=slot.inferred,
                      definition=load_taxonomy()[slot.label].definition)  # fmt: skip


def _measures(claim: Claim) -> Iterator[CardRow]:
    if claim.quantity is not None:
        quantity = claim.quantity
        value = f"{quantity.value:,.15g} {quantity.unit}".strip()
        hedge = "" if quantity.qualifier == "exact" else f"{quantity.qualifier} "
        yield CardRow(slot="quantity", title="Quantity", value=hedge + value, words=quantity.mention.name,
                      start=quantity.mention.start)  # fmt: skip
    if claim.when is not None:
        anchored = f"counted from {claim.when.anchored_to}, the day of publication" if claim.when.anchored_to else None
        yield CardRow(slot="when", title="Time", value=_time(claim.when), words=claim.when.mention.name,
                      start=claim.when.mention.start, inferred=anchored)  # fmt: skip
    if claim.place is not None:
        code = claim.place.territory
        name = territory_name(code) if code else claim.place.mention.name
        yield CardRow(slot="place", title="Place", value=name, words=claim.place.mention.name,
                      start=claim.place.mention.start)  # fmt: skip


def _saying(claim: Claim) -> Iterator[CardRow]:
    words = claim.status_mention.name if claim.status_mention else None
    yield CardRow(slot="status", title="Status", value=claim.status.value, words=words,
                  start=claim.status_mention.start if claim.status_mention else None)  # fmt: skip
    if claim.speaker is not None:
        yield CardRow(slot="speaker", title="Who says it", value=claim.speaker.mention.name,
                      start=claim.speaker.mention.start, inferred=claim.speaker.inferred)  # fmt: skip


def _time(when: When) -> str:
    return tell_time(when.start, when.end) or "no date that can be read"


def _party_name(party: Party | None) -> str | None:
    if party is None:
        return None
    places = dict.fromkeys(territory_name(slot.code) for slot in party.territories)
    if party.mention is None:
        return ", ".join(places)
    name = party.mention.name
    further = ", ".join(place for place in places if place not in name)
    return f"{name} ({further})" if further else name
