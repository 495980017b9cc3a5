"""From predicates to drafts of claims: frames matched over the parse, slots filled with actors and technologies."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from countersight.extract.english.clauses import Arguments, expand, noun_arguments, phrase_tokens, verb_arguments
from countersight.extract.english.lexicon import Frame, load_lexicon, words
from countersight.extract.english.parties import Actor, find_actors
from countersight.extract.english.passage import Passage, Sentence
from countersight.extract.english.scanning import DEED, Hit
from countersight.extract.english.technology import Technology, passage_technology, technology_in, technology_of
from countersight.extract.scanning import Span
from countersight.model.claim import Kind

_WITHOUT_THING = (Kind.ATTENDANCE, Kind.SANCTION)
"""Kinds whose clause need not name a technology: the passage does."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Draft:
    """A claim in the making."""

    kind: Kind
    frame: Frame
    trigger: Token
    sentence: Sentence
    technology: Technology
    supplier: Actor | None = None
    recipients: tuple[Actor, ...] = ()
    places: tuple[Actor, ...] = ()
    attendees: tuple[Actor, ...] = ()
    heads: tuple[Token, ...] = ()
    """Heads of the phrases that filled slots."""
    rules: frozenset[str] = frozenset()
    """Names of the rules that shaped it, for its confidence."""

    def is_noun(self) -> bool:
        """Whether the predicate is a noun: `the sale`."""
        return self.trigger.pos_ not in ("VERB", "AUX")


@dataclass(slots=True, eq=False)
class _Slots:
    """Heads of phrases by the slot that they may fill."""

    heads: dict[str, list[Token]] = field(default_factory=dict)

    def of(self, slot: str) -> list[Token]:
        return self.heads.get(slot, [])


def find_drafts(sentence: Sentence, passage: Passage) -> Iterator[Draft]:
    """Yield what the predicates of a sentence may assert, before it is judged."""
    for token in sentence.doc:
        frames = _frames_of(token, sentence)
        if not frames:
            continue
        arguments = verb_arguments(token) if token.pos_ in ("VERB", "AUX") else noun_arguments(token)
        for frame in frames:
            yield from _match(frame, token, arguments, sentence, passage)


def _frames_of(token: Token, sentence: Sentence) -> list[Frame]:
    lexicon, low = load_lexicon(), token.lower_
    if token.pos_ == "VERB" and _is_act(token, sentence):
        return [_ACT]
    if token.pos_ in ("VERB", "AUX") and token.dep_ not in ("aux", "auxpass"):
        frames = list(lexicon.verbs.get(low, ()))
        for child in token.children:
            if child.dep_ in ("prt", "prep", "advmod"):
                frames.extend(lexicon.particles.get((low, child.lower_), ()))
        return frames
    if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound":
        return list(lexicon.nouns.get(low, ()))
    return []


_ACT = Frame(
    kind=Kind.DEPLOYMENT,
    slots={"itself": "thing", "subject": "recipient", "in": "place", "at": "place", "across": "place"},
    needs=frozenset(),
)
"""A verb that is itself a use of the technology: `monitor social media`, `scanning license plates`."""


def _is_act(token: Token, sentence: Sentence) -> bool:
    return _act_of(token, sentence) is not None


def _act_of(token: Token, sentence: Sentence) -> Hit | None:
    """Return the hit that a verb opens (`block websites`) or, in the passive, closes (`websites are blocked`)."""
    start, end = sentence.start_of(token), sentence.end_of(token)
    for hit in sentence.hits:
        if hit.strength in ("term", DEED) and hit.start == start and hit.end >= end:
            return hit
        if hit.strength == DEED and hit.end == end:
            return hit
    return None


def _match(frame: Frame, trigger: Token, arguments: Arguments, sentence: Sentence, passage: Passage) -> Iterator[Draft]:
    slots = _fill(frame, arguments)
    if frame.heads and not any(_has_head(frame, head) for slot in slots.heads.values() for head in slot):
        return
    technology, thing = _technology(frame, trigger, slots, sentence, passage)
    if technology is None:
        return
    taken = ([] if thing is None else [thing]) + slots.of("measure") + slots.of("victim")
    is_regional = False
    actors: dict[str, list[Actor]] = {}
    for slot in ("supplier", "recipient", "place", "attendee"):
        for head in slots.of(slot):
            found = [a for a in find_actors(head, sentence, passage) if not _is_technology(a, technology, sentence)]
            if slot == "place":
                found = _place(head, sentence)
                if any(token.lower_ in words("region_nouns") for token in phrase_tokens(head)) and head not in taken:
                    taken.append(head)
                    is_regional = True
            row = actors.setdefault(slot, [])
            row.extend(actor for actor in found if all(actor.span != other.span for other in row))
            if found and head not in taken:
                taken.append(head)
    if frame.kind is Kind.AGREEMENT and not actors.get("recipient") and len(actors.get("supplier", ())) > 1:
        actors["supplier"], actors["recipient"] = actors["supplier"][:1], actors["supplier"][1:]
    suppliers: list[Actor | None] = [*actors.get("supplier", ())] or [None]
    for supplier in suppliers:
        yield Draft(
            kind=frame.kind, frame=frame, trigger=trigger, sentence=sentence, technology=technology, supplier=supplier,
            recipients=tuple(actors.get("recipient", ())), places=tuple(actors.get("place", ())),
            attendees=tuple(actors.get("attendee", ())), heads=tuple(taken),
            rules=frozenset({"regional"} if is_regional else ()),
        )  # fmt: skip


def _fill(frame: Frame, arguments: Arguments) -> _Slots:
    slots = _Slots()
    for relation, slot in frame.slots.items():
        for head in arguments.get(relation, ()):
            if head not in slots.of(slot):
                slots.heads.setdefault(slot, []).append(head)
    return slots


def _has_head(frame: Frame, head: Token) -> bool:
    return any(token.lower_ in frame.heads for token in expand(head)) or any(
        token.lower_ in frame.heads for token in phrase_tokens(head) if frame.kind is Kind.SANCTION
    )


def _act_technology(trigger: Token, sentence: Sentence) -> Technology:
    hit = _act_of(trigger, sentence)
    return Technology(hits=(hit,) if hit is not None else ())


def _technology(
    frame: Frame, trigger: Token, slots: _Slots, sentence: Sentence, passage: Passage
) -> tuple[Technology | None, Token | None]:
    """Return the technology of a match and the head of the phrase that names it."""
    if frame is _ACT:
        return _act_technology(trigger, sentence), None
    things = slots.of("thing") + (slots.of("recipient") if frame.is_reflexive else [])
    if load_lexicon().lemmas.get(trigger.lower_) in words("takeover_verbs"):
        things = [head for head in things if not _is_firm(head, sentence)]  # `Acme is owned by investors`
    named = [(technology_of(head, sentence, passage, deep=frame.kind is Kind.SUPPLY), head) for head in things]
    named = [(found, head) for found, head in named if found is not None]
    for found, head in (*(row for row in named if _is_specific(row[0])), *named):
        return found, head
    if frame.kind is Kind.TRAINING:
        return _training(slots, sentence, passage), None
    if frame.is_loose:
        span = sentence.hull([*trigger.subtree])
        if hits := technology_in(span, sentence, passage):
            return Technology(hits=hits[:1]), None
        for token in trigger.subtree:
            if token.pos_ == "NOUN" and (found := technology_of(token, sentence, passage)) is not None:
                return found, token
    if frame.kind in _WITHOUT_THING or (passage.scan.is_about_trade and _is_bare(frame, slots)):
        return passage_technology(sentence, passage), None
    return None, None


def _is_firm(head: Token, sentence: Sentence) -> bool:
    """Whether a phrase is a maker's own name, not its wares."""
    place = sentence.start_of(head)
    return any(hit.strength == "maker" and hit.start <= place < hit.end for hit in sentence.hits)


def _is_bare(frame: Frame, slots: _Slots) -> bool:
    """Whether a deal is told without what it is about: `Acme does not sell to Ruritania`, `the two sides signed`."""
    if frame.kind is Kind.AGREEMENT:
        return True
    return frame.kind is Kind.SUPPLY and not slots.of("thing") and bool(slots.of("supplier") and slots.of("recipient"))


def _is_specific(technology: Technology | None) -> bool:
    return technology is not None and any(hit.label != "other" for hit in technology.hits)


def _training(slots: _Slots, sentence: Sentence, passage: Passage) -> Technology | None:
    """Training needs security users; what they are trained on may be named elsewhere in the sentence."""
    users = words("security_users")
    learners = [token for head in slots.of("recipient") for token in expand(head)]
    named = {token.lower_ for head in learners for token in phrase_tokens(head)}
    if not named & users and not any(head.pos_ == "NUM" for head in learners):
        return None
    hits = technology_in(sentence.span, sentence, passage)
    return Technology(hits=hits) if hits else Technology(hits=(), inferred="training without a named technology")


def _is_technology(actor: Actor, technology: Technology, sentence: Sentence) -> bool:
    """Whether what looks like an actor is the technology itself."""
    if actor.organization is not None and "vendor" in actor.organization.roles and not technology.inferred:
        return any(
            h.start <= actor.span.start and actor.span.end <= h.end and h.strength == "product" for h in technology.hits
        )
    return any(_overlaps(actor.span, hit.start, hit.end) for hit in technology.hits if hit.strength != "maker")


def _place(head: Token, sentence: Sentence) -> list[Actor]:
    """Return a place with every territory that its words name, also in a list after a colon: `in 25 countries: ...`."""
    span = sentence.hull(head.subtree)
    if any(token.lower_ in words("region_nouns") for token in head.subtree):
        span = Span(span.start, sentence.span.end)
    named = tuple(m for m in sentence.territories if span.start <= m.start and m.end <= span.end)
    if not named:
        return []
    return [
        Actor(span=Span(named[0].start, named[0].end), sort="territory", territories=named, sentence=sentence.number)
    ]


def _overlaps(span: Span, start: int, end: int) -> bool:
    return span.start < end and start < span.end
