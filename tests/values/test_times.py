"""Tests of times in English."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.values.times import find_times

ANCHOR = date(2020, 3, 4)


@pytest.mark.parametrize(
    ("text", "first", "last", "grain"),
    [
        ("on 5 May 2013", date(2013, 5, 5), date(2013, 5, 5), "day"),
        ("on May 6, 2014", date(2014, 5, 6), date(2014, 5, 6), "day"),
        ("on 2014-05-06", date(2014, 5, 6), date(2014, 5, 6), "day"),
        ("in February 2012", date(2012, 2, 1), date(2012, 2, 29), "month"),
        ("in the first quarter of 2012", date(2012, 1, 1), date(2012, 3, 31), "quarter"),
        ("in 2019", date(2019, 1, 1), date(2019, 12, 31), "year"),
        ("between 2004 and 2006", date(2004, 1, 1), date(2006, 12, 31), "interval"),
        ("in 2019-2020", date(2019, 1, 1), date(2020, 12, 31), "interval"),
        ("since 2019", date(2019, 1, 1), None, "interval"),
        ("in late 2010", date(2010, 9, 1), date(2010, 12, 31), "interval"),
    ],
)
def test_calendar_time_is_read(text: str, first: date, last: date | None, grain: str) -> None:
    (found,) = find_times(text)
    assert (found.first, found.last, found.grain, found.anchored) == (first, last, grain, False)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("last month", date(2020, 2, 1), date(2020, 2, 29)),
        ("two years ago", date(2018, 1, 1), date(2018, 12, 31)),
        ("next year", date(2021, 1, 1), date(2021, 12, 31)),
        ("on Tuesday", date(2020, 3, 3), date(2020, 3, 3)),
        ("in July", date(2019, 7, 1), date(2019, 7, 31)),
    ],
)
def test_relative_time_is_counted_and_marked(text: str, first: date, last: date) -> None:
    (found,) = find_times(text, ANCHOR)
    assert (found.first, found.last, found.anchored) == (first, last, True)


def test_relative_time_without_anchor_is_unknown() -> None:
    (found,) = find_times("last month")
    assert (found.first, found.last, found.grain) == (None, None, "unknown")


@pytest.mark.parametrize("text", ["$2019", "2,019 cameras", "31 February 2019 is no day"])
def test_figures_are_no_calendar_day(text: str) -> None:
    assert all(found.grain != "day" for found in find_times(text))


@given(st.text(max_size=200), st.none() | st.dates())
def test_spans_lie_in_any_text(text: str, anchor: date | None) -> None:
    found = find_times(text, anchor)
    assert all(0 <= time.start < time.end <= len(text) for time in found)
    assert all(time.first is None or time.last is None or time.first <= time.last for time in found)
