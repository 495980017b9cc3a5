import re
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countersight.collect.discovery.dates import iso_date


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("Fri, 02 Jan 2026 12:00:00 +0300", "2026-01-02T12:00:00+03:00"),
        ("Fri, 02 Jan 2026 12:00:00 GMT", "2026-01-02T12:00:00+00:00"),
        ("2 Jan 26 12:00 EST", "2026-01-02T12:00:00-05:00"),
        ("Fri, 02 Jan 2026 12:00:00", "2026-01-02T12:00:00"),
        ("2026-01-02T12:00:00Z", "2026-01-02T12:00:00+00:00"),
        ("2026-01-02T12:00:00.5+05:30", "2026-01-02T12:00:00.500000+05:30"),
        ("2026-01-02T12:00+01:00", "2026-01-02T12:00:00+01:00"),
        ("2026-01-02", "2026-01-02"),
        ("2026-01", "2026-01"),
        ("2026", "2026"),
        ("20260102T120000Z", "2026-01-02T12:00:00+00:00"),
        (" 2026-01-02\n", "2026-01-02"),
    ],
)
def test_date_keeps_precision_and_zone(said: str, date: str) -> None:
    assert iso_date(said) == date


@pytest.mark.parametrize(
    "said", [None, "", "soon", "0000", "2026-13", "2026-02-30", "32 Jan 2026", "9" * 100, "--- ,", "٢٠٢٦", "٢٠٢٦-٠١"]
)
def test_no_date_is_none(said: str | None) -> None:
    assert iso_date(said) is None


@settings(deadline=None)
@given(st.text(max_size=70))
def test_any_words_can_be_asked(said: str) -> None:
    date = iso_date(said)
    assert date is None or re.match(r"\d{4}", date)


@settings(deadline=None)
@given(st.datetimes(timezones=st.timezones()))
def test_iso_date_is_a_date_of_itself(moment: datetime) -> None:
    said = moment.isoformat()
    assert iso_date(said) in {said, None}
