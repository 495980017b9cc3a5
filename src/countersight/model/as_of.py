"""The two moments that a question can be asked as of; the time of an event is a third and belongs to the claim."""

from dataclasses import dataclass
from datetime import date, datetime

from countersight.errors import BadMoment


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """What was public by one day, as the store held it at one time. Without either, all there is now."""

    published: date | None = None
    """The last day of publication. A document that tells none counts from its first capture."""
    recorded: datetime | None = None
    """System time, with a time zone: what was recorded after it, and what was withdrawn before it, is left out."""

    def __post_init__(self) -> None:
        if self.recorded is not None and self.recorded.tzinfo is None:
            raise BadMoment(f"{self.recorded.isoformat()} needs a time zone")


NOW = AsOf()
