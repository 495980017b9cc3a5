"""Tests of Admiralty's number."""

import pytest
from tests.corroborate.grading.telling import Told, apart, tell

from countersight.corroborate.grading.credibility import rate_credibility
from countersight.corroborate.grading.standings import Standings
from countersight.corroborate.grading.votes import cast_votes
from countersight.model.claim import Status
from countersight.model.finding import Rung
from countersight.model.interest import Interest


def rate(*members: Told) -> int:
    votes = cast_votes(members, apart(members), Rung.DELIVERED, standings=Standings([], {}), verdicts={})
    return rate_credibility(votes)[0]


def denial(**slots: object) -> Told:
    return tell(status=Status.DENIED, **slots)


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ([], 6),
        ([tell()], 3),
        ([tell(confidence=0.3)], 6),
        ([tell(status=Status.ALLEGED)], 3),
        ([tell(), tell()], 1),
        ([tell(speaker="jane roe"), tell(speaker="john doe")], 1),
        ([tell(confidence=0.6), tell(confidence=0.6)], 2),
        ([tell(status=Status.ALLEGED, confidence=0.6), tell(confidence=0.2)], 3),
        ([tell(), tell(), tell(interest=Interest.PARTY)], 1),
        ([tell(interest=Interest.PARTY), tell(interest=Interest.OFFICIAL)], 2),
        ([tell(), denial(interest=Interest.PARTY)], 3),
        ([tell(), tell(), tell(), denial()], 2),
        ([tell(), denial()], 4),
        ([denial(interest=Interest.PARTY)], 4),
        ([denial(interest=Interest.PARTY, confidence=0.8)], 6),
        ([tell(status=Status.ALLEGED), denial(), denial()], 5),
        ([denial(), denial()], 5),
    ],
)
def test_number_of_votes(members: list[Told], expected: int) -> None:
    assert rate(*members) == expected
