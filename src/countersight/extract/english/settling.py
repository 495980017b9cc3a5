"""Which drafts stand as claims, and of which kind: the guideline's rules, one function a kind."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from countersight.extract.english.drafts import Draft
from countersight.extract.english.lexicon import load_lexicon, words
from countersight.extract.english.parties import Actor
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.sentences import Span
from countersight.model.claim import Kind
from countersight.values.organizations import OrganizationMention
from countersight.values.taxonomy import load_taxonomy
from countersight.values.territories import Form, TerritoryMention, find_territories

_LOCATIVE = re.compile(
    r"\b(?:in|across|throughout|along|inside|within|around|at|near|over)\s+(?:\w+\s+){0,4}$", re.IGNORECASE
)
_BAN_REACH = 60
"""Code points after "ban" within which what is banned must be named."""
ONLY_TERRITORY = "the only territory that the sentence names"
_LOCATIVE_REACH = 40
"""Code points before a territory within which "in" or "across" makes it a place."""
_LIST_GAP = 10
"""Code points between territories of one list."""
_ACRONYM = 8
"""Longest acronym taken for an agency."""
_TRYING = ("test", "pilot", "trial")
MAKER = "maker of the technology, named in the passage"


def settle_drafts(drafts: Iterable[Draft], passage: Passage) -> Iterator[Draft]:
    """Yield the drafts that stand, their kind and parties settled."""
    for draft in drafts:
        if not _meets_needs(draft):
            continue
        yield from _SETTLE[draft.kind](draft, passage)


def _meets_needs(draft: Draft) -> bool:
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
        "product": any(hit.strength in ("product", "maker") or hit.label == "spyware" for hit in hits),
    }
    return all(tests[need] for need in needs)


def _settle_supply(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """A transfer has a named supplier and someone who gets it; without a supplier it is the buyer's act."""
    recipients = tuple(actor for actor in draft.recipients if actor.sort != "other" or actor.territories)
    draft = _with_place(replace(draft, recipients=recipients), passage)
    if draft.supplier is None and draft.frame.slots.get("subject") == "supplier":
        draft = _with_seller(draft, passage)
    supplier = draft.supplier
    if supplier is None:
        buyers = tuple(actor for actor in recipients if actor.is_state() or actor.territories)
        if buyers and draft.technology.hits:
            yield replace(draft, kind=Kind.PROCUREMENT, recipients=buyers)
    elif supplier.sort not in ("other", "users") and (draft.recipients or draft.places or "regional" in draft.rules):
        yield draft


def _settle_deployment(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Someone uses it, or it stands somewhere; a vendor that installs is a supplier."""
    if not draft.technology.hits:
        return
    users = tuple(a for a in draft.recipients if _may_use(a, passage))
    vendors = [a for a in draft.recipients if a.is_vendor() and a.organization is not None]
    if vendors and not users and not draft.frame.is_reflexive and draft.supplier is None:
        yield replace(_with_place(draft, passage), kind=Kind.SUPPLY, supplier=vendors[0], recipients=())
        return
    if draft.recipients and not users and not draft.places and not draft.frame.is_reflexive:
        return
    draft = replace(draft, recipients=users)
    if not draft.frame.is_reflexive and not _has_victims(draft):
        draft = _with_place(draft, passage)
    if not (draft.recipients or draft.places or "regional" in draft.rules or _has_victims(draft)):
        return
    yield _with_maker(draft, passage)


def _may_use(actor: Actor, passage: Passage) -> bool:
    """Whether an actor can be a state's hand: a bare name must at least be an acronym or have a territory."""
    if actor.is_vendor() or actor.sort == "other":
        return False
    name = passage.text.text[actor.span.start : actor.span.end]
    return actor.is_state() or bool(actor.territories) or (name.isupper() and len(name) <= _ACRONYM)


def _has_victims(draft: Draft) -> bool:
    """Whether the territories around may be the victims' and not the user's."""
    lemmas = load_lexicon().lemmas
    if not any(hit.label == "spyware" for hit in draft.technology.hits):
        return False
    if any(child.lower_ == "against" for child in draft.trigger.children):
        return True
    return any(
        lemmas.get(t.lower_) in words("targeting_verbs") or t.lower_ in words("victim_nouns")
        for t in draft.sentence.doc
    )


def _with_seller(draft: Draft, passage: Passage) -> Draft:
    """Name the seller of `the exports to Ruritania`: the nearest vendor named before in the passage."""
    place = draft.sentence.end_of(draft.trigger)
    vendors = [m for m in passage.organizations if "vendor" in m.roles and m.via.value == "name" and m.end <= place]
    if not vendors:
        return draft
    seller = Actor(
        span=Span(vendors[-1].start, vendors[-1].end), sort="organization", organization=vendors[-1],
        inferred="nearest vendor named before", sentence=-1, territories=_home_words(vendors[-1], passage),
    )  # fmt: skip
    return replace(draft, supplier=seller)


def _is_strong(draft: Draft) -> bool:
    return any(hit.strength in ("term", "product", "maker") and hit.label != "other" for hit in draft.technology.hits)


def _settle_buyer(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """A tender, purchase or wish has a state's hand behind it, or a territory; training at home is no trade."""
    if not draft.technology.hits and draft.supplier is None:
        return
    buyers = tuple(a for a in draft.recipients if a.is_state() or a.territories)
    draft = _with_place(replace(draft, recipients=buyers), passage)
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
    supplier = draft.supplier if draft.supplier is not None and draft.supplier.sort != "other" else None
    is_foreign = supplier is not None or any(actor.territories for actor in draft.recipients)
    if draft.recipients and (is_foreign or draft.technology.hits):
        yield replace(draft, supplier=supplier)


def _settle_agreement(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Two sides agree, and at least one is a state or a vendor."""
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


def _with_place(draft: Draft, passage: Passage) -> Draft:
    """Tell where, if no party and no place does: from "in X" in the sentence, else the only territory that it names."""
    if draft.places or any(actor.territories for actor in draft.recipients):
        return draft
    sentence, text = draft.sentence, passage.text.text
    free = _free_territories(draft)
    located = [m for m in free if _LOCATIVE.search(text[max(sentence.span.start, m.start - _LOCATIVE_REACH) : m.start])]
    if located:
        return replace(draft, places=(_place(_listed(located[0], free), sentence),))
    is_named = draft.kind is not Kind.DEPLOYMENT or any(hit.label != "other" for hit in draft.technology.hits)
    if not free or draft.recipients or not is_named or len({m.code for m in sentence.territories}) > 1:
        return draft
    return replace(draft, places=(_place(free[:1], sentence, inferred=ONLY_TERRITORY),))


def _free_territories(draft: Draft) -> list[TerritoryMention]:
    """Return the territories of the sentence that are no one's: not the supplier's, of a people, or in a name."""
    sentence, supplier = draft.sentence, draft.supplier
    taken = supplier.territories if supplier is not None else ()
    names = [m for m in sentence.organizations if m.via.value == "name"]
    return [
        m
        for m in sentence.territories
        if m not in taken
        and m.form is not Form.DEMONYM
        and not any(name.start <= m.start and m.end <= name.end for name in names)
    ]


def _listed(first: TerritoryMention, free: list[TerritoryMention]) -> list[TerritoryMention]:
    """Return a territory and those listed right after it: `in Egypt, Armenia and Greece`."""
    row = [first]
    for mention in free:
        if 0 < mention.start - row[-1].end <= _LIST_GAP:
            row.append(mention)
    return row


def _place(territories: list[TerritoryMention], sentence: Sentence, *, inferred: str | None = None) -> Actor:
    span = Span(territories[0].start, territories[-1].end)
    return Actor(
        span=span, sort="territory", territories=tuple(territories), inferred=inferred, sentence=sentence.number
    )


def _with_maker(draft: Draft, passage: Passage) -> Draft:
    """Name the supplier of what is used: the maker in the sentence, else the maker that the passage names."""
    if draft.supplier is not None:
        return draft
    labels = {hit.label for hit in draft.technology.hits}
    sold = {m.entity_id for m in draft.sentence.organizations if m.via.value == "product"}
    near = draft.sentence.organizations
    choices = [m for m in near if _makes(m, labels, passage) and _stands_by(m, draft)]
    choices += [
        m
        for m in passage.organizations
        if _makes(m, labels, passage) and (m.entity_id in sold or _is_maker(m, labels, passage))
    ]
    products = {name for label in load_taxonomy().values() for name in label.products}
    for mention in sorted(choices, key=lambda m: m.name in products):  # a firm before a product of the same name
        is_here = mention in near
        maker = Actor(
            span=Span(mention.start, mention.end), sort="organization", organization=mention,
            inferred=None if is_here else MAKER, sentence=draft.sentence.number if is_here else -1,
            territories=_home_words(mention, passage),
        )  # fmt: skip
        return replace(draft, supplier=maker)
    return draft


def _makes(mention: OrganizationMention, labels: set[str], passage: Passage) -> bool:
    """Whether a named vendor can be the maker: not one that is known for another technology, nor a mere product."""
    if "vendor" not in mention.roles or mention.via.value != "name":
        return False
    makers = {name: label.id for label in load_taxonomy().values() for name in (*label.makers, *label.products)}
    known = makers.get(mention.name)
    return known is None or known in labels


def _is_maker(mention: OrganizationMention, labels: set[str], passage: Passage) -> bool:
    return any(mention.name in load_taxonomy()[label].makers for label in labels)


def _stands_by(mention: OrganizationMention, draft: Draft) -> bool:
    """Whether a vendor stands close before the technology, or in the same phrase."""
    return any(mention.start < hit.end + 30 and hit.start < mention.end + 30 for hit in draft.technology.hits)


def _home_words(mention: OrganizationMention, passage: Passage) -> tuple[TerritoryMention, ...]:
    """Return the territory that stands right before a name: `Milan-based Acme`, `the Ruritanian firm Acme`."""
    start = max(0, mention.start - 45)
    before = passage.text.text[start : mention.start]
    found = find_territories(before)
    if not found or re.search(r"[.;,]|\b(?:and|in|to|by|of)\b", before[found[-1].end :]):
        return ()
    last = found[-1]
    return (replace(last, start=last.start + start, end=last.end + start),)


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
