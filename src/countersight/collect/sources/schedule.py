"""When a source is to be visited: schedules in words, and the moments that they give."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

UNITS_S = {"s": 1, "min": 60, "h": 3_600, "d": 86_400, "w": 604_800}
"""Seconds in each unit that a duration can be told in."""
LONGEST_S = 10 * 366 * 86_400
"""Ten years: a longer duration is a slip of the pen."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DURATION = re.compile(r"([0-9]{1,9}) ?(s|min|h|d|w)")
_AT = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")


class BadSchedule(ValueError):
    """Words that are no schedule; whoever reads a file adds where they stand."""


@dataclass(frozen=True, slots=True)
class Every:
    """So many seconds after the last visit."""

    seconds: int

    def after(self, moment: datetime) -> datetime:
        """Return the first time past `moment`."""
        return moment + timedelta(seconds=self.seconds)


@dataclass(frozen=True, slots=True)
class Daily:
    """Each day at a time of the clock."""

    at: time
    zone: str = "UTC"
    """A name of the IANA time zone database."""

    def after(self, moment: datetime) -> datetime:
        """Return the first time past `moment`, in UTC."""
        return _next_local(moment, self.at, self.zone, weekday=None)


@dataclass(frozen=True, slots=True)
class Weekly:
    """Each week on one day at a time of the clock."""

    weekday: int
    """Monday is 0."""
    at: time
    zone: str = "UTC"

    def after(self, moment: datetime) -> datetime:
        """Return the first time past `moment`, in UTC."""
        return _next_local(moment, self.at, self.zone, weekday=self.weekday)


Schedule = Every | Daily | Weekly


@dataclass(frozen=True, slots=True)
class Recapture:
    """How often a page that is kept already is fetched again, to see whether it has changed or gone."""

    every_s: int
    for_s: int | None = None
    """How long after the first capture; without end if nothing is said."""

    def after(self, moment: datetime, *, first: datetime) -> datetime | None:
        """Return when to fetch again what was first captured at `first` and last looked at at `moment`."""
        again = moment + timedelta(seconds=self.every_s)
        is_over = self.for_s is not None and again > first + timedelta(seconds=self.for_s)
        return None if is_over else again


def parse_duration(words: str) -> int:
    """Return the seconds that `90s`, `30min`, `6h`, `10d` or `2w` are.

    Raises:
        BadSchedule: it is no duration, or longer than ten years.
    """
    match = _DURATION.fullmatch(words.strip())
    seconds = int(match[1]) * UNITS_S[match[2]] if match else 0
    if not 0 < seconds <= LONGEST_S:
        raise BadSchedule(f"{words!r} is no duration; write it as 30min, 6h, 10d or 2w, up to ten years")
    return seconds


def parse_schedule(words: str) -> Schedule:
    """Read a schedule: `every 6h`, `daily`, `daily 05:00`, `weekly`, `weekly mon 05:00 Africa/Nairobi`.

    Without a zone times are in UTC. `daily` and `weekly` alone count from the last visit.

    Raises:
        BadSchedule: it is none.
    """
    match words.split():
        case ["every", *duration]:
            return Every(parse_duration(" ".join(duration)))
        case ["daily"]:
            return Every(UNITS_S["d"])
        case ["weekly"]:
            return Every(UNITS_S["w"])
        case ["daily", at]:
            return Daily(_time(at))
        case ["daily", at, zone]:
            return Daily(_time(at), _zone(zone))
        case ["weekly", day, at] if day in WEEKDAYS:
            return Weekly(WEEKDAYS.index(day), _time(at))
        case ["weekly", day, at, zone] if day in WEEKDAYS:
            return Weekly(WEEKDAYS.index(day), _time(at), _zone(zone))
    raise BadSchedule(f"{words!r} is no schedule; write every 6h, daily 05:00, or weekly mon 05:00 Africa/Nairobi")


def parse_recapture(words: str) -> Recapture | None:
    """Read how often to fetch again: `never`, `every 30d`, `every 30d for 52w`.

    Raises:
        BadSchedule: it says neither.
    """
    match words.split():
        case ["never"]:
            return None
        case ["every", duration]:
            return Recapture(parse_duration(duration))
        case ["every", duration, "for", span]:
            return Recapture(parse_duration(duration), parse_duration(span))
    raise BadSchedule(f"{words!r} does not say how often; write never, every 30d, or every 30d for 52w")


def _next_local(moment: datetime, at: time, zone: str, *, weekday: int | None) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    for days in range(9):
        date = local.date() + timedelta(days=days)
        # A time that clocks skip when summer comes is taken by the offset before, and so falls an hour later.
        candidate = datetime.combine(date, at, tzinfo=ZoneInfo(zone)).astimezone(UTC)
        if candidate > moment and weekday in (None, date.weekday()):
            return candidate
    raise AssertionError("a week has every day")  # pragma: no cover


def _time(words: str) -> time:
    match = _AT.fullmatch(words)
    if match is None:
        raise BadSchedule(f"{words!r} is no time of day; write it as 05:00")
    return time(int(match[1]), int(match[2]))


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError; a folder's name is an OSError
        raise BadSchedule(f"{name!r} is no time zone; write it as UTC or Africa/Nairobi") from None
    return name
