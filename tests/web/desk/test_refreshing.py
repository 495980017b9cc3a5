"""Findings are remade after decisions, but never so often that the remaking itself keeps people waiting."""

from datetime import UTC, datetime

import pytest

from countersight.model.decision import Verdict
from countersight.web.desk import refreshing
from countersight.web.desk.refreshing import BATCH, Freshness, Refresher


def decide_many(refresher):
    for _ in range(BATCH):
        refresher.note()
    refresher.wait()
    return refresher.freshness()


def test_quick_remakes_follow_at_once(store):
    refresher = Refresher(store)
    assert not decide_many(refresher).is_behind
    assert not decide_many(refresher).is_behind


@pytest.mark.parametrize("ask", [Refresher.note, Refresher.hurry])
def test_long_remakes_leave_time_between(store, monkeypatch, ask):
    monkeypatch.setattr(refreshing, "QUICK_S", 0.0)
    monkeypatch.setattr(refreshing, "SPACING", 1_000_000)
    refresher = Refresher(store)
    assert not decide_many(refresher).is_behind
    assert decide_many(refresher).is_behind
    ask(refresher)
    assert not refresher.freshness().is_running


def test_large_projects_are_remade_in_a_process_of_its_own(store):
    with store.view() as view:
        claim = next(view.claims())
    with store.writer() as writer:
        writer.decide(claim.id, Verdict.REJECT, "Ada Reader", "not said", decided_at=datetime.now(UTC))
    refresher = Refresher(store, apart_from=1)
    assert decide_many(refresher) == Freshness()
    with store.view() as view:
        assert not any(finding.claim_ids == (claim.id,) and finding.grade.claim_ids for finding in view.findings())


def test_process_that_cannot_work_is_told_of(store):
    refresher = Refresher(store, database="postgresql+psycopg://nobody@127.0.0.1:1/none", apart_from=1)
    told = decide_many(refresher)
    assert told.is_behind
    assert told.problem
