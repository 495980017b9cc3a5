"""Times in words."""

from datetime import date

import pytest

from countersight.web.language import language
from countersight.web.pages.times import tell_interval

DAY, YEAR_END = date(2021, 3, 1), date(2021, 12, 31)


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (DAY, DAY, "March 1, 2021"),
        (DAY, date(2021, 3, 31), "March 2021"),
        (DAY, date(2021, 4, 30), "March 2021 – April 2021"),
        (date(2021, 1, 1), YEAR_END, "2021"),
        (date(2019, 1, 1), YEAR_END, "2019 – 2021"),
        (DAY, date(2021, 3, 9), "March 1, 2021 – March 9, 2021"),
        (DAY, None, "since March 1, 2021"),
        (date(2021, 1, 1), None, "since 2021"),
        (None, DAY, "until March 1, 2021"),
        (None, None, ""),
    ],
)
def test_interval_is_told_as_finely_as_known(start: date | None, end: date | None, told: str) -> None:
    assert tell_interval(start, end, language("en")) == told


def test_months_are_told_in_the_language() -> None:
    assert tell_interval(DAY, date(2021, 3, 31), language("fr")) == "mars 2021"
