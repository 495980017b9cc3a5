"""The page of a document: its text with the words of claims marked, and their cards beside it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from countersight.errors import UngroundedQuote
from countersight.model.claim import Claim
from countersight.model.evidence import locate_quote
from countersight.model.text import DocumentText
from countersight.web.evidence.cards import Card, make_cards
from countersight.web.evidence.cited import cite_document, styles
from countersight.web.evidence.custody import read_custody
from countersight.web.evidence.directions import language_direction
from countersight.web.evidence.dossiers import DocumentDossier, open_document
from countersight.web.evidence.finding_words import find_words
from countersight.web.evidence.marking import SLOTS, Block, Span, mark_text
from countersight.web.evidence.noticed import read_notices
from countersight.web.evidence.records import document_record, text_record
from countersight.web.evidence.windows import Part, cut_parts, part_at
from countersight.web.language import Language, asked_language
from countersight.web.moments import asked_moment
from countersight.web.rendering import answer
from countersight.web.visitor import Role, hidden, visitor
from countersight.web.workspace import workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A part of a text as it is set to be read, with its claims: what the page and the review desk show."""

    text: DocumentText
    part: Part
    parts: tuple[Part, ...]
    blocks: tuple[Block, ...]
    cards: tuple[Card, ...]
    """Of the claims whose words begin in this part, numbered within the whole text."""
    numbers: Mapping[str, Card]
    """These cards, by the id of their claim."""
    parts_of: Mapping[str, int]
    """The part that the words of each claim begin in."""
    found: tuple[Span, ...]
    """Everything in the text that was looked for."""
    found_before: Span | None
    """The last of them before this part."""
    found_after: Span | None
    """The first of them behind it."""
    here: int | None
    """The place that the address leads to, where it is no claim."""
    current: str | None
    """The claim that the address leads to."""
    direction: str
    is_flowing: bool
    """Whether single newlines are the ends of printed lines and not the author's."""

    def claims_by_part(self) -> dict[int, int]:
        """Count the claims that begin in each part, in order."""
        return dict(sorted(Counter(self.parts_of.values()).items()))


@dataclass(frozen=True, slots=True, kw_only=True)
class LostWords:
    """A claim that rests on another reading of the document than the one shown."""

    card: Card
    text_id: str
    reader: str
    stands_at: int | None
    """Where the same words stand in the reading that is shown, exactly and only once; none where they do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What of a text is asked for."""

    claim_id: str | None = None
    at: int | None = None
    part: int | None = None
    find: str = ""

    @classmethod
    def of(cls, params: Mapping[str, str]) -> "Asked":
        """Read it from an address; numbers that are none are left out."""
        return cls(
            claim_id=params.get("claim"),
            at=_number(params.get("at")),
            part=_number(params.get("part")),
            find=(params.get("find") or params.get("q") or "").strip(),
        )


def show_document(request: Request) -> Response:
    """Show a document."""
    params, unseen = request.query_params, hidden(request)
    with workspace(request).store.view(asked_moment(request)) as view:
        dossier = open_document(view, request.path_params["id"], unseen, readers=workspace(request).project.readers)
        notices = read_notices(view, dossier.document.id, unseen)
        withdrawn = dossier.document.id in view.withdrawals().documents
        custody = read_custody(view, dossier.document.id, with_persons=visitor(request).may(Role.REVIEWER))
    asked = Asked.of(params)
    text = dossier.text(_text_of(dossier, asked.claim_id) or params.get("text"))
    language = asked_language(request)
    data: dict[str, Any] = {
        "document": document_record(dossier.document, dossier.captures, text),
        "texts": [text_record(one) for one in dossier.texts],
        "claims": [claim for claim in dossier.claims if text is None or claim.evidence[0].text_id == text.id],
        "reviews": dossier.reviews,
        "notices": notices,
        "custody": custody,
    }
    reader = read_text(text, dossier, asked, language) if text is not None else None
    lost = lost_words(dossier, text, language) if text is not None else ()
    return answer(
        request, "evidence/document.html", data, withdrawn=withdrawn,
        text=text, texts_known=dossier.texts, reader=reader, lost=lost, asked=asked, slots=SLOTS,
        cited=styles(cite_document(request, dossier, text)),
        reader_page=(reader.part.first_page or 1) if reader else 1, rejected=_rejected(dossier, text, language),
    )  # fmt: skip


def read_text(text: DocumentText, dossier: DocumentDossier, asked: Asked, language: Language) -> Reader:
    """Set the part of a text that is asked for to be read, with its claims."""
    claims = dossier.claims_on(text)
    parts = cut_parts(text.text, text.pages)
    found = tuple(find_words(text.text, asked.find)) if asked.find else ()
    place = _place(asked, claims, found, parts)
    part = part_at(parts, place or 0)
    here = place if asked.claim_id is None and asked.part is None else None
    starts = {claim.id: part_at(parts, claim.evidence[0].start).number for claim in claims}
    before = sum(number < part.number for number in starts.values())
    cards = make_cards(
        [claim for claim in claims if starts[claim.id] == part.number],
        text, review=dossier.reviews.__getitem__, language=language, first=before + 1, total=len(claims),
    )  # fmt: skip
    return Reader(
        text=text,
        part=part,
        parts=parts,
        blocks=mark_text(text.text, claims, window=part.span, found=found, here=here, pages=text.pages),
        cards=cards,
        numbers={card.id: card for card in cards},
        parts_of=starts,
        found=found,
        found_before=max((span for span in found if span.start < part.span.start), default=None),
        found_after=min((span for span in found if span.start >= part.span.end), default=None),
        here=here,
        current=asked.claim_id,
        direction=language_direction(text.language),
        is_flowing=text.reader_name in {"pdf", "ocr"},
    )


def lost_words(dossier: DocumentDossier, text: DocumentText, language: Language) -> tuple[LostWords, ...]:
    """Say of each claim that rests on another reading whether its very words stand in this one."""
    lost = []
    for other in dossier.texts:
        claims = [] if other.id == text.id else dossier.claims_on(other)
        cards = make_cards(claims, other, review=dossier.reviews.__getitem__, language=language)
        lost += [
            LostWords(card=card, text_id=other.id, reader=other.reader, stands_at=stands_at(claim, text))
            for card, claim in zip(cards, claims, strict=True)
        ]
    return tuple(lost)


def stands_at(claim: Claim, text: DocumentText) -> int | None:
    """Return where the very words of a claim stand in a text, exactly and only once: never a look-alike."""
    try:
        evidence = locate_quote(claim.evidence[0].quote, text)
    except UngroundedQuote:
        return None
    again = text.text.find(evidence.quote, evidence.start + 1)
    return evidence.start if again < 0 else None


def _text_of(dossier: DocumentDossier, claim_id: str | None) -> str | None:
    return next((claim.evidence[0].text_id for claim in dossier.claims if claim.id == claim_id), None)


def _place(asked: Asked, claims: Sequence[Claim], found: Sequence[Span], parts: Sequence[Part]) -> int | None:
    """Return where the address leads: to a claim, an offset, a part, or the first words found."""
    claim = next((claim for claim in claims if claim.id == asked.claim_id), None)
    if claim is not None:
        return claim.evidence[0].start
    if asked.at is not None:
        return min(asked.at, parts[-1].span.end)
    if asked.part is not None:
        return parts[min(max(asked.part, 1), len(parts)) - 1].span.start
    return found[0].start if found else None


def _rejected(dossier: DocumentDossier, text: DocumentText | None, language: Language) -> tuple[Card, ...]:
    if text is None:
        return ()
    claims = [claim for claim in dossier.on(text) if dossier.reviews[claim.id] == "rejected"]
    return make_cards(claims, text, review=dossier.reviews.__getitem__, language=language)


def _number(words: str | None) -> int | None:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 10 else None
