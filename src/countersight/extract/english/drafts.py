"""From predicates to drafts of claims: frames matched over the parse, slots filled with actors and technologies."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from spacy.tokens import Token

from countersight.extract.english.clauses import Arguments, expand, noun_arguments, phrase_tokens, verb_arguments
from countersight.extract.english.lexicon import Frame, load_lexicon
from countersight.extract.english.parties import Actor, find_actors
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.scanning import TRAINING
from countersight.extract.english.technology import Technology, technology_in, technology_of
from countersight.model.claim import Kind


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """A claim in the making."""

    kind: Kind
    trigger: Token
    sentence: Sentence
    technology: Technology
    supplier: Actor | None = None
    recipients: tuple[Actor, ...] = ()
    places: tuple[Actor, ...] = ()
    arguments: tuple[Token, ...] = ()
    """Heads of the phrases that filled slots."""
    rule: str = ""
    """The frame's class of word, for confidence and for reading errors."""


@dataclass(slots=True, eq=False)
class Slots:
    """Heads of phrases by the slot that they fill."""

    heads: dict[str, list[Token]] = field(default_factory=dict)

    def of(self, slot: str) -> list[Token]:
        return self.heads.get(slot, [])


def find_drafts(sentence: Sentence, passage: Passage) -> Iterator[Draft]:
    """Yield the claims that the predicates of a sentence assert."""
    lexicon = load_lexicon()
    for token in sentence.doc:
        low = token.lower_
        if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
            frames = list(lexicon.verbs.get(low, ()))
            for child in token.children:
                if child.dep_ in ("prt", "prep", "advmod"):
                    frames.extend(lexicon.particles.get((low, child.lower_), ()))
            arguments = verb_arguments(token) if frames else {}
        elif token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound":
            frames = list(lexicon.nouns.get(low, ()))
            arguments = noun_arguments(token) if frames else {}
        else:
            continue
        for frame in frames:
            yield from _match(frame, token, arguments, sentence, passage)


def _match(frame: Frame, trigger: Token, arguments: Arguments, sentence: Sentence, passage: Passage) -> Iterator[Draft]:
    slots = _fill(frame, arguments)
    technology = _technology(frame, trigger, slots, sentence, passage)
    if technology is None:
        return
    suppliers = _actors(slots.of("supplier"), sentence, passage)
    recipients = _actors(slots.of("recipient"), sentence, passage)
    places = [actor for actor in _actors(slots.of("place"), sentence, passage) if actor.territories]
    used = [head for slot in slots.heads.values() for head in slot]
    draft = Draft(
        kind=frame.kind, trigger=trigger, sentence=sentence, technology=technology, recipients=tuple(recipients),
        places=tuple(places), arguments=tuple(used), rule=("verb" if trigger.pos_ in ("VERB", "AUX") else "noun"),
    )  # fmt: skip
    for supplier in suppliers or [None]:
        yield from _judge(replace(draft, supplier=supplier), frame, passage)


def _fill(frame: Frame, arguments: Arguments) -> Slots:
    slots = Slots()
    for relation, slot in frame.slots.items():
        for head in arguments.get(relation, ()):
            if head not in slots.of(slot):
                slots.heads.setdefault(slot, []).append(head)
    return slots


def _technology(frame: Frame, trigger: Token, slots: Slots, sentence: Sentence, passage: Passage) -> Technology | None:
    if frame.heads and not any(token.lower_ in frame.heads for head in slots.of("thing") for token in expand(head)):
        return None
    for head in slots.of("thing"):
        if (found := technology_of(head, sentence, passage)) is not None:
            return found
    if frame.kind is Kind.TRAINING:
        return _training(slots, sentence, passage)
    if frame.is_loose:
        span = sentence.hull(trigger.subtree)
        if hits := technology_in(span, sentence):
            return Technology(hits=hits[:1])
    return None


def _training(slots: Slots, sentence: Sentence, passage: Passage) -> Technology | None:
    """Training needs security users; what they are trained on may be named elsewhere in the sentence."""
    users = load_lexicon().words["security_users"]
    learners = [token for head in slots.of("recipient") for token in expand(head)]
    words = {token.lower_ for head in learners for token in phrase_tokens(head)}
    if not words & users and not any(head.pos_ == "NUM" for head in learners):
        return None
    hits = technology_in(sentence.span, sentence)
    return Technology(hits=hits) if hits else Technology(hits=(), inferred="training without a named technology")


def _actors(heads: list[Token], sentence: Sentence, passage: Passage) -> list[Actor]:
    found: list[Actor] = []
    for head in heads:
        for actor in find_actors(head, sentence, passage):
            if all(actor.span != other.span for other in found):
                found.append(actor)
    return found


def _judge(draft: Draft, frame: Frame, passage: Passage) -> Iterator[Draft]:
    """Settle the kind by who fills which slot, and let through what can be a claim of that kind."""
    has_supplier, has_recipient = draft.supplier is not None, bool(draft.recipients)
    if (
        "supplier" in frame.needs
        and not has_supplier
        or "recipient" in frame.needs
        and not (has_recipient or draft.places)
    ):
        return
    if "place" in frame.needs and not draft.places:
        return
    if "product" in frame.needs and not any(
        hit.strength in ("product", "maker") or hit.label == "spyware" for hit in draft.technology.hits
    ):
        return
    if "state" in frame.needs and not any(a.is_state() for a in draft.recipients):
        return
    settled = _SETTLE[draft.kind](draft) if draft.kind in _SETTLE else draft
    if settled is not None:
        yield settled


def _settle_supply(draft: Draft) -> Draft | None:
    """A transfer has a supplier that is a firm or a state; without one it is the buyer's act."""
    supplier = draft.supplier
    if supplier is not None and (
        supplier.sort in ("other", "users")
        or supplier.sort == "name"
        and not supplier.organization
        and not draft.recipients
    ):
        return None
    if supplier is None:
        buyers = [actor for actor in draft.recipients if actor.is_state()]
        return replace(draft, kind=Kind.PROCUREMENT, recipients=tuple(buyers)) if buyers else None
    return draft


def _settle_deployment(draft: Draft) -> Draft | None:
    """A vendor that installs is a supplier; anyone else who uses must be a state's hand, or a place must be told."""
    users = [
        actor
        for actor in draft.recipients
        if actor.is_state() or (actor.sort in ("organization", "name") and not actor.is_vendor())
    ]
    vendors = [actor for actor in draft.recipients if actor.is_vendor()]
    if vendors and not users and draft.technology.hits:
        return replace(draft, kind=Kind.SUPPLY, supplier=vendors[0], recipients=(), rule="vendor installs")
    if not users and not draft.places and draft.recipients:
        return None
    if (
        not users
        and not draft.places
        and not any(hit.label == "spyware" or hit.strength == "term" for hit in draft.technology.hits)
    ):
        return None
    return replace(draft, recipients=tuple(users))


def _settle_buyer(draft: Draft) -> Draft | None:
    buyers = tuple(a for a in draft.recipients if a.is_state() or a.territories or a.sort in ("organization", "name"))
    return replace(draft, recipients=buyers) if buyers else None


def _settle_training(draft: Draft) -> Draft | None:
    is_foreign = bool(draft.sentence.territories) or draft.supplier is not None
    return draft if draft.recipients and is_foreign else None


def _settle_demonstration(draft: Draft) -> Draft | None:
    supplier = draft.supplier
    return draft if supplier is not None and (supplier.is_vendor() or supplier.is_state()) else None


_SETTLE = {
    Kind.SUPPLY: _settle_supply,
    Kind.DEPLOYMENT: _settle_deployment,
    Kind.PROCUREMENT: _settle_buyer,
    Kind.DEMAND: _settle_buyer,
    Kind.TRAINING: _settle_training,
    Kind.DEMONSTRATION: _settle_demonstration,
}
_ = TRAINING
