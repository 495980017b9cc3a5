"""What commands say of a grade, with made-up findings."""

from countersight.cli.printing_grades import explain_finding, name_grade
from countersight.model.claim import Kind, Status
from countersight.model.finding import (
    Contradiction,
    EvidenceLevel,
    Finding,
    FindingLink,
    Grade,
    Origin,
    Rank,
    Relation,
    RivalValue,
    Rung,
    RungGrade,
    finding_id,
    origin_id,
)

GRADE = Grade(
    credibility=2, reliability="B", probability=0.7, low=0.5, high=0.9, likelihood="likely",
    level=EvidenceLevel.VERY_LOW,
    reasons=("one origin",), rung=Rung.AGREED,
    rungs=(RungGrade(rung=Rung.AGREED, probability=0.7, low=0.5, high=0.9),),
)  # fmt: skip


def made_up(**changes: object) -> Finding:
    slots: dict[str, object] = {
        "id": finding_id(("clm-1", "clm-2")), "kind": Kind.AGREEMENT, "supplier": None, "recipient": None,
        "technology": ("spyware",), "start": None, "end": None, "statuses": (Status.REPORTED,),
        "claim_ids": ("clm-1", "clm-2"), "reasons": (),
        "origins": (Origin(id=origin_id(("doc",)), document_ids=("doc",), basis=()),),
    }  # fmt: skip
    return Finding(**slots | changes)  # type: ignore[arg-type]


def test_grade_is_letter_number_and_words() -> None:
    assert name_grade(GRADE) == "B2 likely"
    assert name_grade(None) == ""


def test_ungraded_finding_says_nothing() -> None:
    assert list(explain_finding(made_up())) == []


def test_grade_is_explained() -> None:
    assert list(explain_finding(made_up(grade=GRADE))) == [
        "grade B2",
        "  agreed: 0.70 (0.50 to 0.90)",
        "  likelihood: likely",
        "  evidence: very low (what it can carry, not how likely the finding is)",
        "  - one origin",
    ]


def test_what_stands_beside_is_told() -> None:
    finding = made_up(
        contradictions=(Contradiction(slot="status", claim_ids=("clm-2",), against=("clm-1",), reason="denied"),),
        rivals=(RivalValue(slot="when", value="2021", claim_ids=("clm-1",), rank=Rank.PREFERRED, reason="dated"),),
        links=(FindingLink(relation=Relation.PART_OF, finding_id="fnd-3", reason="a city of it"),),
    )
    assert list(explain_finding(finding)) == [
        "contradiction about status: denied (clm-2 against clm-1)",
        "when 2021, preferred: dated (clm-1)",
        "part of fnd-3: a city of it",
    ]
