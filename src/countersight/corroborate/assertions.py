"""What of a claim decides which finding it belongs to, small enough to hold for every claim at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import Any

from countersight.corroborate.recipients import CUSTOMERS, counts_recipients, find_own_name, tells_customers
from countersight.corroborate.tokens import tokenize
from countersight.model.claim import Claim, Kind, Party, Qualifier, Quantity, Status
from countersight.model.clusters import Clusters
from countersight.model.deals import Deals
from countersight.model.entity import PERSON, Judgement, JudgementValue
from countersight.model.finding import FindingParty
from countersight.model.parties import fold_words, identify_party, judged_nodes, party_name
from countersight.values.ocids import ocid_prefix
from countersight.values.organizations import find_organizations

DEAL = "deal"
"""What stands in the place of a role where persons judged of whole claims."""
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
    tokens: frozenset[str] = frozenset()
    """What those words are compared by."""
    content: frozenset[str] = frozenset()
    """The tokens that no name of a party or territory has."""
    around: frozenset[str] = frozenset()
    """The tokens of the words with those right before and after them."""
    vendors: frozenset[str] = frozenset()
    """Ids of the organizations that the words name, by a product too, without the recipient; and the supplier's key."""
    near: frozenset[str] = frozenset()
    """The recipient's territories that the words themselves name; all of them, if they name none."""
    told: frozenset[str] = frozenset()
    """The recipient's territories that the words name."""
    own_name: frozenset[str] = frozenset()
    """What the recipient is named by, if by a name of its own."""
    is_count: bool = False
    """Whether its figure counts recipients, of which others may tell one."""
    span: tuple[int, int] = (0, 0)
    """Where the words stand."""
    when: str | None = None
    """The time as written."""
    identities: frozenset[tuple[str, str]] = frozenset()
    """Role and canonical node of each party, as judgements of persons are about them."""
    apart: frozenset[tuple[str, str]] = frozenset()
    """Role and canonical node of those that persons judged not to be the party in that role."""
    deal: str | None = None
    """What stands for the deal that persons judged the claim to tell of; it is among `identities` too, and the deals
    that it was judged not to tell of are in `apart`."""
    process: str | None = None
    """The contracting process that a record of procurement is of, by its OCID."""

    @property
    def is_planned(self) -> bool:
        """Whether it speaks of something still to come."""
        return self.status is Status.PLANNED

    @property
    def is_denied(self) -> bool:
        """Whether it says that something is not so."""
        return self.status is Status.DENIED

    @property
    def is_sanction(self) -> bool:
        """Whether it tells of a sanction: an act of a state, which no word on the trade itself affirms or denies."""
        return self.kind is Kind.SANCTION

    @property
    def territories(self) -> frozenset[str]:
        """Where the recipient is; none if that is not told."""
        return frozenset(self.recipient.territories) if self.recipient else frozenset()


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


def reduce_claim(
    claim: Claim, answers: Answers, clusters: Clusters | None = None, deals: Deals | None = None
) -> Assertion:
    """Keep of a claim what it is compared by, its parties resolved by `answers` and what persons judged of names.

    `deals` tells what they judged of the claim itself.
    """
    first = claim.evidence[0]
    supplier = name_party(claim.supplier, answers.get((claim.id, "supplier")), clusters)
    recipient = name_party(claim.recipient, answers.get((claim.id, "recipient")), clusters)
    parties, told = {"supplier": supplier, "recipient": recipient}, _told(claim)
    if recipient is not None and tells_customers(claim, recipient):
        recipient = replace(recipient, key=CUSTOMERS, territories=())
    tokens = tokenize(first.quote)
    return Assertion(
        claim_id=claim.id,
        document_id=claim.document_id,
        text_id=first.text_id,
        kind=claim.kind,
        status=claim.status,
        supplier=supplier,
        recipient=recipient,
        technology=frozenset(slot.label for slot in claim.technology),
        days=_read_days(claim),
        figure=_read_figure(claim.quantity),
        place=_read_place(claim),
        speaker=claim.speaker.mention.name if claim.speaker else None,
        words=fold_words(first.quote),
        tokens=tokens,
        content=tokens - tokenize(" ".join(_names(claim))),
        around=tokenize(first.prefix + first.quote + first.suffix),
        vendors=_named_vendors(first.quote, supplier, recipient),
        near=told or frozenset(recipient.territories if recipient else ()),
        told=told,
        own_name=find_own_name(claim.recipient),
        is_count=counts_recipients(claim),
        span=(first.start, first.end),
        when=claim.when.mention.name if claim.when else None,
        process=next((one.quote for one in claim.evidence if ocid_prefix(one.quote)), None),
        **_judged(claim.id, parties, clusters or Clusters(), deals or Deals()),
    )


def _judged(
    claim_id: str, parties: Mapping[str, FindingParty | None], clusters: Clusters, deals: Deals
) -> dict[str, Any]:
    """Return what persons judged of the parties and of the deal, for `identities`, `apart` and `deal`."""
    nodes = [(role, node) for role, party in parties.items() for node in judged_nodes(party)]
    deal = deals.deal(claim_id)
    same = [(role, clusters.canonical(node)) for role, node in nodes] + ([(DEAL, deal)] if deal else [])
    apart = [(role, other) for role, node in nodes for other in clusters.apart_from(node)]
    apart += [(DEAL, other) for other in deals.apart_from(claim_id)]
    return {"identities": frozenset(same), "apart": frozenset(apart), "deal": deal}


def name_party(party: Party | None, entity_id: str | None, clusters: Clusters | None = None) -> FindingParty | None:
    """Name a party by its entity, else by its folded name, else by its territories: see `identify_party`.

    A name that only repeats the words of a territory is the territory: `China` and Chinese in two texts are one.
    """
    if party is None:
        return None
    identity = identify_party(party, entity_id, clusters or Clusters())
    return FindingParty(
        key=identity.key,
        name=party.mention.name if party.mention else None,
        entity_id=identity.entity_id,
        territories=tuple(sorted({slot.code for slot in party.territories})),
    )


def _weight(judgement: Judgement) -> tuple[bool, str]:
    return judgement.resolver == PERSON, judgement.id


def _names(claim: Claim) -> Iterable[str]:
    for party in (claim.supplier, claim.recipient):
        if party is not None:
            yield from (party.mention.name,) if party.mention else ()
            yield from (slot.mention.name for slot in party.territories if slot.mention)


def _named_vendors(quote: str, supplier: FindingParty | None, recipient: FindingParty | None) -> frozenset[str]:
    named = {mention.entity_id for mention in find_organizations(quote)}
    if supplier is not None and supplier.name:
        named.add(supplier.key)
    return frozenset(one for one in named if one and (recipient is None or one != recipient.entity_id))


def _told(claim: Claim) -> frozenset[str]:
    first, slots = claim.evidence[0], claim.recipient.territories if claim.recipient else ()
    return frozenset(slot.code for slot in slots if slot.mention and first.start <= slot.mention.start < first.end)


def _read_days(claim: Claim) -> tuple[date, date] | None:
    when = claim.when
    if when is None or (when.start is None and when.end is None):
        return None
    return when.start or date.min, when.end or date.max


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
    place, party = fold_words(claim.place.mention.name), claim.recipient
    repeated = {fold_words(slot.mention.name) for slot in party.territories if slot.mention} if party else set()
    if party:
        repeated |= {party_name(party)} - {""}
    return frozenset() if place in repeated else frozenset(place.split())
