"""Makes claims of records: every slot keeps its words and their place, or it is dropped and counted."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from countersight.errors import InputError
from countersight.extract.base import Drop
from countersight.extract.gliner.records import Answer, Judgement, Record
from countersight.extract.gliner.schema import ANCHOR
from countersight.extract.grounding import PartyReader, Passage, quantity_at, quote_evidence, slot_mentions, when_at
from countersight.extract.scanning import Span
from countersight.model.claim import (
    Claim,
    Kind,
    Party,
    Speaker,
    TechnologySlot,
    TerritorySlot,
)
from countersight.model.evidence import Mention, mention_at
from countersight.model.text import DocumentText
from countersight.values.technology import TechnologyMention, find_technology

MOST_QUOTED = 600
"""Code points of evidence: what is longer was not pointed at."""
_T = TypeVar("_T")
Judge = Callable[[Sequence[str]], Sequence[Judgement]]
"""Tells of words what kind and status the claims have that they carry."""


class _Ungrounded(Exception):
    """The whole record falls, for this reason."""


class Grounding:
    """Makes claims of the records of one passage, and keeps count of what could not be tied to words."""

    def __init__(self, text: DocumentText, passage: Passage, extractor: str) -> None:
        self._text = text
        self._passage = passage
        self._extractor = extractor
        self._parties = PartyReader(text, passage)
        words = text.text[passage.start : passage.end]
        self._technologies = find_technology(words, text.language)
        self._persons: list[Span] = []
        self.drops: list[Drop] = []

    def ground(self, answer: Answer, judge: Judge) -> list[Claim]:
        """Return the claims that stand; `drops` tells of the rest. `judge` is asked once about the words of all."""
        self._persons = answer.persons
        carried = [(record, place) for record in answer.records if (place := self._carrying(record)) is not None]
        judgements = judge([self._text.text[place.start : place.end] for _, place in carried])
        claims = []
        for (record, place), judgement in zip(carried, judgements, strict=True):
            try:
                claims.append(self._claim(record, place, judgement))
            except _Ungrounded as reason:
                self._drop(str(reason), place)
            except InputError as error:
                self._drop(f"no valid claim: {type(error).__name__}", place)
        return claims

    def _claim(self, record: Record, carrying: Span, judgement: Judgement) -> Claim:
        slots: dict[str, Any] = {
            "document_id": self._text.document_id,
            "kind": judgement.kind,
            "status": judgement.status,
            "speaker": self._speaker(record),
            "supplier": self._party("supplier", record),
            "recipient": self._party("recipient", record),
            "technology": self._technology(record, judgement.kind, carrying),
            "quantity": self._one("quantity", record, self._read(quantity_at)),
            "when": self._one("date", record, self._read(when_at)),
        }
        self._check(slots, record)
        return Claim.make(
            **slots,
            evidence=quote_evidence(self._text, carrying, slot_mentions(slots), self._passage.home),
            confidence=record.confidence * judgement.confidence,
            extractor=self._extractor,
        )

    def _check(self, slots: dict[str, Any], record: Record) -> None:
        """Refuse what lost so much that it would say another thing than the record did."""
        if slots["kind"] is Kind.ASSESSMENT and slots["speaker"] is None:
            raise _Ungrounded("an assessment without a speaker")
        if record.places.get("recipient") and slots["recipient"] is None:
            raise _Ungrounded("a private person is no party")
        if record.places.get("supplier") and slots["supplier"] is None and slots["recipient"] is None:
            raise _Ungrounded("a private person is no party")

    def _carrying(self, record: Record) -> Span | None:
        """Return the words that carry a claim; where the model gave none, the sentence that holds most of its slots.

        Models of the older make find no words longer than a dozen, so a clause is beyond them.
        """
        places = [place for name, spans in record.places.items() if name != ANCHOR for place in spans]
        given = next(iter(record.places.get(ANCHOR, ())), None)
        if given is None or (places and not any(_inside(place, given) for place in places)):
            held = {s: sum(_inside(place, s) for place in places) for s in self._passage.sentences}
            given = max(held, key=held.__getitem__) if any(held.values()) else None
        if given is None:
            self._drop("no words that carry it", None)
        elif given.end - given.start > MOST_QUOTED:
            self._drop("evidence is too long", given)
            return None
        return given

    def _party(self, role: str, record: Record) -> Party | None:
        """Read a party. Of several named recipients the first gives the name; the territories of all count."""
        named, stated = None, list[TerritorySlot]()
        for place in record.places.get(role, ()):
            if self._is_person(place):
                self._drop(f"slot {role}: a private person", None)
                continue
            here = self._parties.territories(place)
            if not self._is_mere_territory(place, here):
                named = named or place
            stated += here
        for place in record.places.get(f"{role}_country", ()):
            found = self._parties.territories(place)
            if not found:
                self._drop(f"slot {role} territory: no territory", place)
            stated += found
        return self._parties.party(named, stated) if named is not None or stated else None

    def _is_person(self, place: Span) -> bool:
        named = any(person.start <= place.start and place.end <= person.end for person in self._persons)
        return self._parties.is_person(place, told=named)

    @staticmethod
    def _is_mere_territory(place: Span, territories: list[TerritorySlot]) -> bool:
        return any(
            slot.mention is not None and (slot.mention.start, slot.mention.end) == (place.start, place.end)
            for slot in territories
        )

    def _technology(self, record: Record, kind: Kind, carrying: Span) -> tuple[TechnologySlot, ...]:
        slots: dict[str, TechnologySlot] = {}
        for place in record.places.get("technology", ()):
            found = [mention for mention in self._technologies if _overlaps(self._span_of(mention), place)]
            if not found:
                self._drop("slot technology: label outside the taxonomy", place)
            for mention in found:
                self._keep(slots, mention)
        if not slots:
            for mention in self._technologies:
                if _inside(self._span_of(mention), carrying):
                    self._keep(slots, mention)
        if not slots and kind is Kind.TRAINING:
            slots["training_only"] = TechnologySlot(
                label="training_only", inferred="training without a named technology"
            )
        if not slots:
            raise _Ungrounded("no technology of the taxonomy in its words")
        return tuple(slots.values())

    def _keep(self, slots: dict[str, TechnologySlot], mention: TechnologyMention) -> None:
        place = self._span_of(mention)
        slots.setdefault(mention.label, TechnologySlot(label=mention.label, mention=self._mention(place)))

    def _span_of(self, mention: TechnologyMention) -> Span:
        return Span(self._passage.start + mention.start, self._passage.start + mention.end)

    def _speaker(self, record: Record) -> Speaker | None:
        place = next(iter(record.places.get("speaker", ())), None)
        return Speaker(mention=self._mention(place)) if place is not None else None

    def _one(self, name: str, record: Record, read: Callable[[Span], _T | None]) -> _T | None:
        """Read an optional slot from its words; lost, it leaves the claim standing without it."""
        place = next(iter(record.places.get(name, ())), None)
        found = read(place) if place is not None else None
        if place is not None and found is None:
            self._drop(f"slot {name}: cannot be read", place)
        return found

    def _mention(self, place: Span) -> Mention:
        return mention_at(self._text, place.start, place.end)

    def _read(self, reader: Callable[[DocumentText, Span, Span], _T]) -> Callable[[Span], _T]:
        """Return what reads a place with its sentence."""
        return lambda place: reader(self._text, place, self._passage.home(place))

    def _drop(self, reason: str, place: Span | None) -> None:
        words = self._text.text[place.start : place.end][:MOST_QUOTED] if place is not None else ""
        self.drops.append(Drop(reason=reason, quote=words))


def _inside(place: Span, around: Span) -> bool:
    return around.start <= place.start and place.end <= around.end


def _overlaps(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
