"""Made-up texts and claims to corroborate."""

from collections.abc import Callable
from datetime import date

import pytest

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
    TerritorySlot,
    When,
)
from countersight.model.evidence import Mention, evidence_at, mention_at
from countersight.model.text import DocumentText, text_id


def write_text(words: str, document_id: str = "", **about: object) -> DocumentText:
    """Freeze `words` as the text of a document."""
    document_id = document_id or f"doc-{words[:40]}"
    return DocumentText(
        id=text_id(document_id, "plain@1", words), document_id=document_id, reader="plain@1", text=words, **about
    )


def find_mention(text: DocumentText, words: str) -> Mention:
    start = text.text.index(words)
    return mention_at(text, start, start + len(words))


def make_claim(
    text: DocumentText,
    *,
    kind: Kind = Kind.SUPPLY,
    status: Status = Status.REPORTED,
    supplier: str | None = "Glimmer Optics",
    recipient: str | None = "Ruritania",
    technology: tuple[str, ...] = ("video_surveillance",),
    figure: tuple[float, str, str] | None = None,
    qualifier: Qualifier = Qualifier.EXACT,
    year: int | None = None,
    place: str | None = None,
    speaker: str | None = None,
    confidence: float = 0.8,
) -> Claim:
    """Claim on the whole of `text` what its slots say; a slot whose words are not in the text is refused."""
    return Claim.make(
        document_id=text.document_id,
        kind=kind,
        status=status,
        evidence=(evidence_at(text, 0, len(text.text)),),
        confidence=confidence,
        extractor="hand@1",
        supplier=Party(mention=find_mention(text, supplier)) if supplier else None,
        recipient=_territory(text, recipient) if recipient else None,
        technology=tuple(TechnologySlot(label=label, inferred="test") for label in technology),
        quantity=_quantity(text, figure, qualifier) if figure else None,
        when=_year(text, year) if year else None,
        place=Place(mention=find_mention(text, place)) if place else None,
        speaker=Speaker(mention=find_mention(text, speaker)) if speaker else None,
    )


def _territory(text: DocumentText, name: str) -> Party:
    return Party(territories=(TerritorySlot(code=name.casefold(), mention=find_mention(text, name)),))


def _quantity(text: DocumentText, figure: tuple[float, str, str], qualifier: Qualifier) -> Quantity:
    value, unit, words = figure
    return Quantity(value=value, unit=unit, qualifier=qualifier, mention=find_mention(text, words))


def _year(text: DocumentText, year: int) -> When:
    mention = find_mention(text, str(year))
    return When(start=date(year, 1, 1), end=date(year, 12, 31), precision=Precision.YEAR, mention=mention)


@pytest.fixture
def write() -> Callable[..., DocumentText]:
    return write_text


@pytest.fixture
def claim() -> Callable[..., Claim]:
    return make_claim
