"""What becomes of an item that goes wrong, and how a stream is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.errors import BrokenProvenance, EmptyDocument
from countersight.model.failure import Failure, Stage
from countersight.pipeline.boundary import CHUNK, CHUNK_CHARACTERS, attempt, cut_chunks


def fail(error: Exception) -> str:
    raise error


def test_work_gives_its_result() -> None:
    assert attempt(Stage.READ, "a", lambda: "done") == "done"


@pytest.mark.parametrize(
    ("error", "foreseen"), [(EmptyDocument("no words"), True), (RuntimeError("out of the blue"), False)], ids=str
)
def test_fault_becomes_a_failure(error: Exception, *, foreseen: bool) -> None:
    failure = attempt(Stage.READ, "a", lambda: fail(error))
    assert isinstance(failure, Failure)
    assert (failure.item, failure.foreseen, failure.detail) == ("a", foreseen, str(error))


def test_broken_invariant_stops_the_run() -> None:
    with pytest.raises(BrokenProvenance):
        attempt(Stage.READ, "a", lambda: fail(BrokenProvenance("its words are gone")))


@given(st.lists(st.sampled_from([1, 2, CHUNK_CHARACTERS // 2, CHUNK_CHARACTERS + 1]), max_size=3 * CHUNK))
def test_chunks_are_bounded_and_lose_nothing(weights: list[int]) -> None:
    chunks = list(cut_chunks(weights, weight=lambda weight: weight))
    assert [weight for chunk in chunks for weight in chunk] == weights
    assert all(0 < len(chunk) <= CHUNK and sum(chunk[:-1]) < CHUNK_CHARACTERS for chunk in chunks)
