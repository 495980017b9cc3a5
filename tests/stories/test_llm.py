"""A run with a model's server: its claims are kept, what it could not do is a failure that another run takes up."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from tests.extract.llm.serving import WORDS, ModelServer, running_server

from countersight.collect import CollectLimits
from countersight.extract import LlmOptions, choose_extractor
from countersight.model.failure import Stage
from countersight.pipeline import add_documents, retry_failures, run_pipeline
from countersight.settings import Settings
from countersight.store import open_store


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with running_server() as running:
        yield running


def quiet(stage: Stage, done: int, total: int | None) -> None:
    """Show nothing."""


@pytest.fixture
def store(tmp_path: Path):
    opened = open_store(tmp_path / "project")
    yield opened
    opened.close()


def test_spent_budget_is_taken_up_by_the_next_run(store, server: ModelServer, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(f"{WORDS} This is the report number {number} about it.")
    add_documents(store, [str(folder)], CollectLimits(), observe=quiet)
    options = LlmOptions(
        endpoint=server.endpoint, model="tiny", max_requests=2, concurrency=1, cache=tmp_path / "cache"
    )
    choose = partial(choose_extractor, "llm", llm=options)

    first = run_pipeline(store, Settings(), observe=quiet, choose=choose)[Stage.EXTRACT]
    assert (first.done, first.produced, first.failed) == (2, 2, 1)
    with store.view() as view:
        (failure,) = view.failures(stage=Stage.EXTRACT)
        assert (failure.reason, failure.foreseen) == ("BudgetExhausted", True)

    retry_failures(store, CollectLimits(), observe=quiet)
    again = run_pipeline(store, Settings(), observe=quiet, choose=choose)[Stage.EXTRACT]
    assert (again.done, again.produced, again.failed) == (1, 1, 0)
    assert len(server.requests) == 3
