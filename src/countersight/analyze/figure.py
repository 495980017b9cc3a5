"""A published number with its interval and the findings that it rests on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that leads back to its findings."""

    about: str
    """What is counted for: `recipient` (a territory) or `supplier`."""
    subject: str
    """FollowTheMoney's code of the territory; of a supplier the key that its findings share, an entity's id where it is
    resolved. `not told` where no claim says."""
    name: str
    """The subject for people: of a supplier, the name that most of its findings have."""
    technology: str | None
    """A label of the taxonomy; none for all technologies together, each finding counted once."""
    value: float
    """The expected number."""
    low: int
    high: int
    """The interval, both ends included."""
    level: float
    """Least probability with which the number lies in the interval, if the confidences are right: 0.9."""
    unit: str
    origins: int
    """Independent origins among all its findings."""
    finding_ids: tuple[str, ...]
    """In order of id."""
    method: str
    """How the number and the interval were computed, in words."""
