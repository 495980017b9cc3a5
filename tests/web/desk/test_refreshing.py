"""Findings are remade after decisions, but never so often that the remaking itself keeps people waiting."""

import subprocess
import sys
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


PARENT = """
import time
from multiprocessing import get_context

def work():
    from countersight.web.desk.refreshing import end_with_parent
    end_with_parent()
    print("begun", flush=True)
    time.sleep(300)

if __name__ == "__main__":
    get_context("spawn").Process(target=work).start()
    time.sleep(300)
"""


def test_remake_ends_with_a_killed_server(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(PARENT, encoding="utf-8")
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "begun\n"
        parent.kill()
        assert parent.stdout.read() == ""  # the end of what the child could write: it is gone too
