"""A claim in plain words: each slot with what it means, the words it stands on or the rule that inferred it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from countersight.model.claim import Claim, Kind, Party, When
from countersight.release.wording import party_titles
from countersight.values.territories import territory_name
from countersight.web.language import Language
from countersight.web.pages.times import tell_interval
from countersight.web.reasons import plain_reason


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One slot of a claim, or one of several of the same name."""

    slot: str
    """By which marks, form fields and errors name it: `supplier`, `supplier-territory`."""
    title: str
    """In English, to be translated."""
    value: str
    """What is understood, in the language of the interface."""
    words: str | None = None
    """As written, where they say more than the value does."""
    start: int | None = None
    inferred: str | None = None
    """The rule, where no words stand for it."""
    label: str | None = None
    """Of a technology, so that the taxonomy's definition can stand beside it."""

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


def claim_rows(claim: Claim, language: Language) -> list[CardRow]:
    """Tell a claim slot by slot, in the order in which people say it."""
    told = (_parties, _technologies, _measures, _saying)
    return [row for tell in told for row in tell(claim, language)]


def claim_title(claim: Claim, language: Language) -> str:
    """Name a claim in one line of plain words: who, to whom, what."""
    supplier, recipient = _party_name(claim.supplier, language), _party_name(claim.recipient, language)
    return deal_title(supplier, recipient, [slot.label for slot in claim.technology], language)


def deal_title(supplier: str, recipient: str, labels: Iterable[str], language: Language) -> str:
    """Say who supplies what to whom in one line; who is not told is left open."""
    what = language.listed(map(language.label, labels))
    if not supplier and not recipient:
        return language.say(_("…: %(technology)s")) % {"technology": what}
    told = {"supplier": supplier or "…", "recipient": recipient or "…", "technology": what}
    return language.say(_("%(supplier)s → %(recipient)s: %(technology)s")) % told


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One slot in which two claims differ."""

    slot: str
    title: str
    before: str
    after: str


def differences(one: Claim, other: Claim, language: Language) -> list[Difference]:
    """Say slot by slot in what `other` differs from `one`; empty where they say the same on the same words."""
    left, right = _by_slot(one, language), _by_slot(other, language)
    return [
        Difference(slot=slot, title=title, before=left.get((slot, title), ""), after=right.get((slot, title), ""))
        for slot, title in dict.fromkeys((*left, *right))
        if left.get((slot, title)) != right.get((slot, title))
    ]


def _by_slot(claim: Claim, language: Language) -> dict[tuple[str, str], str]:
    told: dict[tuple[str, str], list[str]] = {("kind", "Kind"): [language.word(claim.kind)]}
    for row in claim_rows(claim, language):
        told.setdefault((row.slot, row.title), []).append(_tell(row, language))
    return {slot: "; ".join(values) for slot, values in told.items()}


def _tell(row: CardRow, language: Language) -> str:
    value = language.word(row.value) if row.slot == "status" else row.value
    words = f" (“{row.words}”)" if row.words and row.words != row.value else ""
    rule = f" [{plain_reason(row.inferred, language)}]" if row.inferred else ""
    return f"{value}{words}{rule}"


def _parties(claim: Claim, language: Language) -> Iterator[CardRow]:
    titles = party_titles(Kind(claim.kind))
    for role, title, party in zip(("supplier", "recipient"), titles, (claim.supplier, claim.recipient), strict=True):
        if party is None:
            continue
        if party.mention is not None:
            yield CardRow(slot=role, title=title, value=party.mention.name, start=party.mention.start,
                          inferred=party.inferred)  # fmt: skip
        for slot in party.territories:
            words = slot.mention.name if slot.mention else None
            yield CardRow(slot=f"{role}-territory", title=f"{title}’s territory", value=language.territory(slot.code),
                          words=words, start=slot.mention.start if slot.mention else None,
                          inferred=slot.inferred)  # fmt: skip


def _technologies(claim: Claim, language: Language) -> Iterator[CardRow]:
    for slot in claim.technology:
        words = slot.mention.name if slot.mention else None
        yield CardRow(slot="technology", title="Technology", value=language.label(slot.label), words=words,
                      start=slot.mention.start if slot.mention else None, inferred=slot.inferred,
                      label=slot.label)  # fmt: skip


def _measures(claim: Claim, language: Language) -> Iterator[CardRow]:
    if claim.quantity is not None:
        quantity = claim.quantity
        value = f"{language.number(quantity.value)} {quantity.unit}".strip()
        hedge = "" if quantity.qualifier == "exact" else f"{language.word(quantity.qualifier)} "
        yield CardRow(slot="quantity", title="Quantity", value=hedge + value, words=quantity.mention.name,
                      start=quantity.mention.start)  # fmt: skip
    if claim.when is not None:
        anchored = f"counted from {claim.when.anchored_to}, the day of publication" if claim.when.anchored_to else None
        yield CardRow(slot="when", title="Time", value=_time(claim.when, language), words=claim.when.mention.name,
                      start=claim.when.mention.start, inferred=anchored)  # fmt: skip
    if claim.place is not None:
        code = claim.place.territory
        name = language.territory(code) if code else claim.place.mention.name
        yield CardRow(slot="place", title="Place", value=name, words=claim.place.mention.name,
                      start=claim.place.mention.start)  # fmt: skip


def _saying(claim: Claim, language: Language) -> Iterator[CardRow]:
    words = claim.status_mention.name if claim.status_mention else None
    yield CardRow(slot="status", title="Status", value=claim.status.value, words=words,
                  start=claim.status_mention.start if claim.status_mention else None)  # fmt: skip
    if claim.speaker is not None:
        yield CardRow(slot="speaker", title="Who says it", value=claim.speaker.mention.name,
                      start=claim.speaker.mention.start, inferred=claim.speaker.inferred)  # fmt: skip


def _time(when: When, language: Language) -> str:
    return tell_interval(when.start, when.end, language) or language.say(_("no date that can be read"))


def _party_name(party: Party | None, language: Language) -> str:
    if party is None:
        return ""
    places = dict.fromkeys(slot.code for slot in party.territories)
    if party.mention is None:
        return language.listed(map(language.territory, places))
    name = party.mention.name
    further = language.listed(language.territory(code) for code in places if territory_name(code) not in name)
    return f"{name} ({further})" if further else name
