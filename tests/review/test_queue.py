"""The order in which claims and findings come before a reviewer."""

from hypothesis import given
from hypothesis import strategies as st

from countersight.model.claim import Claim, Kind, Status, TechnologySlot
from countersight.model.decision import Verdict
from countersight.model.evidence import Evidence
from countersight.model.finding import EvidenceLevel, Finding, FindingParty, Grade, Origin, finding_id, origin_id
from countersight.review import order_findings, order_queue


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


def made_finding(*claim_ids: str, probability: float = 0.5, named: bool = False) -> Finding:
    party = FindingParty(key="made up", name="Glimmer Optics" if named else None, entity_id=None, territories=("aa",))
    return Finding(
        id=finding_id(claim_ids), kind=Kind.SUPPLY, supplier=party, recipient=party, technology=("dna",), start=None,
        end=None, statuses=(Status.REPORTED,), claim_ids=claim_ids, reasons=(),
        origins=(Origin(id=origin_id(("doc",)), document_ids=("doc",), basis=()),),
        grade=Grade(
            credibility=3, reliability="F", probability=probability, low=0.0, high=1.0, likelihood="made up",
            level=EvidenceLevel.LOW, reasons=(),
        ),
    )  # fmt: skip


def test_findings_that_settle_most_come_first() -> None:
    alone, named, sure, many = (
        made_finding("a"), made_finding("b", named=True), made_finding("c", "d", probability=0.99),
        made_finding("e", "f", "g", "h"),
    )  # fmt: skip
    assert order_findings([alone, named, sure, many], {}, {}) == [many, named, alone, sure]


def test_decided_findings_leave_the_queue() -> None:
    accepted, rejected, left_open, waiting = (made_finding(name) for name in "abcd")
    verdicts = {accepted.id: Verdict.ACCEPT, rejected.id: Verdict.REJECT, left_open.id: Verdict.UNSURE}
    assert order_findings([left_open, accepted, rejected, waiting], verdicts, {}) == [waiting, left_open]


def test_findings_that_changed_come_first() -> None:
    changed, part, waiting = made_finding("a", "new"), made_finding("b"), made_finding("c", "d", "e")
    decided = {"fnd-old": ("a", "b")}
    assert order_findings([waiting, part, changed], {"fnd-old": Verdict.ACCEPT}, decided) == [changed, waiting]
