"""Tests of what sources are worth, with made-up ones."""

import pytest
from tests.corroborate.grading.telling import assess, tell

from countersight.corroborate.grading.accuracies import Record, learn_accuracy, letter_accuracy
from countersight.corroborate.grading.classes import SourceClass
from countersight.corroborate.grading.standings import Standings, check_records
from countersight.model.claim import Status
from countersight.model.decision import Verdict
from countersight.model.declared import DeclaredSource
from countersight.model.finding import finding_id
from countersight.model.interest import Interest
from countersight.model.source import Reliability


def test_letters_have_their_priors() -> None:
    means = {letter.value: letter_accuracy(letter).mean for letter in Reliability}
    assert means == pytest.approx({"A": 0.95, "B": 0.85, "C": 0.75, "D": 0.6, "E": 0.5, "F": 0.65})


def test_record_is_drawn_to_letter() -> None:
    prior = letter_accuracy(Reliability.C)
    assert prior.mean < learn_accuracy(prior, Record(checked=20, right=20)).mean < 1.0
    assert learn_accuracy(prior, Record(checked=20, right=20)).mean == pytest.approx((6 + 20) / 28)


def test_last_assessment_stands() -> None:
    chain = assess({"gazette.example": "B"})
    later = assess({"other.example": "A", "gazette.example": "D"})[1]
    assert Standings([later, *chain], {}).of("gazette.example", SourceClass.WIRE).letter is Reliability.D


def test_unknown_source_is_f() -> None:
    standing = Standings([], {}).of("gazette.example", SourceClass.UNKNOWN)
    assert (standing.letter, standing.by, standing.basis) == (Reliability.F, None, "nothing is known of it")


@pytest.mark.parametrize(
    ("slots", "expected"),
    [
        ({}, "gazette.example"),
        ({"speaker": "jane roe"}, "gazette.example"),
        ({"speaker": "jane roe", "speaker_class": SourceClass.PARTY, "interest": Interest.PARTY}, "jane roe"),
        ({"speaker": "known witness"}, "known witness"),
        ({"agency": "made up agency"}, "made up agency"),
        ({"agency": "made up agency", "publisher": "known.example"}, "known.example"),
    ],
    ids=["publisher", "stranger quoted", "party quoted", "assessed speaker", "agency", "assessed publisher"],
)
def test_word_rests_on(slots: dict[str, object], expected: str) -> None:
    standings = Standings(assess({"known.example": "B", "known witness": "B"}), {})
    assert standings.behind(tell(**slots)).source == expected


def test_reviewed_findings_make_records() -> None:
    asserted, denied = tell(publisher="a.example"), tell(publisher="b.example", status=Status.DENIED)
    again = tell(publisher="a.example", document_id="another")
    ids = (asserted.claim_id, denied.claim_id, again.claim_id)
    records = check_records([ids], [asserted, denied, again], {finding_id(ids): Verdict.ACCEPT})
    assert records == {"a.example": Record(1, 1), "b.example": Record(1, 0)}


def test_rejected_finding_proves_denial() -> None:
    asserted, denied = tell(publisher="a.example"), tell(publisher="b.example", status=Status.DENIED)
    ids = (asserted.claim_id, denied.claim_id)
    records = check_records([ids], [asserted, denied], {finding_id(ids): Verdict.REJECT})
    assert records == {"a.example": Record(1, 0), "b.example": Record(1, 1)}


def test_verdict_on_claim_teaches_nothing() -> None:
    claim = tell()
    assert check_records([(claim.claim_id,)], [claim], {claim.claim_id: Verdict.ACCEPT}) == {}


def test_misread_claim_teaches_nothing() -> None:
    claim = tell()
    verdicts = {finding_id((claim.claim_id,)): Verdict.ACCEPT, claim.claim_id: Verdict.REJECT}
    assert check_records([(claim.claim_id,)], [claim], verdicts) == {}


def declare(letter: str, *keys: str) -> DeclaredSource:
    return DeclaredSource(
        declared_in="sources/gazette/source.yml",
        keys=keys or ("gazette.example",),
        owner=None,
        reliability=Reliability(letter),
        basis="corrects its errors",
    )


def test_declared_letter_stands_above_class() -> None:
    standing = Standings([], {}, declared=[declare("D")]).of("gazette.example", SourceClass.WIRE)
    assert (standing.letter, standing.by, standing.basis) == (Reliability.D, None, "corrects its errors")
    assert standing.declared_in == "sources/gazette/source.yml"


def test_assessment_stands_above_declared_letter() -> None:
    standings = Standings(assess({"gazette.example": "B"}), {}, declared=[declare("D")])
    standing = standings.of("gazette.example", SourceClass.UNKNOWN)
    assert (standing.letter, standing.by, standing.declared_in) == (Reliability.B, "A. Reader", None)


@pytest.mark.parametrize("source_class", [SourceClass.PARTY, SourceClass.OFFICIAL])
def test_declared_letter_is_not_that_of_a_party(source_class: SourceClass) -> None:
    standing = Standings([], {}, declared=[declare("A", "glimmer optics")]).of("glimmer optics", source_class)
    assert (standing.letter, standing.declared_in) == (Reliability.C, None)


@pytest.mark.parametrize(("letter", "expected"), [("C", "gazette.example"), ("F", "made up agency")])
def test_declared_letter_goes_before_credited_agency(letter: str, expected: str) -> None:
    standings = Standings([], {}, declared=[declare(letter)])
    assert standings.behind(tell(agency="made up agency")).source == expected
