"""Tests of grading findings, with made-up sources."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.corroborate.grading.telling import Told, apart, assess, draw_testimony, join, tell

from countersight.corroborate.grading import Grader
from countersight.corroborate.grading.classes import SourceClass
from countersight.model.claim import Kind, Status
from countersight.model.decision import Verdict
from countersight.model.finding import EvidenceLevel, Grade, Rung, finding_id
from countersight.model.interest import Interest

ASSERTING = (Status.REPORTED, Status.CLAIMED, Status.COMPLETED, Status.ALLEGED)
MEMBERS = st.lists(draw_testimony(tuple(Status), tuple(Kind)), min_size=1, max_size=5)
LETTERS = st.dictionaries(st.sampled_from(["one.example", "two.example", "jane roe"]), st.sampled_from("ABCDEF"))


def numbers(grade: Grade) -> tuple[object, ...]:
    return grade.credibility, grade.reliability, grade.probability, grade.low, grade.high, grade.level


@given(MEMBERS, LETTERS)
def test_every_grade_is_whole(members: list[Told], letters: dict[str, str]) -> None:
    grade = Grader(assess(letters)).grade(members, apart(members))
    assert 0.01 <= grade.low <= grade.probability <= grade.high <= 0.99
    assert grade.credibility in range(1, 7)
    assert grade.reliability in "ABCDEF"
    assert all(grade.reasons)
    assert grade.rung is None or grade.probability in [one.probability for one in grade.rungs if one.rung is grade.rung]


@given(
    st.lists(draw_testimony([Status.REPORTED, Status.DENIED]), min_size=1, max_size=5),
    draw_testimony(ASSERTING),
)
def test_agreeing_origin_never_lowers(members: list[Told], another: Told) -> None:
    assume(any(not one.is_denial for one in members))
    more = [*members, another]
    before, after = (Grader().grade(told, apart(told)) for told in (members, more))
    assert after.probability >= before.probability - 1e-12
    assert after.credibility <= before.credibility or before.credibility == 6


@given(MEMBERS, draw_testimony([Status.DENIED]))
def test_denial_never_raises(members: list[Told], denial: Told) -> None:
    assume(any(not one.is_denial for one in members))
    before, after = (Grader().grade(told, apart(told)) for told in (members, [*members, denial]))
    assert after.probability <= before.probability + 1e-12


def test_denial_lowers() -> None:
    asserted, denial = tell(), tell(status=Status.DENIED, publisher="other.example")
    alone, denied = (Grader().grade(told, apart(told)) for told in ([asserted], [asserted, denial]))
    assert denied.probability < alone.probability
    assert denied.credibility > alone.credibility


@given(MEMBERS, st.integers(1, 4))
def test_copies_change_nothing(members: list[Told], copies: int) -> None:
    first = members[0]
    copied = [replace(first, claim_id=f"copy {name}", document_id=f"copy {name}") for name in range(copies)]
    origins = [join(first, *copied), *apart(members[1:])]
    once = Grader().grade(members, apart(members))
    assert numbers(Grader().grade([*members, *copied], origins)) == numbers(once)


@given(MEMBERS, LETTERS, st.randoms(use_true_random=False))
def test_order_makes_no_difference(members: list[Told], letters: dict[str, str], randomly: object) -> None:
    grader, origins = Grader(assess(letters)), apart(members)
    once = grader.grade(members, origins)
    shuffled, rows = list(members), list(origins)
    randomly.shuffle(shuffled)  # type: ignore[attr-defined]
    randomly.shuffle(rows)  # type: ignore[attr-defined]
    assert grader.grade(shuffled, rows) == once


@given(MEMBERS, LETTERS)
def test_letters_leave_the_number(members: list[Told], letters: dict[str, str]) -> None:
    plain, lettered = (Grader(said).grade(members, apart(members)) for said in ([], assess(letters)))
    assert plain.credibility == lettered.credibility


@given(st.lists(draw_testimony(ASSERTING), min_size=1, max_size=5))
def test_unset_is_never_improbable(members: list[Told]) -> None:
    grade = Grader().grade(members, apart(members))
    assert grade.credibility not in (4, 5)
    assert grade.probability >= 0.5


def test_nothing_known_is_six() -> None:
    claim = tell(status=Status.ALLEGED, confidence=0.3)
    rejected = Grader(verdicts={claim.claim_id: Verdict.REJECT}).grade([claim], apart([claim]))
    assert (rejected.reliability, rejected.credibility, rejected.level) == ("F", 6, EvidenceLevel.VERY_LOW)
    assert (rejected.low, rejected.probability, rejected.high) == (0.01, 0.5, 0.99)
    faint = Grader().grade([claim], apart([claim]))
    assert (faint.reliability, faint.credibility) == ("F", 6)


def test_two_outsiders_confirm() -> None:
    members = [tell(is_dated=True), tell(publisher="other.example", is_dated=True)]
    grade = Grader().grade(members, apart(members))
    assert grade.credibility == 1
    assert Grader().grade(members, [join(*members)]).credibility == 3


def test_interested_parties_never_confirm() -> None:
    members = [tell(interest=Interest.PARTY, publisher=f"{number}.example", kind=Kind.AGREEMENT) for number in range(5)]
    grade = Grader().grade(members, apart(members))
    assert grade.credibility == 2
    assert any("only speakers with a stake" in reason for reason in grade.reasons)


def test_vendor_is_weak_on_delivery() -> None:
    boast = tell(
        speaker="glimmer optics", speaker_class=SourceClass.PARTY, interest=Interest.PARTY, status=Status.CLAIMED
    )
    grade = Grader().grade([boast], apart([boast]))
    agreed, delivered = grade.rungs
    assert (agreed.rung, delivered.rung, grade.rung) == (Rung.AGREED, Rung.DELIVERED, Rung.DELIVERED)
    assert agreed.probability > delivered.probability == grade.probability > 0.5


def test_plan_says_nothing_of_delivery() -> None:
    plan, done = tell(status=Status.PLANNED), tell(publisher="other.example")
    both = Grader().grade([plan, done], apart([plan, done]))
    assert both.probability == Grader().grade([done], apart([done])).probability
    alone = Grader().grade([plan], apart([plan]))
    assert alone.rung is Rung.PLANNED
    assert "that it was planned, not that it came of it" in alone.reasons[2]


def test_persons_letter_stands() -> None:
    claim = tell()
    plain, trusted = (Grader(said).grade([claim], apart([claim])) for said in ([], assess({"gazette.example": "A"})))
    assert (plain.reliability, trusted.reliability) == ("F", "A")
    assert trusted.probability > plain.probability
    assert trusted.high - trusted.low < plain.high - plain.low
    assert "assessed by a named person: read for a year" in trusted.reasons[0]


def test_no_source_decides_alone() -> None:
    claim = tell()
    assert Grader(assess({"gazette.example": "A"})).grade([claim], apart([claim])).probability <= 0.95


def test_misreading_weakens_vote() -> None:
    sure, unsure = tell(confidence=1.0), tell(confidence=0.4)
    firm, faint = (Grader().grade([one], apart([one])).probability for one in (sure, unsure))
    accepted = Grader(verdicts={unsure.claim_id: Verdict.ACCEPT}).grade([unsure], apart([unsure])).probability
    assert faint < firm == accepted


@pytest.mark.parametrize(("verdict", "credibility"), [(Verdict.ACCEPT, 2), (Verdict.REJECT, 5)])
def test_reviewers_verdict_counts(verdict: Verdict, credibility: int) -> None:
    claim = tell()
    plain = Grader().grade([claim], apart([claim]))
    decided = Grader(verdicts={finding_id((claim.claim_id,)): verdict}).grade([claim], apart([claim]))
    assert decided.credibility == credibility
    assert (decided.probability > plain.probability) is (verdict is Verdict.ACCEPT)


def test_contradiction_steps_down() -> None:
    members = [tell(is_dated=True, publisher_class=SourceClass.WIRE), tell(is_dated=True, publisher="b.example")]
    plain = Grader().grade(members, apart(members))
    torn = Grader().grade(members, apart(members), contradicted=["300 cameras and 9,000 cameras"])
    assert (plain.level, torn.level) == (EvidenceLevel.HIGH, EvidenceLevel.MODERATE)
    assert (plain.credibility, torn.credibility) == (1, 2)
    assert "evidence, one step down: inconsistency, 300 cameras and 9,000 cameras" in torn.reasons


def test_reasons_are_in_words() -> None:
    members = [tell(is_dated=True), tell(status=Status.DENIED, interest=Interest.PARTY, publisher="b.example")]
    assert Grader().grade(members, apart(members)).reasons == (
        "reliability F, the best of its sources: b.example, nothing is known of it",
        "credibility 3, possibly true: 1 origin for it, 1 against: those for it weigh more",
        "that it was delivered: 0.59, between 0.10 and 0.96",
        "one vote for each independent origin: 1 for it, 1 against",
        "1 of the votes by a party or its officials: such a word carries less on what came of a deal, and in denial",
        "evidence, one step down: risk of bias, no source that can be leaned on (F)",
        "evidence, one step down: inconsistency, some assert it and some deny it",
    )


@pytest.mark.parametrize(("checked", "is_learnt"), [(19, False), (20, True)])
def test_accuracy_is_learnt_from_twenty(checked: int, is_learnt: bool) -> None:
    told = [tell() for _ in range(checked)]
    findings = [(one.claim_id,) for one in told]
    verdicts = {finding_id(ids): Verdict.ACCEPT for ids in findings}
    new = tell()
    grade = Grader((), verdicts, told, findings=findings).grade([new], apart([new]))
    assert (grade.probability > Grader().grade([new], apart([new])).probability) is is_learnt
    assert any("checked findings" in reason for reason in grade.reasons) is is_learnt


def test_source_always_wrong_is_ignored() -> None:
    told = [tell() for _ in range(40)]
    findings = [(one.claim_id,) for one in told]
    new = tell()
    grader = Grader((), {finding_id(ids): Verdict.REJECT for ids in findings}, told, findings=findings)
    assert grader.grade([new], apart([new])).probability == 0.5


def test_finding_of_several_kinds_is_about_the_most_told() -> None:
    members = [tell(), tell(), tell(kind=Kind.AGREEMENT), tell(kind=Kind.DEPLOYMENT)]
    grade = Grader().grade(members, apart(members))
    assert grade.rung is Rung.DELIVERED
    agreed, delivered, operating = (one.probability for one in grade.rungs)
    assert agreed > delivered == grade.probability > operating


def test_origin_of_another_rung_is_told_as_silent() -> None:
    used, planned = tell(kind=Kind.DEPLOYMENT), tell(kind=Kind.DEPLOYMENT, status=Status.PLANNED, publisher="b.example")
    grade = Grader().grade([used, planned], apart([used, planned]), kind=Kind.DEPLOYMENT)
    assert "one vote for each independent origin: 1 for it, 0 against; 1 of 2 says nothing of that" in grade.reasons
