"""Times as tables write them."""

from datetime import date

import pytest

from countersight.extract.mapping.times import read_time
from countersight.model.claim import Precision


@pytest.mark.parametrize(
    ("words", "order", "start", "end", "precision"),
    [
        pytest.param("2014", "", date(2014, 1, 1), date(2014, 12, 31), Precision.YEAR, id="year"),
        pytest.param("2013, 2015", "", date(2013, 1, 1), date(2015, 12, 31), Precision.INTERVAL, id="years"),
        pytest.param("2019-2021", "", date(2019, 1, 1), date(2021, 12, 31), Precision.INTERVAL, id="range"),
        pytest.param("?-2021", "", None, date(2021, 12, 31), Precision.INTERVAL, id="begin not known"),
        pytest.param("2016 - ?", "", date(2016, 1, 1), None, Precision.INTERVAL, id="end not known"),
        pytest.param("2010s - present", "", date(2010, 1, 1), None, Precision.INTERVAL, id="decade and on"),
        pytest.param("24.9.2004", "day first", date(2004, 9, 24), date(2004, 9, 24), Precision.DAY, id="day first"),
        pytest.param(
            "02/12/2019", "month first", date(2019, 2, 12), date(2019, 2, 12), Precision.DAY, id="month first"
        ),
        pytest.param("2024/02/22 12:53:22", "", date(2024, 2, 22), date(2024, 2, 22), Precision.DAY, id="year first"),
        pytest.param("14th September, 2012", "", date(2012, 9, 14), date(2012, 9, 14), Precision.DAY, id="in words"),
    ],
)
def test_times_are_read(words: str, order: str, start: date | None, end: date | None, precision: Precision) -> None:
    assert read_time(words, order=order) == (start, end, precision)


@pytest.mark.parametrize("words", ["-", "?-?", "?", "unknown", "31.2.2020", "13/13/2020"])
def test_what_is_no_time_is_none(words: str) -> None:
    found = read_time(words, order="day first")
    assert found is None or found[2] is not Precision.DAY
