"""Holds what a model answered to the text: each slot gets its exact words, or it is dropped and counted."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from countersight.errors import InputError
from countersight.extract.base import Drop
from countersight.extract.llm.aligning import Aligner
from countersight.extract.llm.answers import Answer
from countersight.extract.llm.parties import PartyReader
from countersight.extract.llm.passages import Passage
from countersight.extract.scanning import Span
from countersight.model.claim import (
    Claim,
    Kind,
    Party,
    Place,
    Precision,
    Qualifier,
    Quantity,
    Speaker,
    Status,
    TechnologySlot,
    When,
)
from countersight.model.evidence import Evidence, Mention, evidence_at, mention_at
from countersight.model.text import DocumentText
from countersight.values.quantities import find_quantities
from countersight.values.taxonomy import load_taxonomy
from countersight.values.times import find_times

CONFIDENCE = 0.5
"""Nothing is known beforehand of how often a server's model is right; `countersight evaluate` measures it."""
MOST_QUOTED = 600
"""Code points of evidence: what is longer was not pointed at."""
_UNITLESS = "units"
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
            "quantity": self._slot("quantity", answer.quantity, carrying, self._quantity),
            "when": self._slot("when", answer.when, carrying, self._when),
            "place": self._slot("place", answer.place, carrying, self._place),
            "status_mention": self._slot("status words", answer.status_words, carrying, self._mention),
        }
        return Claim.make(
            **slots,
            evidence=self._evidence(carrying, _mentions(slots)),
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

    def _quantity(self, place: Span) -> Quantity | None:
        home = self._home(place)
        found = [
            (number, home.start + number.start, home.start + number.end)
            for number in find_quantities(self._text.text[home.start : home.end], self._text.language)
            if _overlap(place, home.start + number.start, home.start + number.end)
        ]
        if len(found) != 1:
            return None
        number, start, end = found[0]
        unit = self._text.text[end : place.end].strip() if end < place.end else ""
        return Quantity(
            value=number.value,
            unit=number.currency or unit or _UNITLESS,
            qualifier=Qualifier(number.hedge),
            mention=mention_at(self._text, min(start, place.start), max(end, place.end)),
        )

    def _when(self, place: Span) -> When | None:
        home, published = self._home(place), self._text.published
        found = [
            (time, home.start + time.start, home.start + time.end)
            for time in find_times(self._text.text[home.start : home.end], published, self._text.language)
            if _overlap(place, home.start + time.start, home.start + time.end)
        ]
        if len(found) != 1:
            return None
        time, start, end = found[0]
        return When(
            start=time.first,
            end=time.last,
            precision=Precision(time.grain),
            mention=mention_at(self._text, start, end),
            anchored_to=published if time.anchored else None,
        )

    def _place(self, place: Span) -> Place:
        codes = {slot.code for slot in self._parties.territories(place)}
        return Place(mention=self._mention(place), territory=codes.pop() if len(codes) == 1 else None)

    def _mention(self, place: Span) -> Mention:
        return mention_at(self._text, place.start, place.end)

    def _evidence(self, carrying: Span, mentions: Iterator[Mention]) -> tuple[Evidence, ...]:
        """Quote the words that carry the claim, then the sentences that hold the words of slots outside them."""
        rows = [carrying]
        for mention in sorted(mentions, key=lambda mention: mention.start):
            if not any(row.start <= mention.start and mention.end <= row.end for row in rows):
                rows.append(self._home(Span(mention.start, mention.end)))
        return tuple(evidence_at(self._text, row.start, row.end) for row in rows)

    def _home(self, place: Span) -> Span:
        """Return the sentence around a place; a place across sentences is its own."""
        around = (s for s in self._passage.sentences if s.start <= place.start and place.end <= s.end)
        return next(around, place)

    def _drop(self, reason: str, quote: str) -> None:
        self.drops.append(Drop(reason=reason, quote=quote[:MOST_QUOTED]))


def _word(words: type[_Found], value: str, name: str) -> _Found:
    try:
        return words(value)  # type: ignore[call-arg]
    except ValueError:
        raise _Ungrounded(f"{name} is not one of ours") from None


def _overlap(place: Span, start: int, end: int) -> bool:
    return start < place.end and place.start < end


def _mentions(slots: dict[str, Any]) -> Iterator[Mention]:
    for party in (slots["supplier"], slots["recipient"]):
        if party is not None:
            yield from (slot.mention for slot in (party, *party.territories) if slot.mention is not None)
    yield from (slot.mention for slot in slots["technology"] if slot.mention is not None)
    yield from (slots[name].mention for name in ("quantity", "when", "place", "speaker") if slots[name] is not None)
    if slots["status_mention"] is not None:
        yield slots["status_mention"]
