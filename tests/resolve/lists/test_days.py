"""Days as lists write them."""

from datetime import date

import pytest

from countersight.resolve.lists.days import parse_day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2028-01-22", date(2028, 1, 22)),
        ("02.12.2019", date(2019, 12, 2)),
        ("10/13/2020", date(2020, 10, 13)),
        ("2028-01-22T00:00:00", date(2028, 1, 22)),
        ("2028-13-01", None),
        ("December 2023", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert parse_day(text) == day
