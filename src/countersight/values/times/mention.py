"""What a time says, and where it stands."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Grain = Literal["day", "month", "quarter", "year", "interval", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A time as it stands in a text: the days it may be, how finely it is told, and where."""

    first: date | None
    """The first day; none where only the end is told (`until 2019`)."""
    last: date | None
    """The last day; none while it lasts (`since 2019`)."""
    grain: Grain
    start: int
    end: int
    anchored: bool = False
    """Whether the date was counted from the anchor."""
