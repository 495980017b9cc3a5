"""The date control: as of which day of publication and which time of the store a page is shown."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import TypeVar

from starlette.requests import Request

from countersight.errors import BadMoment
from countersight.model.as_of import AsOf

T = TypeVar("T")

PUBLISHED, RECORDED = "published_by", "as_of"
"""The parameters of an address, as the options of the command line."""


def asked_moment(request: Request) -> AsOf:
    """Read from the address as of when a page is asked for; without either parameter, as of now.

    A day of the store counts until its end, in UTC.

    Raises:
        BadMoment: a parameter is no date.
    """
    published = request.query_params.get(PUBLISHED, "").strip()
    recorded = request.query_params.get(RECORDED, "").strip()
    return AsOf(
        published=_read(date.fromisoformat, published) if published else None,
        recorded=_read(_moment, recorded) if recorded else None,
    )


def _read(read: Callable[[str], T], words: str) -> T:
    try:
        return read(words)
    except (ValueError, OverflowError) as error:
        raise BadMoment(f"{words[:40]!r} is no date such as 2026-03-31") from error


def _moment(words: str) -> datetime:
    if len(words) == len("2026-03-31"):
        return datetime.combine(date.fromisoformat(words), time.max, UTC)
    moment = datetime.fromisoformat(words)
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def moment_params(request: Request) -> dict[str, str]:
    """Return the parameters of the moment, so that a link goes on to show what was known then."""
    return {name: value for name in (PUBLISHED, RECORDED) if (value := request.query_params.get(name, "").strip())}
