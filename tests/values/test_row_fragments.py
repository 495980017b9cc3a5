"""Rows named by the fragment of an address."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.row_fragments import read_rows, write_rows


@pytest.mark.parametrize(
    ("address", "rows"),
    [
        (None, [1, 2, 3, 4]),
        ("https://example.org/a.csv", [1, 2, 3, 4]),
        ("https://example.org/a.csv#row=1;7-8", [1, 7, 8, 9]),
        ("https://example.org/a.csv#row=7", [7, 8, 9, 10]),
        ("https://example.org/a.csv#row=;", [1, 2, 3, 4]),
        ("https://example.org/a.csv#cell=4,1", [1, 2, 3, 4]),
        ("https://example.org/a.csv#row=9-3", [4, 5, 6, 7]),
    ],
    ids=["none", "whole", "header and rows", "one row", "broken", "a cell", "backwards"],
)
def test_fragment_tells_the_rows(address: str | None, rows: list[int]) -> None:
    assert list(islice(read_rows(address), 4)) == rows


@given(first=st.integers(1, 10**9), length=st.integers(1, 50), header=st.integers(1, 9))
def test_written_rows_read_back(first: int, length: int, header: int) -> None:
    ranges = [range(header, header + 1), range(first, first + length)]
    assert list(islice(read_rows(f"file:///a.csv#{write_rows(ranges)}"), length + 1)) == [header, *ranges[1]]
