"""The default extractor joins the model's claims with the rules'."""

from collections.abc import Callable

from countersight.extract import choose_extractor
from countersight.extract.base import Extraction
from countersight.extract.combined import Combined
from countersight.extract.english import EnglishRules
from countersight.extract.grounding import with_slots
from countersight.extract.merging import shares_words
from countersight.extract.trained import TrainedReader
from countersight.model.claim import Claim, Kind, Speaker, Status, TechnologySlot, check_claim
from countersight.model.evidence import evidence_at, mention_at
from countersight.model.text import DocumentText

WORDS = (
    "Orbex sold spyware to Uganda in 2015, its director said. Police in Kenya have installed 300 facial recognition "
    "cameras in Nairobi. The interior ministry wants to buy surveillance drones from Veltrix. The rain did not stop."
)


def test_the_words_that_the_model_reads_stay(make_text: Callable[..., DocumentText]) -> None:
    text = make_text(WORDS)
    (joined,), (learned,) = Combined().extract([text]), TrainedReader().extract([text])
    assert learned.claims
    assert {claim.evidence[0] for claim in learned.claims} <= {claim.evidence[0] for claim in joined.claims}


def test_rules_add_only_what_stands_apart(make_text: Callable[..., DocumentText]) -> None:
    text = make_text(WORDS)
    (joined,), (learned,), (ruled,) = (kind().extract([text]) for kind in (Combined, TrainedReader, EnglishRules))
    read = {claim.evidence[0] for claim in learned.claims}
    added = [claim for claim in joined.claims if claim.evidence[0] not in read]
    assert {claim.id for claim in added} <= {claim.id for claim in ruled.claims}
    assert not any(shares_words(claim, known) for claim in added for known in learned.claims)


def test_every_word_of_a_joined_claim_stands_in_its_quotes(make_text: Callable[..., DocumentText]) -> None:
    text = make_text(WORDS)
    (joined,) = Combined().extract([text])
    for claim in joined.claims:
        check_claim(claim, text)
        for _, mention in claim.mentions():
            assert any(quote.start <= mention.start and mention.end <= quote.end for quote in claim.evidence)


def test_claims_carry_the_joint_name(make_text: Callable[..., DocumentText]) -> None:
    extractor = choose_extractor("combined")
    (joined,) = extractor.extract([make_text(WORDS)])
    assert {claim.extractor for claim in joined.claims} == {f"combined@{extractor.version}"}


def test_order_is_kept_over_many_texts(make_text: Callable[..., DocumentText]) -> None:
    texts = [make_text(f"{WORDS} Number {number}.") for number in range(70)]
    assert [row.text_id for row in Combined().extract(texts)] == [text.id for text in texts]


def test_a_judgement_is_somebodys(make_text: Callable[..., DocumentText]) -> None:
    words = "Cameras in Kenya are a danger to all, Ana Moro said."
    text = make_text(words)
    told = Claim.make(
        document_id=text.document_id, kind=Kind.ASSESSMENT, status=Status.CLAIMED, confidence=0.5, extractor="test@1",
        technology=(TechnologySlot(label="video_surveillance", inferred="test"),), evidence=(evidence_at(text, 0, 36),),
    )  # fmt: skip
    spoken = with_slots(told, text, speaker=Speaker(mention=mention_at(text, 38, 46)))
    nothing = Extraction(text_id=text.id, claims=())
    joined = Combined()._joined(text, nothing, Extraction(text_id=text.id, claims=(told, spoken)))
    assert [claim.id for claim in joined.claims] == [spoken.id]
    assert [drop.reason for drop in joined.drops] == ["an assessment without a speaker"]


def test_other_languages_are_the_models_alone(make_text: Callable[..., DocumentText]) -> None:
    text = make_text("La policía de Kenia compró 300 cámaras de reconocimiento facial a Orbex.", language="es")
    (joined,), (learned,) = Combined().extract([text]), TrainedReader().extract([text])
    assert learned.claims
    assert [claim.id for claim in joined.claims] == [claim.id for claim in learned.claims]
