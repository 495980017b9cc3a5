"""What people decided outlives a newer extractor: the rules for English first, then the default, on bundled briefs."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from countersight.collect import CollectLimits
from countersight.extract import choose_extractor, default_extractor
from countersight.model.decision import Verdict
from countersight.pipeline import add_documents, run_pipeline
from countersight.review import Desk, Order, Queues, describe_claim, edit_claim, record_decision
from countersight.settings import Settings
from countersight.store import open_store

NOW = datetime(2031, 5, 4, 12, tzinfo=UTC)
BRIEFS = Path(__file__).parents[2] / "src" / "countersight" / "reference" / "briefs"


def test_decisions_outlive_a_newer_extractor(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    settings = Settings(processes=1)
    quiet = {"observe": lambda *_: None}
    briefs = sorted(str(path) for path in BRIEFS.glob("00*.md"))
    add_documents(store, briefs, CollectLimits(), **quiet)
    run_pipeline(store, settings, choose=partial(choose_extractor, "english-rules"), **quiet)
    with store.view() as view:
        older = list(view.claims())
    accepted, rejected = older[::2], older[1::2]
    edited = next(claim for claim in accepted if claim.status.value == "reported")
    accepted.remove(edited)
    made = edit_claim(
        store, edited.id, form=replace(describe_claim(edited), status="alleged"), reviewer="Ada", now=NOW
    ).claim
    for claims, verdict in ((accepted, Verdict.ACCEPT), (rejected, Verdict.REJECT)):
        for claim in claims:
            record_decision(store, claim.id, verdict, reviewer="Ada", reason="read it", now=NOW)

    run_pipeline(store, settings, choose=default_extractor, **quiet)
    queues = Queues()
    with store.view() as view:
        queues.refresh(view)
        newer = {claim.id for claim in view.claims()} - {claim.id for claim in older} - {made.id}
        grouped = {name for finding in view.findings() for name in finding.claim_ids}
        assert view.verdicts()[made.id] is Verdict.ACCEPT
        assert {claim.id for claim in (*accepted, *rejected, made)} <= grouped
        assert edited.id not in grouped
    assert newer
    waiting = queues.page(Desk(reviewer="Bo"), limit=1_000)
    assert {item.claim_id for item in waiting} <= newer
    remarks = {item.claim_id: item.remark for item in waiting}
    echoes = queues.board.echoes
    assert any(not echo.is_same for echo in echoes.values())
    for name, echo in echoes.items():
        if echo.is_same and echo.verdict is Verdict.ACCEPT:
            assert name not in remarks
        elif echo.is_same:
            assert remarks[name].endswith("before, on 2031-05-04")
            assert name not in grouped
        else:
            assert remarks[name].startswith("the newer extractor reads this differently")
    last = [item.remark.startswith(("rejected before", "edited before")) for item in waiting]
    assert last == sorted(last)
    changed = queues.page(Desk(reviewer="Bo", order=Order.CHANGED), limit=1_000)
    assert {name for name, echo in echoes.items() if not echo.is_same} <= {item.claim_id for item in changed}
    assert list(store.verify()) == []
    store.close()
