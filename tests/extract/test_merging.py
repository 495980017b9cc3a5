"""Claims of two readers become one list. All names are made up."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from countersight.extract.grounding import with_slots
from countersight.extract.merging import BESIDE, LEAST, SURER, merge_claims, shares_words
from countersight.model.claim import (
    Claim,
    Kind,
    Party,
    Qualifier,
    Quantity,
    Speaker,
    Status,
    TechnologySlot,
    check_claim,
)
from countersight.model.evidence import Mention, evidence_at, mention_at
from countersight.model.text import DocumentText

WORDS = "Veltrix, Ana Moro said, sold 300 cameras to Kenya and 20 drones to Peru. Orbano is another maker of both."
WHOLE = "sold 300 cameras to Kenya and 20 drones to Peru"


@pytest.fixture
def text(make_text: Callable[..., DocumentText]) -> DocumentText:
    return make_text(WORDS)


@pytest.fixture
def tell(text: DocumentText) -> Callable[..., Claim]:
    """Return a function that makes a claim of the words that carry it and the words of its slots."""

    def named(words: str) -> Mention:
        return mention_at(text, WORDS.index(words), WORDS.index(words) + len(words))

    def make(carrying: str, *, kind: Kind = Kind.SUPPLY, confidence: float = 0.5, **slots: Any) -> Claim:
        start = WORDS.index(carrying)
        bare = Claim.make(
            document_id=text.document_id, kind=kind, status=Status.REPORTED, confidence=confidence, extractor="test@1",
            technology=(TechnologySlot(label="video_surveillance", inferred="test"),),
            evidence=(evidence_at(text, start, start + len(carrying)),),
        )  # fmt: skip
        makers: dict[str, Callable[[str], Any]] = {
            "supplier": lambda words: Party(mention=named(words)),
            "far": lambda words: Party(mention=named(words), inferred="test"),
            "recipient": lambda words: Party(mention=named(words)),
            "speaker": lambda words: Speaker(mention=named(words)),
            "quantity": lambda words: Quantity(
                value=float(words), unit="units", qualifier=Qualifier.EXACT, mention=named(words)
            ),
        }
        made = {("supplier" if name == "far" else name): makers[name](words) for name, words in slots.items()}
        return with_slots(bare, text, **made)

    return make


def ids(claims: Sequence[Claim]) -> list[str]:
    return [claim.id for claim in claims]


def test_empty_slots_are_filled(text: DocumentText, tell: Callable[..., Claim]) -> None:
    leading = tell("sold 300 cameras to Kenya", recipient="Kenya")
    other = tell("Veltrix, Ana Moro said, sold 300 cameras", supplier="Veltrix", speaker="Ana Moro", quantity="300")
    (claim,) = merge_claims([leading], [other], text)
    check_claim(claim, text)
    assert (claim.recipient, claim.speaker, claim.quantity) == (leading.recipient, other.speaker, other.quantity)
    assert claim.evidence[0] == leading.evidence[0]
    assert claim.supplier is not None
    assert claim.supplier.inferred == BESIDE, "the words of the leading claim do not name it"


def test_filled_slots_stay(text: DocumentText, tell: Callable[..., Claim]) -> None:
    leading = tell(WHOLE, recipient="Kenya", quantity="300")
    other = tell(WHOLE, recipient="Peru", quantity="20")
    assert ids(merge_claims([leading], [other], text)) == [leading.id]


def test_a_claim_of_another_kind_fills_nothing(text: DocumentText, tell: Callable[..., Claim]) -> None:
    leading = tell(WHOLE, kind=Kind.PROCUREMENT)
    assert ids(merge_claims([leading], [tell(WHOLE, quantity="300")], text)) == [leading.id]


def test_a_supplier_in_the_clause_comes_before_one_outside(text: DocumentText, tell: Callable[..., Claim]) -> None:
    leading = tell("sold 300 cameras to Kenya", far="Orbano")
    (claim,) = merge_claims([leading], [tell("Veltrix, Ana Moro said, sold 300 cameras", supplier="Veltrix")], text)
    assert claim.supplier is not None
    assert claim.supplier.mention is not None
    assert claim.supplier.mention.name == "Veltrix"


def test_two_claims_divide_one(text: DocumentText, tell: Callable[..., Claim]) -> None:
    parts = [tell("sold 300 cameras to Kenya", quantity="300"), tell("20 drones to Peru", quantity="20")]
    assert ids(merge_claims([tell(WHOLE, quantity="300")], parts, text)) == ids(parts)


def test_one_claim_twice_divides_nothing(text: DocumentText, tell: Callable[..., Claim]) -> None:
    leading = tell(WHOLE, quantity="300")
    twice = [tell("sold 300 cameras to Kenya", recipient="Kenya"), tell("sold 300 cameras", recipient="Kenya")]
    (claim,) = merge_claims([leading], twice, text)
    assert claim.evidence[0] == leading.evidence[0]


@pytest.mark.parametrize(
    ("kind", "factor", "taken"),
    [(Kind.DEMONSTRATION, SURER, True), (Kind.DEMONSTRATION, 1.0, False), (Kind.DEPLOYMENT, SURER, False)],
    ids=["much surer", "as sure", "broad"],
)
def test_only_a_much_surer_reader_changes_the_kind(
    text: DocumentText, tell: Callable[..., Claim], kind: Kind, factor: float, taken: bool
) -> None:
    leading, other = tell(WHOLE, confidence=0.3), tell(WHOLE, kind=kind, confidence=0.3 * factor)
    (claim,) = merge_claims([leading], [other], text)
    assert claim.kind is (kind if taken else leading.kind)


def test_faint_claims_are_not_added(text: DocumentText, tell: Callable[..., Claim]) -> None:
    faint, plain = tell(WHOLE, confidence=LEAST / 2), tell(WHOLE, confidence=LEAST)
    assert merge_claims([], [faint], text) == []
    assert ids(merge_claims([], [plain], text)) == [plain.id]


def test_agreement_raises_confidence(text: DocumentText, tell: Callable[..., Claim]) -> None:
    leading, same, far = tell(WHOLE), tell(WHOLE, quantity="300"), tell("Orbano is another maker of both")
    (agreed,) = merge_claims([leading], [same], text)
    alone, added = merge_claims([leading], [far], text)
    assert agreed.confidence > leading.confidence > alone.confidence
    assert added.confidence < far.confidence


def test_words_are_shared_by_half_of_the_shorter(tell: Callable[..., Claim]) -> None:
    whole, part = tell(WHOLE), tell("20 drones to Peru")
    assert shares_words(whole, part)
    assert shares_words(part, whole)
    assert not shares_words(tell("sold 300 cameras to Kenya"), part)
