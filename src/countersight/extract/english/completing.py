"""What a clause leaves out: the place, the maker or the seller that its sentence or passage tells."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from countersight.extract.english.drafts import Draft
from countersight.extract.english.lexicon import load_lexicon, words
from countersight.extract.english.parties import Actor
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.scanning import Hit
from countersight.extract.english.technology import BACKWARD
from countersight.extract.scanning import Span
from countersight.model.claim import Kind
from countersight.values.organizations import OrganizationMention
from countersight.values.taxonomy import load_taxonomy
from countersight.values.territories import Form, TerritoryMention, find_territories

_LOCATIVE = re.compile(
    r"\b(?:in|across|throughout|along|inside|within|around|at|near|over)\s+(?:\w+\s+){0,4}$", re.IGNORECASE
)
_SETTING = 2
"""Sentences back within which the territory of a report may have been named."""
SETTING = "the territory named last before"
SUBJECT = "the territory that the text is about"
_THINGS = frozenset({"video_surveillance", "safe_city", "licence_plate_recognition", "drones", "facial_recognition"})
"""What stands somewhere, where filtering or listening may be spoken of in general."""
_OFTEN = 2
"""Times that a text must name the territory that it is about."""
ONLY_TERRITORY = "the only territory that the sentence names"
_LOCATIVE_REACH = 40
"""Code points before a territory within which "in" or "across" makes it a place."""
_LIST_GAP = 10
"""Code points between territories of one list."""
MAKER = "maker of the technology, named in the passage"


def with_place(draft: Draft, passage: Passage) -> Draft:
    """Tell where, if no party and no place does: from "in X" in the sentence, else the only territory that it names."""
    if draft.places or any(actor.territories for actor in draft.recipients):
        return draft
    sentence, text = draft.sentence, passage.text.text
    free = _free_territories(draft)
    located = [m for m in free if _LOCATIVE.search(text[max(sentence.span.start, m.start - _LOCATIVE_REACH) : m.start])]
    if located:
        return replace(draft, places=(_place(_listed(located[0], free), sentence),))
    is_named = draft.kind is not Kind.DEPLOYMENT or any(hit.label != "other" for hit in draft.technology.hits)
    abroad = [mention for mention in free if mention.code not in _home(draft)]
    if not abroad or draft.recipients or not is_named or len({m.code for m in sentence.territories}) > 1:
        return draft
    return replace(draft, places=(_place(abroad[:1], sentence, inferred=ONLY_TERRITORY),))


def with_setting(draft: Draft, passage: Passage) -> Draft:
    """Tell where from the rest of a text about the trade: the territory named last before, else the one it is about."""
    if draft.places or any(actor.territories for actor in draft.recipients) or not passage.scan.is_about_trade:
        return draft
    if not any(hit.strength in ("term", "product", "maker", "deed") for hit in draft.technology.hits):
        return draft
    if not (draft.recipients or _is_named_here(draft)):
        return draft
    if "regional" in draft.rules or any(_is_general(actor, passage) for actor in draft.recipients):
        return draft
    for row in passage.before(draft.sentence.number):
        if row.number < draft.sentence.number - _SETTING:
            break
        if free := [mention for mention in _settings(row) if mention.code not in _home(draft)]:
            return replace(draft, places=(_place(free[-1:], row, inferred=SETTING),))
    return _with_subject_territory(draft, passage)


def _is_named_here(draft: Draft) -> bool:
    """Whether the sentence itself names a vendor, a product or things put up, so that just the place is left."""
    if not draft.is_noun() and any(hit.label in _THINGS for hit in draft.technology.hits):
        return True
    if draft.technology.inferred == BACKWARD and _is_event(draft):
        return True
    is_sold = any(hit.strength in ("product", "maker") for hit in draft.sentence.hits)
    return is_sold or any("vendor" in mention.roles for mention in draft.sentence.organizations)


def _is_event(draft: Draft) -> bool:
    """Whether a verb tells of what happened or will: `the software was used`, not `it is used to`."""
    aux = {c.lower_ for c in draft.trigger.children if c.dep_ in ("aux", "auxpass")}
    return draft.trigger.tag_ == "VBD" or bool(aux & {"was", "were", "has", "have", "had", "will"})


def _is_general(actor: Actor, passage: Passage) -> bool:
    """Whether a phrase means a kind of user anywhere: `governments`, `intelligence agencies`, not `the authorities`."""
    text = passage.text.text
    is_definite = re.search(
        r"\b(?:the|its|their|his|her|these|those)\s+$", text[: actor.span.start][-8:], re.IGNORECASE
    )
    return text[actor.span.start : actor.span.end].islower() and text[actor.span.end - 1] == "s" and not is_definite


def _with_subject_territory(draft: Draft, passage: Passage) -> Draft:
    """Take the one territory of a text, if no other is named half as often."""
    rows = [(mention, row) for row in passage.sentences.values() for mention in _settings(row)]
    counts = Counter(mention.code for mention, _ in rows).most_common(2)
    if not counts or counts[0][1] < _OFTEN or (len(counts) > 1 and counts[1][1] * 2 > counts[0][1]):
        return draft
    mention, row = next(pair for pair in rows if pair[0].code == counts[0][0])
    return replace(draft, places=(_place([mention], row, inferred=SUBJECT),))


def _home(draft: Draft) -> set[str]:
    """Return the supplier's own territories: what stands near is as likely its home or its bank as its customer."""
    supplier = draft.supplier
    if supplier is None or draft.kind is not Kind.SUPPLY:
        return set()
    known = supplier.organization.territory if supplier.organization is not None else None
    return {mention.code for mention in supplier.territories} | ({known} if known else set())


def _settings(row: Sentence) -> list[TerritoryMention]:
    """Return the territories of a sentence that are no people's, nor part of a name."""
    names = [m for m in row.organizations if m.via.value == "name"]
    return [
        m
        for m in row.territories
        if m.form is not Form.DEMONYM and not any(n.start <= m.start and m.end <= n.end for n in names)
    ]


def with_maker(draft: Draft, passage: Passage) -> Draft:
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
    for hit in (*draft.technology.hits, *draft.sentence.hits):
        if draft.kind is Kind.SUPPLY and hit.strength == "product" and hit.label in labels:
            return replace(draft, supplier=_product(hit, draft.sentence))  # it stands for its maker, all that is given
    return draft


def _product(hit: Hit, sentence: Sentence) -> Actor:
    named = next((m for m in sentence.organizations if m.start < hit.end and hit.start < m.end), None)
    is_here = sentence.span.start <= hit.start < sentence.span.end
    return Actor(
        span=Span(hit.start, hit.end), sort="organization", organization=named, inferred=None if is_here else MAKER,
        sentence=sentence.number if is_here else -1,
    )  # fmt: skip


def with_listed_makers(draft: Draft, passage: Passage) -> Iterator[Draft]:
    """Yield a draft for each vendor of a list: `products of Acme, Bolt and Crown`."""
    yield draft
    first = draft.supplier
    if first is None or first.inferred is not None:
        return
    labels, end = {hit.label for hit in draft.technology.hits}, first.span.end
    for mention in draft.sentence.organizations:
        if mention.start < end or mention.start - end > _LIST_GAP or not _makes(mention, labels, passage):
            continue
        end = mention.end
        other = replace(first, span=Span(mention.start, mention.end), organization=mention, territories=())
        yield replace(draft, supplier=other)


def with_seller(draft: Draft, passage: Passage) -> Draft:
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


def has_victims(draft: Draft) -> bool:
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
