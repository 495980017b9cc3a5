"""The default extractor joins the model's claims with the rules'."""

from collections.abc import Callable

from countersight.extract import choose_extractor
from countersight.extract.combined import SHARED, Combined
from countersight.extract.english import EnglishRules
from countersight.extract.trained import TrainedReader
from countersight.model.claim import Claim
from countersight.model.text import DocumentText

WORDS = (
    "Orbex sold spyware to Uganda in 2015, its director said. Police in Kenya have installed 300 facial recognition "
    "cameras in Nairobi. The interior ministry wants to buy surveillance drones from Veltrix. The rain did not stop."
)


def overlap(one: Claim, other: Claim) -> float:
    first, second = one.evidence[0], other.evidence[0]
    shared = min(first.end, second.end) - max(first.start, second.start)
    return shared / min(first.end - first.start, second.end - second.start)


def test_the_models_claims_all_stand(make_text: Callable[..., DocumentText]) -> None:
    text = make_text(WORDS)
    (joined,), (learned,) = Combined().extract([text]), TrainedReader().extract([text])
    assert learned.claims
    assert {claim.id for claim in learned.claims} <= {claim.id for claim in joined.claims}


def test_rules_add_only_what_stands_apart(make_text: Callable[..., DocumentText]) -> None:
    text = make_text(WORDS)
    (joined,), (learned,), (ruled,) = (kind().extract([text]) for kind in (Combined, TrainedReader, EnglishRules))
    own = {claim.id for claim in learned.claims}
    added = [claim for claim in joined.claims if claim.id not in own]
    assert {claim.id for claim in added} <= {claim.id for claim in ruled.claims}
    assert all(overlap(claim, known) < SHARED for claim in added for known in learned.claims)
    left = [claim for claim in ruled.claims if claim.id not in own | {claim.id for claim in added}]
    assert all(any(overlap(claim, known) >= SHARED for known in learned.claims) for claim in left)


def test_claims_carry_the_joint_name(make_text: Callable[..., DocumentText]) -> None:
    extractor = choose_extractor("combined")
    (joined,) = extractor.extract([make_text(WORDS)])
    assert {claim.extractor for claim in joined.claims} == {f"combined@{extractor.version}"}


def test_order_is_kept_over_many_texts(make_text: Callable[..., DocumentText]) -> None:
    texts = [make_text(f"{WORDS} Number {number}.") for number in range(70)]
    assert [row.text_id for row in Combined().extract(texts)] == [text.id for text in texts]
