"""Which drafts stand as claims, and of which kind: the guideline's rules, one function a kind."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from countersight.extract.english.completing import (
    has_victims,
    with_listed_makers,
    with_maker,
    with_place,
    with_seller,
    with_setting,
)
from countersight.extract.english.drafts import Draft
from countersight.extract.english.lexicon import load_lexicon, words
from countersight.extract.english.parties import Actor
from countersight.extract.english.passage import Passage
from countersight.extract.scanning import Span
from countersight.model.claim import Kind

_BAN_REACH = 60
"""Code points after "ban" within which what is banned must be named."""
_ACRONYM = 8
"""Longest acronym taken for an agency."""
_TRYING = ("test", "pilot", "trial")


def settle_drafts(drafts: Iterable[Draft], passage: Passage) -> Iterator[Draft]:
    """Yield the drafts that stand, their kind and parties settled."""
    for draft in drafts:
        if _meets_needs(draft, passage):
            yield from (row for row in _SETTLE[draft.kind](draft, passage) if _says_who_or_where(row, passage))


def _says_who_or_where(draft: Draft, passage: Passage) -> bool:
    """Whether a claim names a supplier, a territory or an agency: `police use cameras` is a remark on the world."""
    if (
        passage.scan.is_steeped
        or draft.supplier is not None
        or "regional" in draft.rules
        or draft.kind in (Kind.ATTENDANCE, Kind.SANCTION)
    ):
        return True
    parties = (*draft.recipients, *draft.places)
    text = passage.text.text
    return any(
        a.territories or a.sort in ("name", "organization") or not text[a.span.start + 1 : a.span.end].islower()
        for a in parties
    )


def _meets_needs(draft: Draft, passage: Passage) -> bool:
    needs, hits = draft.frame.needs, draft.technology.hits
    parties = draft.recipients or draft.places
    tests = {
        "supplier": draft.supplier is not None,
        "vendor": draft.supplier is not None and draft.supplier.is_vendor(),
        "recipient": bool(parties),
        "party": bool(parties) or "regional" in draft.rules,
        "place": bool(draft.places) or "regional" in draft.rules,
        "state": any(actor.is_state() or (actor.sort == "name" and actor.territories) for actor in draft.recipients),
        "direct": draft.technology.inferred is None,
        "term": any(hit.strength != "ambiguous" for hit in hits),
        "product": any(hit.strength in ("product", "maker") or hit.label == "spyware" for hit in hits)
        or (passage.scan.is_steeped and _is_strong(draft)),
    }
    return all(tests[need] for need in needs)


def _settle_supply(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """A transfer has a named supplier and someone who gets it; without a supplier it is the buyer's act."""
    draft = _with_vendor_first(draft)
    recipients = tuple(actor for actor in draft.recipients if actor.sort != "other" or actor.territories)
    draft = with_place(replace(draft, recipients=recipients), passage)
    if draft.supplier is None and draft.frame.slots.get("subject") == "supplier":
        draft = with_seller(draft, passage)
    draft = with_setting(draft, passage)
    supplier = draft.supplier
    if supplier is None:
        buyers = tuple(actor for actor in recipients if actor.is_state() or actor.territories)
        is_bought = draft.frame.slots.get("subject") == "recipient" and not draft.is_noun() and draft.places
        if (buyers or is_bought) and draft.technology.hits:
            bought = with_maker(replace(draft, recipients=buyers), passage)
            yield bought if bought.supplier is not None else replace(bought, kind=Kind.PROCUREMENT)
    elif supplier.sort not in ("other", "users") and (draft.recipients or draft.places or "regional" in draft.rules):
        yield draft


def _with_vendor_first(draft: Draft) -> Draft:
    """Let the vendor be the supplier where the words only say that two sides have a deal with each other."""
    supplier = draft.supplier
    if (
        supplier is None
        or supplier.is_vendor()
        or not supplier.is_state()
        or draft.frame.slots.get("with") != "recipient"
    ):
        return draft
    vendors = [actor for actor in draft.recipients if actor.is_vendor()]
    return replace(draft, supplier=vendors[0], recipients=(supplier,)) if vendors else draft


def _settle_deployment(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Someone uses it, or it stands somewhere; a vendor that installs is a supplier."""
    if not draft.technology.hits:
        return
    users = tuple(a for a in draft.recipients if _may_use(a, passage))
    vendors = [a for a in draft.recipients if a.is_vendor() and a.organization is not None]
    if vendors and not users and not draft.frame.is_reflexive and draft.supplier is None:
        sold = replace(draft, kind=Kind.SUPPLY, supplier=vendors[0], recipients=())
        yield with_setting(with_place(sold, passage), passage)
        return
    is_made = any(hit.strength in ("product", "maker") for hit in draft.technology.hits)
    if draft.recipients and not users and not draft.places and not draft.frame.is_reflexive and not is_made:
        return
    draft = replace(draft, recipients=users)
    if not draft.frame.is_reflexive and not has_victims(draft):
        draft = with_setting(with_place(draft, passage), passage)
    draft = with_maker(draft, passage)
    is_told = draft.recipients or draft.places or "regional" in draft.rules or has_victims(draft)
    is_made_here = draft.supplier is not None and draft.supplier.inferred is None and passage.scan.is_steeped
    if is_told or (is_made_here and not draft.technology.inferred):
        yield from with_listed_makers(draft, passage)


def _may_use(actor: Actor, passage: Passage) -> bool:
    """Whether an actor can be a state's hand: a bare name must at least be an acronym or have a territory."""
    if actor.is_vendor() or actor.sort == "other":
        return False
    name = passage.text.text[actor.span.start : actor.span.end]
    return actor.is_state() or bool(actor.territories) or (name.isupper() and len(name) <= _ACRONYM)


def _is_strong(draft: Draft) -> bool:
    return any(hit.strength in ("term", "product", "maker") and hit.label != "other" for hit in draft.technology.hits)


def _settle_buyer(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """A tender, purchase or wish has a state's hand behind it, or a territory; training at home is no trade."""
    if not draft.technology.hits and draft.supplier is None:
        return
    buyers = tuple(a for a in draft.recipients if a.is_state() or a.territories)
    draft = with_setting(with_place(replace(draft, recipients=buyers), passage), passage)
    if draft.recipients or draft.places or (draft.is_noun() and draft.kind is Kind.PROCUREMENT and _is_strong(draft)):
        yield draft


def _settle_demand(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Somebody who may have it wants it: a state's hand, or a firm that asks for one."""
    wanting = tuple(
        a for a in draft.recipients if a.is_state() or (a.territories and a.sort in ("company", "territory", "other"))
    )
    if wanting and (draft.technology.hits or draft.supplier is not None):
        yield replace(draft, recipients=wanting)


def _settle_training(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Trade in training crosses hands: a trainer, or a territory, must be told."""
    supplier = draft.supplier
    if supplier is not None and supplier.sort == "other" and not supplier.territories:
        supplier = None
    is_foreign = supplier is not None or any(actor.territories for actor in draft.recipients)
    is_named = any(hit.label != "other" for hit in draft.technology.hits)
    if draft.recipients and (is_foreign or is_named):
        yield replace(draft, supplier=supplier)


def _settle_agreement(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Two sides agree, and at least one is a state or a vendor."""
    draft = _with_vendor_first(draft)
    sides = [a for a in (draft.supplier, *draft.recipients) if a is not None and a.sort != "other"]
    if len(sides) >= 2 and any(side.is_state() for side in sides):
        yield replace(draft, recipients=tuple(a for a in draft.recipients if a.sort != "other"))


def _settle_demonstration(draft: Draft, passage: Passage) -> Iterator[Draft]:
    supplier = draft.supplier
    if supplier is not None and supplier.is_state() and load_lexicon().lemmas.get(draft.trigger.lower_) in _TRYING:
        yield replace(draft, supplier=None, recipients=(supplier,))  # a pilot by its user
    elif supplier is not None and (supplier.is_vendor() or supplier.is_state() or supplier.sort == "name"):
        yield replace(draft, recipients=tuple(a for a in draft.recipients if a.sort != "other" or a.territories))


def _settle_attendance(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """At a forum of the trade: each named vendor is a claim, delegations are the audience of one."""
    if not _names_forum(draft, passage):
        return
    named = [
        a
        for a in draft.attendees
        if a.sort in ("name", "organization") and (a.organization is not None or a.territories)
    ]
    for vendor in named:
        yield replace(draft, supplier=vendor, attendees=())
    audience = tuple(a for a in draft.attendees if a.is_state() or a.sort == "other")
    if audience and not named:
        yield replace(draft, recipients=audience, attendees=())


def _names_forum(draft: Draft, passage: Passage) -> bool:
    near = {token.lower_ for token in (*draft.trigger.subtree, *draft.trigger.head.subtree)}
    is_named = any("forum" in organization.roles for organization in draft.sentence.organizations)
    return is_named or bool(near & words("forum_nouns"))


def _settle_sanction(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Each sanctioned vendor is a claim; an authority's ban on a technology is one without a sanctioned party."""
    supplier = draft.supplier if draft.supplier is not None and draft.supplier.sort != "other" else None
    told: set[Span] = set()
    if "thing" in draft.frame.slots.values() and supplier is not None and _bans_technology(draft, supplier):
        yield replace(draft, supplier=supplier, recipients=())
    for actor in draft.recipients:
        if actor.organization is not None and actor.organization.via.value != "name":
            continue
        if actor.is_vendor() and (actor.organization is not None or actor.territories):
            yield replace(draft, supplier=supplier, recipients=(actor,))
        elif actor.organization is None and (vendors := _vendors_within(actor, draft)) and vendors[0].span not in told:
            told.add(vendors[0].span)
            yield replace(draft, supplier=supplier, recipients=vendors[:1])


def _bans_technology(draft: Draft, supplier: Actor) -> bool:
    """Whether a state's ban or a vendor's moratorium names the technology right after it."""
    place = draft.sentence.end_of(draft.trigger)
    near = any(0 < hit.start - place < _BAN_REACH for hit in draft.technology.hits)
    return near and not draft.technology.inferred and (supplier.is_state() or supplier.is_vendor())


def _vendors_within(actor: Actor, draft: Draft) -> tuple[Actor, ...]:
    """Return the vendors that a phrase such as "entities associated with Acme" names."""
    near = [m for m in draft.sentence.organizations if "vendor" in m.roles and 0 <= m.start - actor.span.start < 120]
    return tuple(
        Actor(span=Span(m.start, m.end), sort="organization", organization=m, sentence=draft.sentence.number)
        for m in near
    )


_SETTLE: dict[Kind, Callable[[Draft, Passage], Iterator[Draft]]] = {
    Kind.SUPPLY: _settle_supply,
    Kind.PROCUREMENT: _settle_buyer,
    Kind.DEPLOYMENT: _settle_deployment,
    Kind.TRAINING: _settle_training,
    Kind.AGREEMENT: _settle_agreement,
    Kind.DEMONSTRATION: _settle_demonstration,
    Kind.ATTENDANCE: _settle_attendance,
    Kind.SANCTION: _settle_sanction,
    Kind.DEMAND: _settle_demand,
}
