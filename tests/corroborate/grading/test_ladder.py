"""Tests of how far a deal has come."""

import pytest

from countersight.corroborate.grading.ladder import CLIMB, judged_rungs, main_rung, reached_rung, supports
from countersight.model.claim import Kind, Status
from countersight.model.finding import Rung


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        (Kind.AGREEMENT, Status.REPORTED, Rung.AGREED),
        (Kind.PROCUREMENT, Status.COMPLETED, Rung.AGREED),
        (Kind.SUPPLY, Status.CLAIMED, Rung.DELIVERED),
        (Kind.TRAINING, Status.COMPLETED, Rung.DELIVERED),
        (Kind.DEPLOYMENT, Status.ALLEGED, Rung.OPERATING),
        (Kind.DEPLOYMENT, Status.PLANNED, Rung.PLANNED),
        (Kind.SUPPLY, Status.CANCELLED, Rung.ENDED),
        (Kind.SUPPLY, Status.DENIED, Rung.DELIVERED),
        (Kind.SANCTION, Status.COMPLETED, None),
    ],
)
def test_claim_reaches_rung(kind: Kind, status: Status, expected: Rung | None) -> None:
    assert reached_rung(kind, status) is expected


def test_higher_rung_holds_lower() -> None:
    for place, rung in enumerate(CLIMB):
        assert all(supports(rung, lower) for lower in CLIMB[: place + 1])
        assert not any(supports(rung, higher) for higher in CLIMB[place + 1 :])


def test_ended_deal_was_agreed() -> None:
    assert [rung for rung in Rung if supports(Rung.ENDED, rung)] == [Rung.PLANNED, Rung.AGREED, Rung.ENDED]


def test_event_supports_only_itself() -> None:
    assert supports(None, None)
    assert not supports(Rung.PLANNED, None)
    assert not supports(None, Rung.DELIVERED)


@pytest.mark.parametrize(
    ("kind", "told", "main", "judged"),
    [
        (Kind.SUPPLY, [], Rung.DELIVERED, (Rung.AGREED, Rung.DELIVERED)),
        (Kind.SUPPLY, [Rung.PLANNED], Rung.PLANNED, (Rung.PLANNED,)),
        (Kind.SUPPLY, [Rung.PLANNED, Rung.DELIVERED], Rung.DELIVERED, (Rung.PLANNED, Rung.AGREED, Rung.DELIVERED)),
        (Kind.SUPPLY, [Rung.PLANNED, Rung.OPERATING], Rung.DELIVERED, (Rung.PLANNED, *CLIMB[1:])),
        (Kind.SUPPLY, [Rung.PLANNED, Rung.AGREED], Rung.AGREED, (Rung.PLANNED, Rung.AGREED)),
        (Kind.SANCTION, [Rung.DELIVERED], Rung.DELIVERED, (Rung.AGREED, Rung.DELIVERED)),
        (Kind.AGREEMENT, [Rung.ENDED, Rung.AGREED], Rung.AGREED, (Rung.AGREED, Rung.ENDED)),
        (Kind.AGREEMENT, [Rung.ENDED], Rung.ENDED, (Rung.ENDED,)),
        (Kind.SANCTION, [None], None, (None,)),
        (Kind.SANCTION, [None, Rung.PLANNED], None, (None, Rung.PLANNED)),
        (Kind.SANCTION, [Rung.PLANNED], Rung.PLANNED, (Rung.PLANNED,)),
    ],
)
def test_finding_is_judged_on(
    kind: Kind, told: list[Rung | None], main: Rung | None, judged: tuple[Rung | None, ...]
) -> None:
    assert main_rung(kind, told) is main
    assert judged_rungs(main, told) == judged
