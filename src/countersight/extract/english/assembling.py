"""From drafts to claims: each slot tied to its words, or the draft dropped with the reason."""

from collections.abc import Iterable
from typing import Any

from countersight.errors import InputError
from countersight.extract.base import Drop
from countersight.extract.english.confidence import estimate_confidence
from countersight.extract.english.drafts import Draft
from countersight.extract.english.measures import measure_of, time_of
from countersight.extract.english.parties import Actor
from countersight.extract.english.passage import Passage
from countersight.extract.english.quoting import MAX_QUOTE, clause_span, core_span
from countersight.extract.english.rivals import drop_rivals
from countersight.extract.english.speakers import find_speaker
from countersight.extract.english.status import ORDER, Modality, read_modality
from countersight.extract.grounding import quote_evidence, slot_mentions
from countersight.extract.scanning import Span
from countersight.model.claim import Claim, Kind, Party, Speaker, Status, TechnologySlot, TerritorySlot
from countersight.model.evidence import Mention, mention_at
from countersight.model.interest import Interest, find_interest
from countersight.model.text import DocumentText


def assemble_claims(drafts: Iterable[Draft], passage: Passage, extractor: str) -> tuple[list[Claim], list[Drop]]:
    """Make claims of the drafts of one text; those that cannot be tied to words are dropped with the reason."""
    claims: dict[str, Claim] = {}
    drops: list[Drop] = []
    for draft in drop_rivals(drafts):
        modality = read_modality(draft.trigger, draft.heads)
        span = clause_span(draft)
        if not modality.is_asserted or span.end - span.start > MAX_QUOTE:
            continue
        try:
            claim = _claim(draft, span, modality, passage, extractor)
        except InputError as error:
            drops.append(Drop(reason=str(error), quote=passage.text.text[span.start : span.end]))
            continue
        if claim is not None:
            claims.setdefault(claim.id, claim)
    return list(claims.values()), drops


def _claim(draft: Draft, span: Span, modality: Modality, passage: Passage, extractor: str) -> Claim | None:
    text, sentence = passage.text, draft.sentence
    speaker = find_speaker(draft.trigger, sentence, passage)
    supplier = _party(draft.supplier, text) if draft.supplier is not None else None
    recipient = _joint_party(draft.recipients, draft.places, text)
    said_by = _speaker(speaker, text) if speaker is not None else None
    status = _status(draft, modality, said_by, (supplier, recipient), text)
    if status is None:
        return None
    cue = modality.cue if status is modality.status else None
    slots: dict[str, Any] = {
        "document_id": text.document_id,
        "kind": draft.kind,
        "status": status,
        "supplier": supplier,
        "recipient": recipient,
        "technology": _technology(draft, text),
        "quantity": measure_of(draft, core_span(draft), passage),
        "when": time_of(draft, span, passage),
        "status_mention": mention_at(text, sentence.start_of(cue), sentence.end_of(cue)) if cue is not None else None,
        "speaker": said_by,
    }
    return Claim.make(
        **slots,
        evidence=quote_evidence(passage.text, span, slot_mentions(slots), passage.home),
        confidence=estimate_confidence(slots),
        extractor=extractor,
    )


def _status(
    draft: Draft, modality: Modality, speaker: Speaker | None, parties: tuple[Party | None, ...], text: DocumentText
) -> Status | None:
    """Settle the status by the guideline's order; a bare negation is a denial only in someone's mouth."""
    if draft.kind is Kind.ASSESSMENT:
        return Status.DENIED if modality.status is Status.DENIED else Status.CLAIMED
    if modality.is_negated and modality.status is not Status.CANCELLED:
        return Status.DENIED if speaker is not None else None
    if modality.status in ORDER:
        return modality.status
    if speaker is not None and find_interest(speaker.mention, parties, text) is not Interest.OUTSIDER:
        return Status.CLAIMED
    return modality.status


def _speaker(actor: Actor, text: DocumentText) -> Speaker:
    return Speaker(mention=mention_at(text, actor.span.start, actor.span.end), inferred=actor.inferred)


def _party(actor: Actor, text: DocumentText) -> Party:
    territories = tuple(_territories(actor, text).values())
    if not territories and actor.organization is not None and actor.organization.territory and actor.is_state():
        territories = (TerritorySlot(code=actor.organization.territory, inferred="territory of the named agency"),)
    mention = mention_at(text, actor.span.start, actor.span.end)
    return Party(mention=mention, territories=territories, inferred=actor.inferred)


def _territories(actor: Actor, text: DocumentText) -> dict[str, TerritorySlot]:
    """Return the territories of an actor by code, each with its first words."""
    found: dict[str, TerritorySlot] = {}
    is_guess = actor.sort == "territory" and actor.inferred is not None
    for mention in actor.territories:
        if is_guess:
            found.setdefault(mention.code, TerritorySlot(code=mention.code, inferred=actor.inferred))
        found.setdefault(
            mention.code, TerritorySlot(code=mention.code, mention=mention_at(text, mention.start, mention.end))
        )
    return found


def _joint_party(actors: tuple[Actor, ...], places: tuple[Actor, ...], text: DocumentText) -> Party | None:
    """Several recipients are one party: their names as they stand together, and the territories of all."""
    parties = [_party(actor, text) for actor in actors]
    territories: dict[str, TerritorySlot] = {}
    for slot in (slot for party in parties for slot in party.territories):
        territories.setdefault(slot.code, slot)
    if not territories:
        territories = {code: slot for place in places for code, slot in _territories(place, text).items()}
    if parties:
        return Party(
            mention=_joint_mention(actors, text), territories=tuple(territories.values()), inferred=parties[0].inferred
        )
    return Party(territories=tuple(territories.values())) if territories else None


def _joint_mention(actors: tuple[Actor, ...], text: DocumentText) -> Mention:
    first, last = actors[0], actors[-1]
    end = last.span.end if last.sentence == first.sentence and last.span.end > first.span.end else first.span.end
    return mention_at(text, first.span.start, end)


def _technology(draft: Draft, text: DocumentText) -> tuple[TechnologySlot, ...]:
    technology = draft.technology
    if not technology.hits:
        rule = technology.inferred or "training without a named technology"
        return (TechnologySlot(label="training_only", inferred=rule),)
    if technology.inferred:
        return tuple(TechnologySlot(label=hit.label, inferred=technology.inferred) for hit in technology.hits)
    return tuple(
        TechnologySlot(label=hit.label, mention=mention_at(text, hit.start, hit.end)) for hit in technology.hits
    )
