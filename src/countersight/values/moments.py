"""Points in time as databases keep them."""

from datetime import UTC, datetime


def sortable_time(moment: datetime) -> str:
    """Write a time in UTC such that the order of texts is the order of times: always with six digits of a second."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
