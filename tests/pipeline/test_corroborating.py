"""What makes the pipeline group and grade anew, with made-up documents."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.pipeline.declaring import declare
from tests.release.conftest import NOON, World

from countersight.model.as_of import AsOf
from countersight.model.decision import Verdict
from countersight.model.finding import Finding, Grade
from countersight.model.source import Reliability
from countersight.pipeline import StageCount, view_as_of
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


def found(world: World) -> Finding:
    with world.store.view() as view:
        (finding,) = view.findings()
    return finding


def graded(world: World) -> Grade:
    grade = found(world).grade
    assert grade is not None
    return grade


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


def test_declared_source_is_graded_anew(world: World, tmp_path: Path) -> None:
    before = graded(world)
    declare(tmp_path, letter="B")
    corroborate(world)
    assert (before.reliability, graded(world).reliability) == ("F", "B")
    assert graded(world).reasons[0] == (
        "reliability B, the best of its sources: paper.example, "
        "declared in sources/glimmer_post/source.yml: corrects what it got wrong"
    )
    declare(tmp_path, letter="D")
    corroborate(world)
    assert graded(world).reliability == "D"


def test_source_no_longer_declared_counts_no_more(world: World, tmp_path: Path) -> None:
    before = graded(world)
    path = declare(tmp_path, letter="B")
    corroborate(world)
    path.unlink()
    corroborate(world)
    assert graded(world) == before


def test_assessed_source_stands_above_declared(world: World, tmp_path: Path) -> None:
    declare(tmp_path, letter="D")
    with world.store.writer() as writer:
        writer.assess_source("paper.example", Reliability.A, "read for a year", "A. Reader", decided_at=NOON)
    corroborate(world)
    assert graded(world).reliability == "A"


def test_other_schedule_changes_no_finding(world: World, tmp_path: Path) -> None:
    declare(tmp_path)
    corroborate(world)
    declare(tmp_path, schedule="weekly")
    assert corroborate(world).skipped == {"nothing changed": 1}


def test_declared_owner_makes_one_origin(world: World, tmp_path: Path) -> None:
    words = "Utopia got spyware by Alder during 2023, two ministers told."
    text = world.document(words, address="https://courier.example/b", publisher="The Courier")
    world.claim(text, words, supplier="Alder", recipient="Utopia", words="spyware")
    corroborate(world)
    assert len(found(world).origins) == 2
    declare(tmp_path, owner="Glimmer Holdings")
    declare(tmp_path, "courier", website="https://courier.example/", owner="Glimmer Holdings")
    corroborate(world)
    assert len(found(world).origins) == 1


def test_past_day_is_graded_as_declared(world: World, tmp_path: Path) -> None:
    declare(tmp_path, letter="B")
    with view_as_of(world.store, AsOf(published=date(2030, 1, 1))) as view:
        (finding,) = view.findings()
    assert finding.grade is not None
    assert finding.grade.reliability == "B"
