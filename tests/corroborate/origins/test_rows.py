"""Rows of numbers and what they share."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.corroborate.origins import rows
from countersight.corroborate.origins.rows import Rows, count_shared, merge, spread

sets = st.lists(st.sets(st.integers(0, 40)), min_size=1, max_size=6)


def rows_of(given_sets: list[set[int]]) -> Rows:
    numbers = np.array([number for each in given_sets for number in sorted(each)], dtype=np.uint32)
    return Rows.of(numbers, np.array([len(each) for each in given_sets]))


@given(sets, sets, st.integers(1, 30))
def test_shared_numbers_are_those_of_both_sets(one: list[set[int]], other: list[set[int]], together: int) -> None:
    pairs = [(first, second) for first in range(len(one)) for second in range(len(other))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "TOGETHER", together)
        shared, _ = count_shared(
            rows_of(one), rows_of(other), (np.array([a for a, _ in pairs]), np.array([b for _, b in pairs]))
        )
    assert shared.tolist() == [len(one[first] & other[second]) for first, second in pairs]


def test_flags_are_no_part_of_a_number() -> None:
    one, other = rows_of([{2, 4, 7}]), rows_of([{3, 4, 8}])
    shared, plain = count_shared(one, other, (np.array([0]), np.array([0])), flagged=True)
    assert (shared.tolist(), plain.tolist()) == ([2], [1])


def test_spread_gives_each_place_of_each_run() -> None:
    assert spread(np.array([5, 0, 9]), np.array([2, 0, 3])).tolist() == [5, 6, 9, 10, 11]


@given(st.lists(st.lists(st.integers(0, 99)), min_size=1))
def test_merged_runs_are_sorted(runs: list[list[int]]) -> None:
    merged = merge([np.array(sorted(run), dtype=np.uint64) for run in runs])
    assert merged.tolist() == sorted(number for run in runs for number in run)
