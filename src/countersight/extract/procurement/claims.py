"""Makes claims of what a release tells of the trade: one of supply for each supplier, else one of procurement."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from countersight.extract.procurement.deciding import Decision, Ground, Technology, decide
from countersight.extract.procurement.layout import Block
from countersight.extract.procurement.release import Deal, Release
from countersight.extract.procurement.slots import (
    place_of,
    quantity_of,
    recipient_of,
    status_of_deal,
    status_of_tender,
    suppliers_of,
    when_of,
)
from countersight.model.claim import Claim, Kind, Party, TechnologySlot
from countersight.model.evidence import Evidence, Mention, evidence_at, mention_at
from countersight.model.text import DocumentText
from countersight.values.release_layout import Label
from countersight.values.trade import is_security_body

LONG = 300
"""Code points of a value from which one sentence of it is quoted."""
_SENTENCE_END = re.compile(r"[.!?;。！？；؟\n]+")
_CONFIDENCE = {
    Ground.TITLE: 0.97,
    Ground.CODE: 0.95,
    Ground.DESCRIPTION: 0.9,
    Ground.SHORT_DESCRIPTION: 0.9,
    Ground.SECURITY: 0.85,
}
"""Shares that were right where releases were read one by one (docs/procurement.md), taken down where they were few."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a release is of the trade: the tender, a lot, or a deal of its own."""

    block: Block
    decision: Decision


class ClaimMaker:
    """Makes the claims of one release."""

    def __init__(self, text: DocumentText, release: Release, *, extractor: str) -> None:
        self._text = text
        self._release = release
        self._extractor = extractor
        self._language = _language(release) or text.language
        self.recipient = recipient_of(text, release)
        """Who buys; without one nothing can be claimed."""
        buyer = self.recipient.mention if self.recipient else None
        self._is_security = bool(buyer) and is_security_body(buyer.name if buyer else "", self._language)

    def decide(self) -> tuple[list[Subject], list[Decision]]:
        """Return what is of the trade, and what was refused though a word of it stands there."""
        decided = [Subject(block, self._decide(block)) for block in self._candidates()]
        subjects = [one for one in decided if one.decision.technology]
        return subjects, [one.decision for one in decided if one.decision.reason]

    def make(self, subjects: Sequence[Subject]) -> Iterator[Claim]:
        """Yield the claims on these subjects; the same claim once."""
        seen: set[str] = set()
        for claim in self._claims(subjects):
            if claim.id not in seen:
                seen.add(claim.id)
                yield claim

    def _candidates(self) -> Iterator[Block]:
        """Yield the tender and its lots, or where there is no tender the awards and contracts themselves."""
        tender = self._release.tender
        if tender is not None and (tender.words(Label.TITLE) or tender.words(Label.DESCRIPTION)):
            yield tender
            yield from self._release.lots
            return
        yield from (block for deal in self._release.deals() for block in deal.blocks[:1])

    def _decide(self, block: Block) -> Decision:
        return decide(self._release.purchase(block), self._language, is_security=self._is_security)

    def _claims(self, subjects: Sequence[Subject]) -> Iterator[Claim]:
        whole = [one for one in subjects if one.block == self._release.tender]
        for subject in whole or subjects:
            deals = [deal for deal in self._release.deals() if _is_of(deal, subject.block, is_whole=bool(whole))]
            supplied = False
            for deal in deals:
                for supplier in suppliers_of(self._text, self._release, deal):
                    supplied = True
                    yield self._supply(subject, deal, supplier)
            if not supplied:
                yield self._procurement(subject, deals[0] if deals else None)

    def _supply(self, subject: Subject, deal: Deal, supplier: Party) -> Claim:
        status, mention = status_of_deal(self._text, deal)
        own = [item for block in deal.blocks for item in self._release.items(of=block)]
        return self._claim(
            subject,
            kind=Kind.SUPPLY,
            supplier=supplier,
            status=status,
            status_mention=mention,
            quantity=quantity_of(self._text, deal.blocks, own[:1] if len({_name(one) for one in own}) == 1 else own),
            when=when_of(self._text, deal.blocks),
        )

    def _procurement(self, subject: Subject, deal: Deal | None) -> Claim:
        """Claim what is bought from nobody that is told: not yet awarded, or awarded to private people."""
        blocks = (*(deal.blocks if deal else ()), subject.block)
        blocks += (self._release.tender,) if self._release.tender and subject.block != self._release.tender else ()
        status, mention = (
            status_of_deal(self._text, deal) if deal else status_of_tender(self._text, self._release, subject.block)
        )
        # A lot's worth is its own: the tender's is of all lots.
        return self._claim(
            subject,
            kind=Kind.PROCUREMENT,
            status=status,
            status_mention=mention,
            quantity=quantity_of(self._text, blocks[:1] if deal else [subject.block], self._items(subject.block)),
            when=when_of(self._text, blocks),
        )

    def _claim(self, subject: Subject, **slots: Any) -> Claim:
        technology = tuple(
            TechnologySlot(label=one.label, mention=mention_at(self._text, one.start, one.end))
            for one in subject.decision.technology
        )
        ground = subject.decision.ground or Ground.TITLE
        made = {
            "document_id": self._text.document_id,
            "confidence": _CONFIDENCE[ground],
            "extractor": self._extractor,
            "recipient": self.recipient,
            "technology": technology,
            "place": place_of(self._text, self._items(subject.block)),
            **{name: slot for name, slot in slots.items() if slot is not None},
        }
        evidence = self._evidence(subject.decision.technology, _mentions(made))
        return Claim.make(evidence=evidence, **made)

    def _items(self, block: Block) -> list[Block]:
        lot = block.words(Label.ID) if block in self._release.lots else None
        return self._release.items(of=block, lot=lot.text if lot else None)

    def _evidence(self, technology: Sequence[Technology], mentions: Iterable[Mention]) -> tuple[Evidence, ...]:
        """Quote the value that tells what is bought, then every other value that a slot is of."""
        rows = [self._quote(one) for one in technology]
        for mention in sorted(mentions, key=lambda mention: mention.start):
            if not any(start <= mention.start and mention.end <= end for start, end in rows):
                rows.append((mention.start, mention.end))
        ocid = self._release.process.words(Label.OCID) if self._release.process else None
        # By the OCID purchases are told apart, and releases of one purchase are known for what they are.
        rows += [(ocid.start, ocid.end)] if ocid else []
        return tuple(evidence_at(self._text, start, end) for start, end in dict.fromkeys(rows))

    def _quote(self, technology: Technology) -> tuple[int, int]:
        """Take the whole value, or of a long one the sentence."""
        home = technology.home
        if home.end - home.start <= LONG:
            return home.start, home.end
        start, end = home.start, home.end
        for match in _SENTENCE_END.finditer(self._text.text, home.start, home.end):
            if match.end() <= technology.start:
                start = match.end()
            elif match.start() >= technology.end:
                end = match.start()
                break
        while start < technology.start and self._text.text[start].isspace():
            start += 1
        return start, end


def _is_of(deal: Deal, block: Block, *, is_whole: bool) -> bool:
    """Whether a deal is of a subject: the tender's are all, a lot's those that name it, a deal's own is itself."""
    if is_whole:
        return True
    if block in deal.blocks:
        return True
    reference = block.words(Label.ID)
    return reference is not None and reference.text in deal.lots


def _name(item: Block) -> str:
    words = item.words(Label.DESCRIPTION)
    return words.text if words else ""


def _language(release: Release) -> str | None:
    """Return the language that the release declares (BCP 47): its lines are too short to tell by their words."""
    words = release.process.words(Label.LANGUAGE) if release.process else None
    return words.text.replace("_", "-").split("-")[0].lower() if words else None


def _mentions(slots: dict[str, Any]) -> Iterator[Mention]:
    for party in (slots.get("supplier"), slots.get("recipient")):
        if party is not None:
            yield from (one.mention for one in (party, *party.territories) if one.mention is not None)
    yield from (one.mention for one in slots["technology"])
    yield from (slots[name].mention for name in ("quantity", "when", "place") if slots.get(name) is not None)
    if slots.get("status_mention") is not None:
        yield slots["status_mention"]
