"""The chain of decisions: a change anywhere breaks it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from countersight.errors import BrokenChain
from countersight.model.decision import Decision, Verdict, make_decision
from countersight.model.record import from_json, to_json

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC)


def decision(after: Decision | None = None) -> Decision:
    return make_decision("clm-1", Verdict.ACCEPT, "A. Reader", "clear", decided_at=NOON, after=after)


def test_link_names_the_one_before() -> None:
    first = decision()
    second = decision(first)
    assert (first.sequence, first.previous) == (1, "")
    assert (second.sequence, second.previous) == (2, first.id)
    assert second.id != first.id


def test_decision_survives_json_unchanged() -> None:
    assert from_json(to_json(decision()), Decision) == decision()


@pytest.mark.parametrize(
    "change", [{"reason": "other"}, {"verdict": Verdict.REJECT}, {"previous": "dec-0"}, {"sequence": 7}], ids=str
)
def test_changed_decision_is_refused(change) -> None:
    with pytest.raises(BrokenChain):
        replace(decision(), **change)
