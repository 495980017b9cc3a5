"""Holds what a model answered to the text: each slot gets its exact words, or it is dropped and counted."""

from collections.abc import Callable
from typing import Any, TypeVar

from countersight.errors import InputError
from countersight.extract.base import Drop
from countersight.extract.grounding import PartyReader, Passage, quantity_at, quote_evidence, slot_mentions, when_at
from countersight.extract.llm.aligning import Aligner
from countersight.extract.llm.answers import Answer
from countersight.extract.scanning import Span
from countersight.model.claim import (
    Claim,
    Kind,
    Party,
    Place,
    Speaker,
    Status,
    TechnologySlot,
)
from countersight.model.evidence import Mention, mention_at
from countersight.model.text import DocumentText
from countersight.values.taxonomy import load_taxonomy

CONFIDENCE = 0.5
"""Nothing is known beforehand of how often a server's model is right; `countersight evaluate` measures it."""
MOST_QUOTED = 600
"""Code points of evidence: what is longer was not pointed at."""
_Found = TypeVar("_Found")


class _Ungrounded(Exception):
    """The whole claim falls, for this reason."""


class Grounding:
    """Makes claims of the answers about one passage, and keeps count of what could not be tied to words."""

    def __init__(self, text: DocumentText, passage: Passage, extractor: str) -> None:
        self._text = text
        self._passage = passage
        self._extractor = extractor
        self._aligner = Aligner(text.text, passage.start, passage.end)
        self._parties = PartyReader(text, passage)
        self.drops: list[Drop] = []

    def ground(self, answers: list[Answer]) -> list[Claim]:
        """Return the claims that stand; `drops` tells of the rest."""
        claims = []
        for answer in answers:
            try:
                claims.append(self._claim(answer))
            except _Ungrounded as reason:
                self._drop(str(reason), answer.evidence)
            except InputError as error:
                self._drop(f"no valid claim: {type(error).__name__}", answer.evidence)
        return claims

    def _claim(self, answer: Answer) -> Claim:
        kind, status = _word(Kind, answer.kind, "kind"), _word(Status, answer.status, "status")
        carrying = self._aligner.locate(answer.evidence)
        if carrying is None:
            raise _Ungrounded("evidence is not in the text")
        if carrying.end - carrying.start > MOST_QUOTED:
            raise _Ungrounded("evidence is too long")
        slots: dict[str, Any] = {
            "document_id": self._text.document_id,
            "kind": kind,
            "status": status,
            "speaker": self._speaker(answer, kind, carrying),
            **self._both_parties(answer, carrying),
            "technology": self._technology(answer, carrying),
            "quantity": self._slot("quantity", answer.quantity, carrying, self._read(quantity_at)),
            "when": self._slot("when", answer.when, carrying, self._read(when_at)),
            "place": self._slot("place", answer.place, carrying, self._place),
            "status_mention": self._slot("status words", answer.status_words, carrying, self._mention),
        }
        return Claim.make(
            **slots,
            evidence=quote_evidence(self._text, carrying, slot_mentions(slots), self._passage.home),
            confidence=CONFIDENCE,
            extractor=self._extractor,
        )

    def _speaker(self, answer: Answer, kind: Kind, near: Span) -> Speaker | None:
        if not answer.speaker:
            if kind is Kind.ASSESSMENT:
                raise _Ungrounded("an assessment without a speaker")
            return None
        place = self._aligner.locate(answer.speaker, near=near)
        if place is None:  # without it the claim would pass for the text's own assertion
            raise _Ungrounded("speaker is not in the text")
        return Speaker(mention=self._mention(place))

    def _both_parties(self, answer: Answer, near: Span) -> dict[str, Party | None]:
        supplier = self._party("supplier", answer, near)
        recipient = self._party("recipient", answer, near)
        if (answer.supplier or answer.recipient) and supplier is None and recipient is None:
            raise _Ungrounded("none of its parties stands in the text")
        return {"supplier": supplier, "recipient": recipient}

    def _party(self, role: str, answer: Answer, near: Span) -> Party | None:
        name: str | None = getattr(answer, role)
        place = self._aligner.locate(name, near=near) if name else None
        if name and place is None:
            self._drop(f"slot {role}: not in the text", name)
        if place is not None and self._parties.is_person(place, told=bool(getattr(answer, f"{role}_is_person"))):
            if role == "recipient":
                raise _Ungrounded("a private person is no party")
            self._drop("slot supplier: a private person", "")
            place = None
        territories = []
        for words in getattr(answer, f"{role}_territories") or ():
            where = self._aligner.locate(words, near=place or near)
            found = self._parties.territories(where) if where is not None else []
            if not found:
                self._drop(f"slot {role} territory: {'not in the text' if where is None else 'no territory'}", words)
            territories += found
        return self._parties.party(place, territories)

    def _technology(self, answer: Answer, near: Span) -> tuple[TechnologySlot, ...]:
        slots: dict[str, TechnologySlot] = {}
        for technology in answer.technology:
            label, words = technology.label, technology.words
            place = self._aligner.locate(words, near=near) if words else None
            if label not in load_taxonomy():
                self._drop("slot technology: label outside the taxonomy", label)
            elif place is not None:
                slots.setdefault(label, TechnologySlot(label=label, mention=self._mention(place)))
            elif label == "training_only":
                slots.setdefault(label, TechnologySlot(label=label, inferred="training without a named technology"))
            else:
                self._drop("slot technology: not in the text", words or label)
        if not slots:
            raise _Ungrounded("no technology of the taxonomy in its words")
        return tuple(slots.values())

    def _slot(self, name: str, words: str | None, near: Span, read: Callable[[Span], _Found | None]) -> _Found | None:
        """Read an optional slot from its words; lost, it leaves the claim standing without it."""
        if not words:
            return None
        place = self._aligner.locate(words, near=near)
        found = read(place) if place is not None else None
        if found is None:
            self._drop(f"slot {name}: {'not in the text' if place is None else 'cannot be read'}", words)
        return found

    def _place(self, place: Span) -> Place:
        codes = {slot.code for slot in self._parties.territories(place)}
        return Place(mention=self._mention(place), territory=codes.pop() if len(codes) == 1 else None)

    def _mention(self, place: Span) -> Mention:
        return mention_at(self._text, place.start, place.end)

    def _read(self, reader: Callable[[DocumentText, Span, Span], _Found]) -> Callable[[Span], _Found]:
        """Return what reads a place with its sentence."""
        return lambda place: reader(self._text, place, self._passage.home(place))

    def _drop(self, reason: str, quote: str) -> None:
        self.drops.append(Drop(reason=reason, quote=quote[:MOST_QUOTED]))


def _word(words: type[_Found], value: str, name: str) -> _Found:
    try:
        return words(value)  # type: ignore[call-arg]
    except ValueError:
        raise _Ungrounded(f"{name} is not one of ours") from None
