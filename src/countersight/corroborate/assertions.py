"""What of a claim decides which finding it belongs to, small enough to hold for every claim at once."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import inf

from countersight.model.claim import Claim, Kind, Party, Qualifier, Quantity, Status
from countersight.model.entity import Judgement, JudgementValue
from countersight.model.finding import FindingParty

PERSON = "person"
"""The resolver of a judgement that a person made; it stands above the machine's."""
ABOUT = 0.15
"""How far a number called "about" may be from the true one, as a share of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number as the range that its words leave open."""

    low: float
    high: float
    unit: frozenset[str]
    """The folded words of the unit; of money its currency."""
    words: str
    """As written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    """One claim, reduced to what it is compared by."""

    claim_id: str
    document_id: str
    text_id: str
    kind: Kind
    status: Status
    supplier: FindingParty | None
    recipient: FindingParty | None
    technology: frozenset[str]
    days: tuple[date, date] | None
    """First and last day that it may be."""
    figure: Figure | None
    place: frozenset[str]
    """The folded words of the place; none where it only repeats the recipient."""
    speaker: str | None
    words: str
    """The folded words that carry the claim."""

    @property
    def is_planned(self) -> bool:
        """Whether it speaks of something still to come."""
        return self.status is Status.PLANNED

    @property
    def is_denied(self) -> bool:
        """Whether it says that something is not so."""
        return self.status is Status.DENIED


Answers = Mapping[tuple[str, str], str]
"""The entity that a claim's role means, by claim id and role."""


def index_judgements(judgements: Iterable[Judgement]) -> dict[tuple[str, str], str]:
    """Return the entity judged to be meant, by claim id and role. A person's answer stands above the machine's."""
    standing: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        place = (judgement.claim_id, judgement.role)
        if place not in standing or _weight(judgement) > _weight(standing[place]):
            standing[place] = judgement
    return {
        place: judgement.entity_id
        for place, judgement in standing.items()
        if judgement.value is JudgementValue.POSITIVE and judgement.entity_id is not None
    }


def reduce_claim(claim: Claim, answers: Answers) -> Assertion:
    """Keep of a claim what it is compared by, its parties resolved by `answers`."""
    when = claim.when
    known = when is not None and (when.start is not None or when.end is not None)
    return Assertion(
        claim_id=claim.id,
        document_id=claim.document_id,
        text_id=claim.evidence[0].text_id,
        kind=claim.kind,
        status=claim.status,
        supplier=name_party(claim.supplier, answers.get((claim.id, "supplier"))),
        recipient=name_party(claim.recipient, answers.get((claim.id, "recipient"))),
        technology=frozenset(slot.label for slot in claim.technology),
        days=(when.start or date.min, when.end or date.max) if when is not None and known else None,
        figure=_read_figure(claim.quantity),
        place=_read_place(claim),
        speaker=claim.speaker.mention.name if claim.speaker else None,
        words=fold_words(claim.evidence[0].quote),
    )


def name_party(party: Party | None, entity_id: str | None) -> FindingParty | None:
    """Name a party by its entity, else by its folded name, else by its territories.

    A name that only repeats the words of a territory is the territory: `China` and Chinese in two texts are one.
    """
    if party is None:
        return None
    name = party.mention.name if party.mention else None
    territories = tuple(sorted({slot.code for slot in party.territories}))
    folded = fold_words(name or "")
    if folded in {fold_words(slot.mention.name) for slot in party.territories if slot.mention}:
        folded = ""
    key = entity_id or folded or ",".join(territories) or str(name)
    return FindingParty(key=key, name=name, entity_id=entity_id, territories=territories)


def fold_words(words: str) -> str:
    """Fold words to what is compared: no case, accents, punctuation or doubled spaces."""
    plain = unicodedata.normalize("NFKD", words).casefold()
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return " ".join(re.findall(r"\w+", kept))


def _weight(judgement: Judgement) -> tuple[bool, str]:
    return judgement.resolver == PERSON, judgement.id


def _read_figure(quantity: Quantity | None) -> Figure | None:
    if quantity is None:
        return None
    low, high = {
        Qualifier.EXACT: (quantity.value, quantity.value),
        Qualifier.ABOUT: (quantity.value * (1 - ABOUT), quantity.value * (1 + ABOUT)),
        Qualifier.OVER: (quantity.value, inf),
        Qualifier.UNDER: (0.0, quantity.value),
    }[quantity.qualifier]
    unit = frozenset(fold_words(quantity.unit).split())
    return Figure(low=low, high=high, unit=unit, words=quantity.mention.name)


def _read_place(claim: Claim) -> frozenset[str]:
    if claim.place is None:
        return frozenset()
    place = fold_words(claim.place.mention.name)
    party = claim.recipient
    repeated = {slot.mention.name for slot in party.territories if slot.mention} if party else set()
    if party and party.mention:
        repeated.add(party.mention.name)
    return frozenset() if place in {fold_words(name) for name in repeated} else frozenset(place.split())
