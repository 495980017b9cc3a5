"""The claim: valid from construction, exact in its words, named by its content."""

from dataclasses import replace
from datetime import date

import pytest

from countersight.errors import BrokenIdentity, UngroundedQuote, UngroundedSlot
from countersight.model.claim import (
    Claim,
    Kind,
    Party,
    Precision,
    Qualifier,
    Quantity,
    Speaker,
    Status,
    TechnologySlot,
    TerritorySlot,
    When,
    check_claim,
)
from countersight.model.evidence import evidence_at, mention_at
from countersight.model.record import from_json, to_json
from countersight.model.text import DocumentText, text_id

WORDS = "In 2021 Examplecorp sold over 300 cameras to the Utopian police, the minister said."


def document_text(words: str = WORDS) -> DocumentText:
    return DocumentText(id=text_id("d" * 64, "plain@1", words), document_id="d" * 64, reader="plain@1", text=words)


def words_of(text: DocumentText, words: str):
    start = text.text.index(words)
    return mention_at(text, start, start + len(words))


def slots(text: DocumentText, **changes):
    given = {
        "document_id": text.document_id,
        "kind": Kind.SUPPLY,
        "status": Status.COMPLETED,
        "evidence": (evidence_at(text, 0, len(text.text)),),
        "confidence": 0.75,
        "extractor": "test@1",
        "supplier": Party(mention=words_of(text, "Examplecorp")),
        "recipient": Party(
            mention=words_of(text, "the Utopian police"),
            territories=(TerritorySlot(code="zz", mention=words_of(text, "Utopian")),),
        ),
        "technology": (TechnologySlot(label="video_surveillance", mention=words_of(text, "cameras")),),
        "quantity": Quantity(
            value=300, unit="cameras", qualifier=Qualifier.OVER, mention=words_of(text, "over 300 cameras")
        ),
        "when": When(
            start=date(2021, 1, 1), end=date(2021, 12, 31), precision=Precision.YEAR, mention=words_of(text, "2021")
        ),
        "speaker": Speaker(mention=words_of(text, "the minister")),
    }
    return given | changes


def test_claim_survives_json_unchanged() -> None:
    claim = Claim.make(**slots(document_text()))
    assert from_json(to_json(claim), Claim) == claim


def test_same_slots_give_same_id() -> None:
    text = document_text()
    assert Claim.make(**slots(text)).id == Claim.make(**slots(text, confidence=0.1, extractor="other@2")).id


@pytest.mark.parametrize(
    "change", [{"kind": Kind.DEMAND}, {"status": Status.DENIED}, {"quantity": None}, {"speaker": None}], ids=str
)
def test_another_slot_gives_another_id(change) -> None:
    text = document_text()
    assert Claim.make(**slots(text)).id != Claim.make(**slots(text, **change)).id


def test_tampered_record_is_refused() -> None:
    record = to_json(Claim.make(**slots(document_text())))
    with pytest.raises(BrokenIdentity):
        from_json(record.replace(b'"completed"', b'"denied"'), Claim)


def test_claim_without_evidence_is_refused() -> None:
    with pytest.raises(UngroundedSlot, match="evidence"):
        Claim.make(**slots(document_text(), evidence=()))


def test_slot_outside_evidence_is_refused() -> None:
    text = document_text()
    with pytest.raises(UngroundedSlot, match="outside the evidence"):
        Claim.make(**slots(text, evidence=(evidence_at(text, 8, 64),)))


def test_technology_needs_words_or_rule() -> None:
    with pytest.raises(UngroundedSlot):
        TechnologySlot(label="dna")
    text = document_text()
    with pytest.raises(UngroundedSlot):
        TechnologySlot(label="dna", mention=words_of(text, "cameras"), inferred="a rule")


def test_party_needs_name_or_territory() -> None:
    with pytest.raises(UngroundedSlot):
        Party()


@pytest.mark.parametrize("confidence", [-0.1, 1.1, float("nan")])
def test_confidence_is_a_probability(confidence: float) -> None:
    with pytest.raises(UngroundedSlot, match="probability"):
        Claim.make(**slots(document_text(), confidence=confidence))


def test_time_that_ends_before_it_starts_is_refused() -> None:
    mention = words_of(document_text(), "2021")
    with pytest.raises(UngroundedSlot):
        When(start=date(2022, 1, 1), end=date(2021, 1, 1), precision=Precision.INTERVAL, mention=mention)


def test_unknown_time_has_no_dates() -> None:
    mention = words_of(document_text(), "2021")
    with pytest.raises(UngroundedSlot):
        When(start=date(2021, 1, 1), end=None, precision=Precision.UNKNOWN, mention=mention)
    with pytest.raises(UngroundedSlot):
        When(start=None, end=None, precision=Precision.YEAR, mention=mention)


def test_claim_holds_against_its_text() -> None:
    text = document_text()
    check_claim(Claim.make(**slots(text)), text)


def test_claim_of_other_text_is_refused() -> None:
    text = document_text()
    moved = document_text("x" + WORDS)
    claim = Claim.make(**slots(text))
    with pytest.raises(UngroundedQuote):
        check_claim(claim, moved)
    relabeled = Claim.make(**slots(text, evidence=(replace(claim.evidence[0], text_id=moved.id),)))
    with pytest.raises(UngroundedQuote):
        check_claim(relabeled, moved)


def test_claim_of_other_document_is_refused() -> None:
    text = document_text()
    claim = Claim.make(**slots(text, document_id="e" * 64))
    with pytest.raises(UngroundedSlot, match="document"):
        check_claim(claim, text)
