"""What does not lead back to its words stops a release."""

from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from countersight.errors import BrokenProvenance
from countersight.model.decision import Verdict
from countersight.model.finding import Origin, origin_id
from countersight.release.dataset import Review
from countersight.release.gather import gather_dataset

from .conftest import NOON, World


def tamper(project: Path, *statements: str) -> None:
    """Change the database behind the store's back."""
    engine = create_engine(f"sqlite:///{project / 'countersight.db'}")
    with engine.begin() as connection:
        connection.execute(text("PRAGMA foreign_keys = OFF"))
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for trigger in triggers:
            connection.execute(text(f"DROP TRIGGER {trigger}"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.mark.parametrize("table", ["captures", "texts"])
def test_lost_link_stops_the_release(trade: World, tmp_path: Path, table: str) -> None:
    tamper(tmp_path / "project", f"DELETE FROM {table}")
    with pytest.raises(BrokenProvenance):
        trade.release(tmp_path / "1.0")
    assert not (tmp_path / "1.0").exists()


def test_finding_without_its_claim_stops_the_release(trade: World, tmp_path: Path) -> None:
    with trade.store.view() as view:
        claim = next(view.claims())
    tamper(tmp_path / "project", f"DELETE FROM claims WHERE id = '{claim.id}'")
    with pytest.raises(BrokenProvenance, match="not there"):
        trade.release(tmp_path / "1.0")


def test_finding_with_foreign_origin_stops_the_release(trade: World, tmp_path: Path) -> None:
    with trade.store.view() as view:
        claims = list(view.claims())
    foreign = Origin(id=origin_id(("f" * 64,)), document_ids=("f" * 64,), basis=())
    trade.find(claims[:1], origins=(foreign,))
    with pytest.raises(BrokenProvenance, match="no origin"):
        trade.release(tmp_path / "1.0")


def test_claim_in_two_findings_stops_the_release(trade: World, tmp_path: Path) -> None:
    with trade.store.view() as view:
        claims = list(view.claims())
    trade.find(claims[:2], claims[1:3])
    with pytest.raises(BrokenProvenance, match="is in findings"):
        trade.release(tmp_path / "1.0")


@pytest.mark.parametrize(("verdict", "left"), [(Verdict.REJECT, 1), (Verdict.ACCEPT, 2)])
def test_verdict_on_a_changed_finding_counts_for_its_claims(
    trade: World, tmp_path: Path, verdict: Verdict, left: int
) -> None:
    text = trade.document("Glimmer Optics sold cameras to Ruritania. The cameras came from Glimmer Optics.")
    claims = [trade.claim(text, quote) for quote in text.text.split(". ")]
    (before,) = trade.find(claims[:1])
    trade.decide(before, verdict)
    (after,) = trade.find(claims)
    with trade.store.view() as view:
        dataset = gather_dataset(view, title="Made up", version="1", released_at=NOON)
    published = {one.claim.id: one.review for one in dataset.claims if one.finding_id == after.id}
    assert len(published) == left
    assert published[claims[1].id] is Review.UNREVIEWED
    assert published.get(claims[0].id, Review.ACCEPTED) is Review.ACCEPTED
