"""A query is the same in an address and out of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.catalog import EVERYTHING, Query, ReviewState
from countersight.errors import UsageError
from countersight.model.claim import Kind, Status

WORDS = st.text(min_size=1, max_size=12).filter(lambda words: words == words.strip() and "\x00" not in words)
QUERIES = st.builds(
    Query,
    words=st.text(max_size=30),
    kinds=st.lists(st.sampled_from([kind.value for kind in Kind]), max_size=3).map(tuple),
    statuses=st.lists(st.sampled_from([status.value for status in Status]), max_size=3).map(tuple),
    territories=st.lists(WORDS, max_size=3).map(tuple),
    parties=st.lists(WORDS, max_size=3).map(tuple),
    languages=st.lists(WORDS, max_size=2).map(tuple),
    years=st.lists(st.integers(1900, 2100), max_size=3).map(tuple),
    reviews=st.lists(st.sampled_from([state.value for state in ReviewState]), max_size=2).map(tuple),
    least_origins=st.integers(0, 9),
    document=st.none() | WORDS,
)


@given(QUERIES)
def test_query_survives_its_address(query: Query) -> None:
    assert Query.from_params(query.to_params()) == query


@given(QUERIES)
def test_lifted_filter_is_gone(query: Query) -> None:
    assert query.without("kind").kinds == ()
    assert query.without("q").words == ""
    assert query.without("kind").years == query.years


def test_other_parameters_are_left_alone() -> None:
    assert Query.from_params([("order", "newest"), ("after", "x"), ("q", " ")]) == EVERYTHING


class Params:
    def multi_items(self) -> list[tuple[str, str]]:
        return [("kind", "supply"), ("kind", "training"), ("kind", "supply")]


def test_repeated_parameters_are_alternatives() -> None:
    assert Query.from_params(Params()).kinds == ("supply", "training")


@pytest.mark.parametrize(
    ("name", "value"),
    [("kind", "theft"), ("status", "sold"), ("review", "fine"), ("year", "MMXX"), ("year", "-3"), ("origins", "two"),
     ("year", "٢٠٢٠")],
)  # fmt: skip
def test_impossible_value_is_refused(name: str, value: str) -> None:
    with pytest.raises(UsageError):
        Query.from_params([(name, value)])


def test_too_many_values_are_refused() -> None:
    with pytest.raises(UsageError):
        Query(territories=tuple(map(str, range(201))))


def test_endless_words_are_cut() -> None:
    assert len(Query(words="a b " * 1_000).words) == 400
