"""What makes the pipeline group and grade anew, with made-up documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.release.conftest import NOON, World

from countersight.model.decision import Verdict
from countersight.model.finding import Grade
from countersight.model.source import Reliability
from countersight.pipeline import StageCount
from countersight.pipeline.corroborating import corroborate_anew
from countersight.store import open_store


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A store with one claim, grouped."""
    store = open_store(tmp_path)
    made = World(store)
    text = made.document("Alder sold spyware to Utopia in 2023.", address="https://paper.example/a")
    made.claim(text, "Alder sold spyware to Utopia in 2023", supplier="Alder", recipient="Utopia", words="spyware")
    corroborate(made)
    yield made
    store.close()


def corroborate(world: World) -> StageCount:
    return corroborate_anew(world.store, lambda *_: None)


def graded(world: World) -> Grade:
    with world.store.view() as view:
        (finding,) = view.findings()
    assert finding.grade is not None
    return finding.grade


def test_nothing_new_changes_nothing(world: World) -> None:
    assert corroborate(world).skipped == {"nothing changed": 1}


def test_assessed_source_is_graded_anew(world: World) -> None:
    before = graded(world)
    with world.store.writer() as writer:
        writer.assess_source("paper.example", Reliability.A, "read for a year", "A. Reader", decided_at=NOON)
    corroborate(world)
    assert (before.reliability, graded(world).reliability) == ("F", "A")
    assert graded(world).probability > before.probability
    assert corroborate(world).skipped == {"nothing changed": 1}


def test_decided_claim_is_graded_anew(world: World) -> None:
    before = graded(world)
    with world.store.view() as view:
        claim = next(view.claims())
    world.decide(claim, Verdict.ACCEPT)
    corroborate(world)
    assert graded(world).probability > before.probability
    world.decide(claim, Verdict.UNDO)
    corroborate(world)
    assert graded(world) == before
