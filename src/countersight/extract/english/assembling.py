"""From drafts to claims: words shortened to what carries them, slots tied to words, duplicates dropped."""

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from countersight.errors import InputError
from countersight.extract.base import Drop
from countersight.extract.english.clauses import phrase_tokens
from countersight.extract.english.confidence import estimate_confidence
from countersight.extract.english.drafts import Draft
from countersight.extract.english.measures import measure_of, time_of
from countersight.extract.english.parties import Actor
from countersight.extract.english.passage import Passage
from countersight.extract.english.sentences import Span
from countersight.extract.english.speakers import find_speaker
from countersight.extract.english.status import ORDER, Modality, read_modality
from countersight.model.claim import Claim, Kind, Party, Speaker, Status, TechnologySlot, TerritorySlot
from countersight.model.evidence import Evidence, Mention, evidence_at, mention_at

_OVERLAP = 0.5
MAX_QUOTE = 420
"""Code points; a clause that runs longer was misread."""
_PURPOSE = 25
"""Tokens after the predicate up to which a purpose ("to block websites") belongs to the quote."""
_NEAR = 40
"""Code points after the clause within which "in Ruritania" still belongs to the quote."""
_BESIDE = 5
"""Tokens before the predicate within which an inherited subject still belongs to the quote."""
_FAR = 9
"""Tokens before the predicate from which on a noun that it describes no longer belongs to the quote."""
_ALONE = frozenset({"sanction", "attendance", "assessment", "agreement"})
"""Kinds that stand beside any other claim of the same words."""
_OFFICE = re.compile(r"\b(?:minister|ministry|police chief|general|commissioner|president|prime|secretary|ambassador|mayor|governor|police|government|authorities|army|colonel|director of)\b")


def assemble_claims(drafts: Iterable[Draft], passage: Passage, extractor: str) -> tuple[list[Claim], list[Drop]]:
    """Make claims of the drafts of one text; those that cannot be tied to words are dropped with the reason."""
    claims: list[Claim] = []
    drops: list[Drop] = []
    for draft in _without_rivals(drafts):
        modality = read_modality(draft.trigger)
        if not modality.is_asserted:
            continue
        try:
            claim = _claim(draft, modality, passage, extractor)
        except InputError as error:
            span = clause_span(draft)
            drops.append(Drop(reason=str(error), quote=passage.text.text[span.start : span.end]))
            continue
        if claim is not None:
            claims.append(claim)
    return _distinct(claims), drops


def clause_span(draft: Draft) -> Span:
    """Return the shortest stretch that holds the predicate, what governs it, its purpose, and the phrases of its slots."""
    sentence, trigger = draft.sentence, draft.trigger
    if draft.kind is Kind.ASSESSMENT:
        return sentence.hull(t for t in trigger.subtree if not t.is_punct and t.dep_ != "mark")
    tokens: list[Token] = [trigger, *_auxiliaries(trigger)]
    if trigger.dep_ == "xcomp":
        tokens += [trigger.head, *_auxiliaries(trigger.head)]
        tokens += [t for c in trigger.head.children if c.dep_ in ("nsubj", "nsubjpass") for t in _short(c)]
    for child in trigger.children:
        if child.dep_ in ("xcomp", "advcl") and any(c.lower_ == "to" for c in child.children):
            tokens += [t for t in child.subtree if t.i < trigger.i + _PURPOSE]
    own = {trigger, *trigger.subtree}
    for head in draft.heads:
        if head in own or trigger in head.subtree or 0 < trigger.i - head.i <= _BESIDE:
            for phrase in (head, *(token for token in head.conjuncts if token.i > head.i)):
                tokens += phrase_tokens(phrase) if phrase in own or trigger.i - phrase.i < _FAR else []
    span = sentence.hull(tokens)
    for hit in draft.technology.hits:  # a verb that is itself the deed: `monitor social media`
        if not draft.technology.inferred and hit.start <= sentence.start_of(trigger) < hit.end:
            span = Span(min(span.start, hit.start), max(span.end, hit.end))
    named = [draft.supplier] if draft.kind is Kind.ATTENDANCE and draft.supplier is not None else []
    for actor in (*draft.places, *named):
        if span.end <= actor.span.start <= span.end + _NEAR and actor.span.end <= sentence.span.end:
            span = Span(span.start, actor.span.end)
    return span


def _auxiliaries(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ in ("aux", "auxpass", "neg", "prt")]


def _short(head: Token) -> list[Token]:
    return phrase_tokens(head) if head.lower_ not in ("which", "that", "who") else [head]


def _inside(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _claim(draft: Draft, modality: Modality, passage: Passage, extractor: str) -> Claim | None:
    text = passage.text
    span = clause_span(draft)
    if span.end - span.start > MAX_QUOTE:
        return None
    speaker = find_speaker(draft.trigger, draft.sentence, passage)
    status = _status(draft, modality, speaker, passage)
    if status is None:
        return None
    supplier = _party(draft.supplier, passage) if draft.supplier else None
    recipient = _joint_party(draft.recipients, draft.places, passage)
    cue = modality.cue
    status_mention = None
    if cue is not None and status is modality.status:
        status_mention = mention_at(text, draft.sentence.start_of(cue), draft.sentence.end_of(cue))
    quantity = measure_of(draft, span, passage)
    when = time_of(draft, span, passage)
    slots = {
        "document_id": text.document_id,
        "kind": draft.kind,
        "status": status,
        "supplier": supplier,
        "recipient": recipient,
        "technology": _technology(draft, passage),
        "quantity": quantity,
        "when": when,
        "status_mention": status_mention,
        "speaker": Speaker(mention=mention_at(text, speaker.span.start, speaker.span.end), inferred=speaker.inferred)
        if speaker
        else None,
    }
    mentions = [m for m in _mentions(slots)]
    return Claim.make(
        **slots,
        evidence=_evidence(span, mentions, passage),
        confidence=estimate_confidence(draft, status, speaker),
        extractor=extractor,
    )


def _status(draft: Draft, modality: Modality, speaker: Actor | None, passage: Passage) -> Status | None:
    """Settle the status by the guideline's order; a bare negation is a denial only in someone's mouth."""
    if modality.is_negated and draft.kind is not Kind.ASSESSMENT and modality.status is not Status.CANCELLED:
        return Status.DENIED if speaker is not None else None
    if draft.kind is not Kind.ASSESSMENT and modality.status in ORDER:
        return modality.status
    if draft.kind is Kind.ASSESSMENT:
        return Status.CLAIMED if modality.status is not Status.DENIED else Status.DENIED
    if speaker is not None and _is_interested(speaker, draft, passage):
        return Status.CLAIMED
    return modality.status


def _is_interested(speaker: Actor, draft: Draft, passage: Passage) -> bool:
    """Whether the speaker is a party to what it says, or an official of a party's state."""
    parties = [actor for actor in (draft.supplier, *draft.recipients) if actor is not None]
    for party in parties:
        if party.span == speaker.span:
            return True
        if (
            party.organization
            and speaker.organization
            and party.organization.entity_id == speaker.organization.entity_id
        ):
            return True
        if party.is_state() and _is_official(speaker, passage):
            theirs, own = {m.code for m in speaker.territories}, {m.code for m in party.territories}
            if theirs & own or (own and not theirs):
                return True
    return False


def _is_official(speaker: Actor, passage: Passage) -> bool:
    """Whether a speaker holds an office of a state, by the title before the name or the words of the role."""
    text = passage.text.text
    return _OFFICE.search(text[speaker.span.start : speaker.span.end + 40].split(".")[0].lower()) is not None


def _party(actor: Actor, passage: Passage) -> Party:
    text = passage.text
    territories = tuple(_territory(m.code, mention_at(text, m.start, m.end)) for m in _first_of_code(actor))
    if not territories and actor.organization is not None and actor.organization.territory and actor.is_state():
        territories = (TerritorySlot(code=actor.organization.territory, inferred="territory of the named agency"),)
    mention = mention_at(text, actor.span.start, actor.span.end)
    return Party(mention=mention, territories=territories, inferred=actor.inferred)


def _territory(code: str, mention: Mention) -> TerritorySlot:
    return TerritorySlot(code=code, mention=mention)


def _first_of_code(actor: Actor) -> list:
    seen: dict[str, object] = {}
    for mention in actor.territories:
        seen.setdefault(mention.code, mention)
    return list(seen.values())


def _joint_party(actors: tuple[Actor, ...], places: tuple[Actor, ...], passage: Passage) -> Party | None:
    """Several recipients are one party: the name of the first that has one, and the territories of all."""
    if not actors and not places:
        return None
    parties = [_party(actor, passage) for actor in actors]
    territories: dict[str, TerritorySlot] = {}
    for party in parties:
        for slot in party.territories:
            territories.setdefault(slot.code, slot)
    if not territories:
        for place in places:
            for mention in _first_of_code(place):
                territories.setdefault(
                    mention.code, _territory(mention.code, mention_at(passage.text, mention.start, mention.end))
                )
    if actors:
        first, last = actors[0], actors[-1]
        joined = (
            Span(first.span.start, last.span.end)
            if first.sentence == last.sentence and first.span.start < last.span.end
            else first.span
        )
        mention = mention_at(passage.text, joined.start, joined.end) if len(actors) > 1 else parties[0].mention
        return Party(mention=mention, territories=tuple(territories.values()), inferred=parties[0].inferred)
    return Party(territories=tuple(territories.values())) if territories else None


def _technology(draft: Draft, passage: Passage) -> tuple[TechnologySlot, ...]:
    technology = draft.technology
    if not technology.hits:
        return (
            TechnologySlot(
                label="training_only", inferred=technology.inferred or "training without a named technology"
            ),
        )
    if technology.inferred:
        return tuple(TechnologySlot(label=hit.label, inferred=technology.inferred) for hit in technology.hits)
    return tuple(
        TechnologySlot(label=hit.label, mention=mention_at(passage.text, hit.start, hit.end)) for hit in technology.hits
    )


def _mentions(slots: dict) -> Iterator[Mention]:
    for name in ("supplier", "recipient"):
        party = slots[name]
        if party is not None:
            if party.mention:
                yield party.mention
            yield from (t.mention for t in party.territories if t.mention)
    yield from (t.mention for t in slots["technology"] if t.mention)
    for name in ("quantity", "when", "speaker"):
        if slots[name] is not None:
            yield slots[name].mention
    if slots["status_mention"]:
        yield slots["status_mention"]


def _evidence(span: Span, mentions: list[Mention], passage: Passage) -> tuple[Evidence, ...]:
    """Quote the clause, then the sentences that hold the words of slots standing outside it."""
    rows = [span]
    for mention in sorted(mentions, key=lambda m: m.start):
        if any(row.start <= mention.start and mention.end <= row.end for row in rows):
            continue
        home = next((s for s in passage.scan.sentences if s.start <= mention.start and mention.end <= s.end), None)
        rows.append(home or Span(mention.start, mention.end))
    return tuple(evidence_at(passage.text, row.start, row.end) for row in rows)


_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "supply",
            "procurement",
            "training",
            "demonstration",
            "agreement",
            "sanction",
            "demand",
            "deployment",
            "attendance",
            "assessment",
        )
    )
}


def _without_rivals(drafts: Iterable[Draft]) -> list[Draft]:
    """Of drafts over the same words keep one: a sentence gives one of supply, procurement and deployment."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=_preference):
        span = clause_span(draft)
        if not any(_rival(draft, span, other) for other in kept):
            kept.append(draft)
    return sorted(kept, key=lambda d: clause_span(d).start)


def _preference(draft: Draft) -> tuple[int, int, int]:
    filled = (draft.supplier is not None) + bool(draft.recipients) + bool(draft.places)
    return (-filled, _RANK[draft.kind.value], draft.trigger.i)


def _rival(draft: Draft, span: Span, other: Draft) -> bool:
    if draft.sentence is not other.sentence:
        return False
    if draft.kind is other.kind and draft.trigger == other.trigger:
        return draft.supplier is other.supplier
    if draft.kind is not other.kind and {draft.kind.value, other.kind.value} & _ALONE:
        return False
    if draft.kind is other.kind and draft.supplier is not None and other.supplier is not None:
        if draft.supplier.span != other.supplier.span and draft.trigger == other.trigger:
            return False
    theirs = clause_span(other)
    shared = min(span.end, theirs.end) - max(span.start, theirs.start)
    if shared < _OVERLAP * min(span.end - span.start, theirs.end - theirs.start):
        return False
    return True


def _distinct(claims: list[Claim]) -> list[Claim]:
    return list({claim.id: claim for claim in claims}.values())
