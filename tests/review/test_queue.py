"""The order in which claims come before a reviewer."""

from hypothesis import given
from hypothesis import strategies as st

from countersight.model.claim import Claim, Kind, Status, TechnologySlot
from countersight.model.decision import Verdict
from countersight.model.evidence import Evidence
from countersight.review import order_queue


def made_claim(confidence: float, words: str = "a claim") -> Claim:
    evidence = Evidence(text_id="txt-1", start=0, end=len(words), quote=words)
    technology = (TechnologySlot(label="dna", inferred="test"),)
    return Claim.make(
        document_id="doc-1", kind=Kind.SUPPLY, status=Status.REPORTED, evidence=(evidence,), confidence=confidence,
        extractor="hand@1", technology=technology,
    )  # fmt: skip


def test_least_sure_claims_come_first() -> None:
    claims = [made_claim(confidence, str(confidence)) for confidence in (0.99, 0.2, 0.55)]
    assert [claim.confidence for claim in order_queue(claims, {})] == [0.55, 0.2, 0.99]


def test_decided_claims_leave_the_queue() -> None:
    accepted, rejected, waiting = (made_claim(0.5, words) for words in ("one", "two", "three"))
    verdicts = {accepted.id: Verdict.ACCEPT, rejected.id: Verdict.REJECT}
    assert order_queue([accepted, rejected, waiting], verdicts) == [waiting]


def test_claims_left_open_come_last() -> None:
    left_open, waiting = made_claim(0.5, "one"), made_claim(0.99, "two")
    assert order_queue([left_open, waiting], {left_open.id: Verdict.UNSURE}) == [waiting, left_open]


def test_empty_queue_stays_empty() -> None:
    assert order_queue([], {}) == []


@given(st.permutations([made_claim(0.5, word) for word in "abcdef"]))
def test_order_of_arrival_makes_no_difference(claims: list[Claim]) -> None:
    assert order_queue(claims, {}) == sorted(claims, key=lambda claim: claim.id)
