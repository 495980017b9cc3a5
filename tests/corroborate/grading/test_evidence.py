"""Tests of the level of evidence and the steps down."""

import pytest
from tests.corroborate.grading.telling import Told, apart, tell

from countersight.corroborate.grading.classes import SourceClass
from countersight.corroborate.grading.evidence import rate_evidence
from countersight.corroborate.grading.standings import Standings
from countersight.corroborate.grading.votes import cast_votes
from countersight.model.claim import Status
from countersight.model.finding import EvidenceLevel, Rung
from countersight.model.interest import Interest

MISREAD = "misreading, no claim is surely read (at best 0.40): one that a reviewer accepts counts whole"
STAKE = "risk of bias, only speakers with a stake in it"


def rate(*members: Told) -> tuple[EvidenceLevel, tuple[str, ...]]:
    votes = cast_votes(members, apart(members), Rung.DELIVERED, standings=Standings([], {}), verdicts={})
    level, steps = rate_evidence(votes, members)
    return level, tuple(step.removeprefix("evidence, one step down: ") for step in steps)


def good(**slots: object) -> Told:
    return tell(**{"publisher_class": SourceClass.NGO, "is_dated": True, **slots})


def test_two_good_origins_are_high() -> None:
    assert rate(good(), good()) == (EvidenceLevel.HIGH, ())


@pytest.mark.parametrize(
    ("members", "step"),
    [
        ([good()], "a single origin"),
        ([good(interest=Interest.PARTY), good(interest=Interest.OFFICIAL)], STAKE),
        ([tell(is_dated=True), tell(is_dated=True)], "risk of bias, no source that can be leaned on (F)"),
        ([good(speaker="jane roe"), good(speaker="john doe")], "indirectness, all of it repeated from others"),
        ([good(status=Status.ALLEGED), good(speaker="john doe")], "indirectness, what is not repeated is hedged"),
        ([good(), good(), good(status=Status.DENIED)], "inconsistency, some assert it and some deny it"),
        ([good(is_dated=False), tell()], "imprecision, no claim tells when"),
        ([good(is_vague=True), good()], "imprecision, a figure is told only roughly"),
        ([good(confidence=0.4), good(confidence=0.4)], MISREAD),
    ],
)  # fmt: skip
def test_each_ground_is_one_step(members: list[Told], step: str) -> None:
    assert rate(*members) == (EvidenceLevel.MODERATE, (step,))


def test_level_has_a_floor() -> None:
    level, steps = rate(tell(speaker="jane roe", status=Status.ALLEGED, confidence=0.4))
    assert level is EvidenceLevel.VERY_LOW
    assert len(steps) > 3
