"""Findings are remade after decisions, but never so often that the remaking itself keeps people waiting."""

import pytest

from countersight.web.desk import refreshing
from countersight.web.desk.refreshing import BATCH, Refresher


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
