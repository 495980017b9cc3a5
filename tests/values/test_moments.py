from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from countersight.values.moments import sortable_time

ZONES = st.integers(-720, 720).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1), timezones=ZONES)  # noqa: DTZ001  asked for so


@given(MOMENTS, MOMENTS)
def test_order_of_words_is_order_of_time(one: datetime, other: datetime) -> None:
    assert (sortable_time(one) < sortable_time(other)) is (one < other)


@given(MOMENTS)
def test_written_time_reads_back(moment: datetime) -> None:
    assert datetime.fromisoformat(sortable_time(moment)) == moment


def test_whole_second_has_its_six_digits() -> None:
    assert sortable_time(datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) == "2026-01-02T03:04:05.000000+00:00"
