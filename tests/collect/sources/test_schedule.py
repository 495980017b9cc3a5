"""Schedules in words: what they mean, and what is no schedule."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countersight.collect.sources.schedule import (
    BadSchedule,
    Daily,
    Every,
    Recapture,
    Weekly,
    parse_duration,
    parse_recapture,
    parse_schedule,
)

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)  # a Wednesday
moments = st.integers(0, 3_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))
clocks = st.builds(time, st.integers(0, 23), st.integers(0, 59))
zones = st.sampled_from(["UTC", "Africa/Nairobi", "Europe/Berlin", "America/New_York", "Asia/Kathmandu"])


@pytest.mark.parametrize(
    ("words", "schedule"),
    [
        ("every 6h", Every(21_600)),
        ("every 30 min", Every(1_800)),
        ("daily", Every(86_400)),
        ("weekly", Every(604_800)),
        ("daily 05:00", Daily(time(5, 0))),
        ("daily 05:00 Africa/Nairobi", Daily(time(5, 0), "Africa/Nairobi")),
        ("weekly sun 23:59", Weekly(6, time(23, 59))),
        ("weekly mon 05:00 Europe/Berlin", Weekly(0, time(5, 0), "Europe/Berlin")),
    ],
)
def test_words_mean_schedules(words: str, schedule: object) -> None:
    assert parse_schedule(words) == schedule


@pytest.mark.parametrize(
    "words",
    ["", "hourly", "every", "every 0h", "every -1h", "every 1.5h", "every 6 hours", "every 9999999w", "daily 5:00",
     "daily 24:00", "daily 05:00 Nowhere/Land", "daily 05:00 ../etc", "daily 05:00 Africa", "weekly monday 05:00",
     "weekly mon", "every ٦h"],
)  # fmt: skip
def test_other_words_are_refused(words: str) -> None:
    with pytest.raises(BadSchedule):
        parse_schedule(words)


@pytest.mark.parametrize(("words", "seconds"), [("90s", 90), ("15min", 900), ("10d", 864_000), ("2w", 1_209_600)])
def test_durations_are_seconds(words: str, seconds: int) -> None:
    assert parse_duration(words) == seconds


def test_daily_keeps_to_its_zone() -> None:
    assert Daily(time(5, 0), "Africa/Nairobi").after(NOON) == datetime(2026, 3, 5, 2, 0, tzinfo=UTC)


def test_daily_moves_with_summer_time() -> None:
    daily = Daily(time(5, 0), "Europe/Berlin")
    before = daily.after(datetime(2026, 3, 27, 12, 0, tzinfo=UTC))
    after = daily.after(datetime(2026, 3, 29, 12, 0, tzinfo=UTC))
    assert (before.hour, after.hour) == (4, 3)


def test_skipped_time_falls_an_hour_later() -> None:
    gap = Daily(time(2, 30), "Europe/Berlin").after(datetime(2026, 3, 28, 12, 0, tzinfo=UTC))
    assert gap == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_weekly_waits_for_its_day() -> None:
    assert Weekly(0, time(5, 0)).after(NOON) == datetime(2026, 3, 9, 5, 0, tzinfo=UTC)
    assert Weekly(2, time(13, 0)).after(NOON) == datetime(2026, 3, 4, 13, 0, tzinfo=UTC)


@given(moments, clocks, zones)
def test_next_day_is_soon(moment: datetime, at: time, zone: str) -> None:
    following = Daily(at, zone).after(moment)
    assert moment < following <= moment + timedelta(hours=26)
    local = following.astimezone(ZoneInfo(zone))
    assert (local.hour, local.minute) == (at.hour, at.minute) or local.dst() is not None


@given(moments, clocks, zones, st.integers(0, 6))
def test_next_week_is_within_eight_days(moment: datetime, at: time, zone: str, weekday: int) -> None:
    assert moment < Weekly(weekday, at, zone).after(moment) <= moment + timedelta(days=7, hours=2)


def test_recapture_can_end() -> None:
    recapture = parse_recapture("every 30d for 52w")
    assert recapture == Recapture(30 * 86_400, 52 * 604_800)
    assert recapture.after(NOON, first=NOON) == NOON + timedelta(days=30)
    assert recapture.after(NOON + timedelta(days=350), first=NOON) is None


def test_recapture_may_never_be() -> None:
    assert parse_recapture("never") is None
    with pytest.raises(BadSchedule):
        parse_recapture("sometimes")
